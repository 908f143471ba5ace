package dev.muster.engine.doctor;

import dev.muster.engine.host.Host;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SettingsFile;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks at everything Muster needs and says what it finds. Only reads: it may run beside a Muster
 * that is at work, needs no lock, and a broken settings file is one more finding.
 */
public final class Doctor {
  private final DataFolder folder;
  private final Map<String, String> environment;
  private final Host host;

  /**
   * A doctor.
   *
   * @param environment the variables Muster itself has
   * @param host where git and the agents are asked for their versions
   */
  public Doctor(DataFolder folder, Map<String, String> environment, Host host) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
    this.host = host;
  }

  /**
   * Looks, and tells each finding as soon as it is known, on the calling thread. Blocks: about a
   * second, some more where many agents are installed or the journal is large.
   */
  public void examine(Consumer<Finding> tell) {
    SettingsFile.Loaded settings = new SettingsFile(folder.configFile()).load();
    new MachineChecks(environment, host).run(tell);
    new DataChecks(folder).run(tell);
    boolean model = new SettingsChecks(folder, environment, settings).run(tell);
    boolean agent = new AgentChecks(environment, host, settings.settings()).run(tell);
    if (!model && !agent) {
      tell.accept(
          Finding.warning(
              "agents",
              "Agents",
              "none can work here yet; the demo and the rehearsal can",
              "Install one of these and sign in, or give the Muster agent a key."));
    }
  }
}
