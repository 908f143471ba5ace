package dev.muster.engine.doctor;

import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.policy.Rule;
import dev.muster.engine.policy.RuleFormatException;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.SettingsFile.Loaded;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** The settings file, the permission rules, and the model services with the names of their keys. */
final class SettingsChecks {
  private final DataFolder folder;
  private final Map<String, String> environment;
  private final Loaded settings;
  private int rules;

  SettingsChecks(DataFolder folder, Map<String, String> environment, Loaded settings) {
    this.folder = folder;
    this.environment = environment;
    this.settings = settings;
  }

  /** Whether a model service can be used. */
  boolean run(Consumer<Finding> tell) {
    file(tell);
    rules(tell);
    return providers(tell);
  }

  private void file(Consumer<Finding> tell) {
    Path file = folder.configFile();
    if (settings.problems().isEmpty()) {
      tell.accept(
          Finding.ok(
              "settings",
              "Settings",
              Files.exists(file) ? file.toString() : "no file yet, defaults hold"));
    }
    for (String problem : settings.problems()) {
      tell.accept(Finding.problem("settings", "Settings", problem, "Mend it in " + file + "."));
    }
  }

  private void rules(Consumer<Finding> tell) {
    List<Finding> amiss = new ArrayList<>();
    if (!settings.rulesKnown()) {
      amiss.add(
          Finding.problem(
              "rules",
              "Rules",
              "those in the settings cannot be read, so you are asked about everything",
              "Mend " + folder.configFile() + "."));
    }
    check(settings.settings().rules(), folder.configFile(), amiss);
    Path ofProjects = folder.data().resolve("rules");
    if (Files.isDirectory(ofProjects)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(ofProjects, "*.rules")) {
        for (Path file : files) {
          check(Files.readAllLines(file), file, amiss);
        }
      } catch (IOException failed) {
        amiss.add(
            Finding.problem(
                "rules",
                "Rules",
                "those of a project cannot be read, so you are asked about everything there: "
                    + failed.getMessage(),
                "Mend or remove it in " + ofProjects + "."));
      }
    }
    if (amiss.isEmpty()) {
      tell.accept(Finding.ok("rules", "Rules", rules + (rules == 1 ? " rule" : " rules")));
    }
    amiss.forEach(tell);
  }

  private void check(List<String> lines, Path file, List<Finding> amiss) {
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      try {
        Rule.parse(line);
        rules++;
      } catch (RuleFormatException bad) {
        boolean forbids = line.strip().toLowerCase(Locale.ROOT).startsWith("deny");
        String text = "“" + line.strip() + "” is no rule";
        String remedy = bad.sentence() + " It stands in " + file + ".";
        amiss.add(
            forbids
                ? Finding.problem(
                    "rules", "Rules", text + ", so you are asked about everything", remedy)
                : Finding.warning("rules", "Rules", text + " and is passed over", remedy));
      }
    }
  }

  private boolean providers(Consumer<Finding> tell) {
    SystemKeychain keychain = new SystemKeychain(environment, System.getProperty("os.name", ""));
    Providers providers =
        Providers.fromEnvironment(
            environment,
            ModelSettings.of(settings.settings()),
            new KeyLookup(environment, keychain));
    List<String> configured =
        settings.settings().providers().stream().map(Settings.Provider::id).toList();
    for (Providers.Entry entry : providers.all()) {
      String id = "provider." + entry.config().id();
      String about = "Muster agent · " + entry.config().label();
      String remedy = entry.remedy();
      if (entry.ready()) {
        tell.accept(Finding.ok(id, about, entry.status()));
      } else if (configured.contains(entry.config().id())) {
        tell.accept(
            Finding.warning(
                id, about, entry.status(), remedy == null ? "Mend its settings." : remedy));
      } else {
        tell.accept(Finding.note(id, about, "not set up: " + entry.status(), remedy));
      }
    }
    for (String problem : providers.problems()) {
      tell.accept(
          Finding.problem("provider", "Model services", problem, "Correct it in the settings."));
    }
    boolean needed =
        settings.settings().providers().stream().anyMatch(p -> p.keyKeychain() != null);
    if (keychain.available()) {
      tell.accept(Finding.ok("keychain", "Keychain", "the system's can be asked"));
    } else if (needed) {
      tell.accept(
          Finding.warning(
              "keychain",
              "Keychain",
              "the settings name an entry of it, and the tool to ask it is not installed",
              "Install it (Debian: libsecret-tools), or name a variable with key_env."));
    } else {
      tell.accept(Finding.note("keychain", "Keychain", "no tool to ask it; not needed", null));
    }
    return providers.all().stream().anyMatch(Providers.Entry::ready);
  }
}
