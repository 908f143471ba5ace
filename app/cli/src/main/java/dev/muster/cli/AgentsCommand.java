package dev.muster.cli;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.control.Control;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster agents}: which agents there are, their versions, and what the others lack. */
@Command(
    name = "agents",
    description = "Lists the agents with their versions, and what those lack that cannot start.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class AgentsCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  AgentsCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  /**
   * One agent, as an agent that can be chosen, as a program on this machine, or both.
   *
   * @param profile null for one that cannot be chosen now
   * @param installed null for one that is no program of its own
   */
  private record Row(@Nullable AgentProfile profile, @Nullable InstalledAgent installed) {}

  @Override
  public Integer call() throws CliException {
    List<Row> rows;
    try (var open = muster.toWork()) {
      rows = rows(open.reach());
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    if (json) {
      var form = new ControlJson();
      rows.forEach(
          row ->
              terminal
                  .out()
                  .println(
                      row.installed() != null
                          ? form.line(row.profile(), row.installed())
                          : form.line(row.profile(), Map.of("state", state(row)))));
      return Exit.DONE;
    }
    var table = new Table("ID", "NAME", "STATE", "VERSION", "DETAIL");
    rows.forEach(row -> table.add(cells(row)));
    table.lines().forEach(terminal.out()::println);
    return Exit.DONE;
  }

  private static List<Row> rows(Control control) throws ControlException {
    Map<String, InstalledAgent> installed = new LinkedHashMap<>();
    // First, because it looks: what it finds stands among the agents afterwards.
    for (InstalledAgent agent : installed(control)) {
      installed.put(agent.id(), agent);
    }
    List<Row> rows = new ArrayList<>();
    for (AgentProfile profile : control.agents()) {
      rows.add(new Row(profile, installed.remove(profile.id())));
    }
    installed.values().forEach(agent -> rows.add(new Row(null, agent)));
    return rows;
  }

  private static List<InstalledAgent> installed(Control control) throws ControlException {
    try {
      return control.installed();
    } catch (ControlException refused) {
      if (refused.code() == ControlException.Code.BAD_REQUEST) {
        return List.of(); // An older window runs that cannot be asked for versions.
      }
      throw refused;
    }
  }

  private static String state(Row row) {
    InstalledAgent installed = row.installed();
    if (installed != null) {
      return installed.state().name();
    }
    AgentProfile profile = row.profile();
    return profile != null && profile.availability().ready() ? State.READY.name() : "NOT_READY";
  }

  private static String[] cells(Row row) {
    AgentProfile profile = row.profile();
    InstalledAgent installed = row.installed();
    String id = "";
    String name = "";
    String version = "-";
    String detail = "";
    if (profile != null) {
      String remedy = profile.availability().remedy();
      id = profile.id();
      name = profile.name() + (profile.scripted() ? " (scripted)" : "");
      detail = remedy == null ? profile.detail() : profile.availability().status() + ". " + remedy;
    }
    if (installed != null) {
      String remedy = installed.remedy();
      id = installed.id();
      name = installed.name();
      version = installed.version() == null ? "-" : installed.version();
      detail =
          (remedy == null ? installed.status() : remedy)
              + (installed.ageNote().isEmpty() ? "" : " · " + installed.ageNote());
    }
    return new String[] {
      id,
      Plain.line(name, 40),
      Words.agentState(state(row)),
      Plain.line(version, 24),
      Plain.line(detail, 200)
    };
  }
}
