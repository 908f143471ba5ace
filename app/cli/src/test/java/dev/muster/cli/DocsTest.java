package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.policy.Rule;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the documentation says can be done, can be done. */
class DocsTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern LINK = Pattern.compile("]\\(([^)#]+)(#[^)]*)?\\)");
  private static final Pattern OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  @TempDir Path temp;

  private static String doc(String name) throws IOException {
    return Files.readString(ROOT.resolve(name));
  }

  /** The first block of this language after a heading. */
  private static String block(String text, String heading, String language) {
    int from = text.indexOf("```" + language + "\n", text.indexOf("\n" + heading + "\n"));
    int begin = text.indexOf('\n', from) + 1;
    return text.substring(begin, text.indexOf("```", begin));
  }

  @Test
  void the_settings_of_the_user_guide_are_understood_as_they_stand() throws Exception {
    Path file = temp.resolve("config.toml");
    Files.writeString(file, block(doc("docs/user-guide.md"), "## Settings", "toml"));
    SettingsFile.Loaded loaded = new SettingsFile(file).load();
    assertThat(loaded.problems()).isEmpty();
    Settings settings = loaded.settings();
    assertThat(settings.providers()).hasSize(2);
    assertThat(settings.providers().getLast().keyEnv()).isEqualTo("OPENROUTER_API_KEY");
    assertThat(settings.providers().getLast().prices()).hasSize(1);
    assertThat(settings.defaultMode()).isEqualTo(PermissionMode.EDIT);
  }

  @Test
  void the_rules_of_the_user_guide_are_rules() throws Exception {
    Path file = temp.resolve("config.toml");
    Files.writeString(file, block(doc("docs/user-guide.md"), "### Rules", "toml"));
    List<String> rules = new SettingsFile(file).load().settings().rules();
    assertThat(rules).hasSize(5);
    for (String rule : rules) {
      assertThat(Rule.parse(rule).toString()).isEqualTo(rule);
    }
  }

  @Test
  void every_option_of_run_is_documented_and_every_documented_option_exists() throws Exception {
    Typed typed = Typed.nobody();
    var run = new CommandLine(new RunCommand(null, typed.terminal(), temp, s -> {}));
    Set<String> known = new TreeSet<>();
    run.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    known.removeIf(name -> !name.startsWith("--") || Set.of("--help", "--version").contains(name));

    String text = doc("docs/command-line.md");
    String section = text.substring(text.indexOf("## `muster run`"), text.indexOf("## Beside"));
    Set<String> documented = new TreeSet<>();
    Matcher option = OPTION.matcher(section);
    while (option.find()) {
      documented.add(option.group());
    }
    documented.remove("--format");
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void every_option_of_import_is_documented_and_every_documented_option_exists() throws Exception {
    Typed typed = Typed.nobody();
    var command = new CommandLine(new ImportCommand(null, typed.terminal(), temp, s -> {}));
    Set<String> known = new TreeSet<>();
    command.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names())));
    known.removeIf(name -> !name.startsWith("--") || Set.of("--help", "--version").contains(name));

    String text = doc("docs/command-line.md");
    int from = text.indexOf("## `muster import`");
    Set<String> documented = new TreeSet<>();
    Matcher option = OPTION.matcher(text.substring(from, text.indexOf("\n## ", from)));
    while (option.find()) {
      documented.add(option.group());
    }
    documented.remove("--all");
    assertThat(documented).isEqualTo(known);
  }

  @Test
  void links_between_the_documents_lead_somewhere() throws Exception {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page));
      while (link.find()) {
        String to = link.group(1);
        boolean picture = to.endsWith(".png");
        if (!to.contains("://") && !picture && !Files.exists(page.resolveSibling(to))) {
          broken.add(ROOT.relativize(page) + " -> " + to);
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      List<Path> pages =
          docs.filter(file -> file.toString().endsWith(".md")).collect(Collectors.toList());
      pages.add(ROOT.resolve("README.md"));
      return pages;
    }
  }
}
