package dev.muster.engine;

import dev.muster.engine.session.FleetException;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.SettingsFile;
import dev.muster.engine.store.StoreException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings as they are now, and the permission rules for everywhere that stand among them. Safe
 * for any thread.
 */
final class LiveSettings implements PermissionBook.Always {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);

  private final Path path;
  private final SettingsFile file;
  private volatile List<String> problems;
  private volatile Settings now;
  private volatile boolean rulesKnown;

  /** Reads the file. Blocks for a moment. */
  LiveSettings(Path path) {
    this.path = path;
    this.file = new SettingsFile(path);
    SettingsFile.Loaded loaded = file.load();
    this.now = loaded.settings();
    this.rulesKnown = loaded.rulesKnown();
    this.problems = loaded.problems();
  }

  Settings now() {
    return now;
  }

  /** What of the file could not be used when it was last read as a whole, a sentence each. */
  List<String> problems() {
    return problems;
  }

  /** Changes the file and what holds now. Blocks on the disk. */
  synchronized Settings change(UnaryOperator<Settings> change) throws StoreException {
    Settings next = file.update(change);
    // The file may have been mended by hand since it was read.
    rulesKnown = file.load().rulesKnown();
    now = next;
    return next;
  }

  /** What was written about agents by hand holds from now on, if it can be read. Blocks. */
  synchronized void readAgentsAgain() {
    SettingsFile.Loaded again = file.load();
    problems = again.problems();
    if (again.problems().isEmpty() || again.rulesKnown()) {
      now = now.withAgents(again.settings().agents());
    }
  }

  @Override
  public List<String> rules() throws FleetException {
    if (!rulesKnown) {
      readRulesAgain();
    }
    return now.rules();
  }

  private synchronized void readRulesAgain() throws FleetException {
    SettingsFile.Loaded again = file.load();
    if (!again.rulesKnown()) {
      throw new FleetException(
          "The permission rules in the settings cannot be read, so you are asked about"
              + " everything. Mend "
              + path
              + ".");
    }
    now = now.withRules(again.settings().rules());
    rulesKnown = true;
  }

  @Override
  public void add(String rule) {
    Thread.ofVirtual()
        .name("settings")
        .start(
            () -> {
              try {
                change(s -> s.rules().contains(rule) ? s : s.withRules(and(s.rules(), rule)));
              } catch (StoreException failed) {
                LOG.error(
                    "The rule \"{}\" could not be kept; it will be asked again.", rule, failed);
              }
            });
  }

  private static List<String> and(List<String> rules, String more) {
    List<String> all = new ArrayList<>(rules);
    all.add(more);
    return all;
  }
}
