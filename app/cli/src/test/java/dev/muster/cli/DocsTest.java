package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.acp.AcpAgent;
import dev.muster.engine.agent.claude.ClaudeAgent;
import dev.muster.engine.agent.codex.CodexAgent;
import dev.muster.engine.agent.found.KnownAgent;
import dev.muster.engine.agent.found.KnownAgent.Speaks;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.policy.Rule;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.SettingsFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  void the_settings_of_the_agents_page_are_understood_as_they_stand() throws Exception {
    Path file = temp.resolve("config.toml");
    Files.writeString(file, block(doc("docs/agents.md"), "## Settings", "toml"));
    SettingsFile.Loaded loaded = new SettingsFile(file).load();
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.settings().agents())
        .extracting(Settings.AgentEntry::id)
        .containsExactly("claude", "codex", "claude-work", "goose", "gemini");
  }

  @Test
  void every_agent_that_is_known_is_documented_with_its_version_and_its_commands()
      throws Exception {
    String page = doc("docs/agents.md");
    for (KnownAgent agent : KnownAgent.ALL) {
      String row =
          page.lines()
              .filter(line -> line.startsWith("| " + agent.name() + " | `" + agent.id() + "`"))
              .findFirst()
              .orElseThrow(() -> new AssertionError(agent.name() + " has no row"));
      assertThat(row).contains("| " + agent.tested() + " |", "`" + agent.install() + "`");
      for (String part : agent.login().split(", then ")) {
        assertThat(row).contains("`" + part + "`");
      }
    }
  }

  @Test
  void what_the_page_says_an_agent_can_do_is_what_its_profile_says() throws Exception {
    List<String> lines = doc("docs/agents.md").lines().toList();
    List<String> heads = cells(line(lines, "| | Claude Code |"));
    try (LocalHost host = new LocalHost()) {
      for (int column = 1; column < heads.size(); column++) {
        AgentProfile profile = profile(heads.get(column), host);
        assertSays(lines, "takes a word in", column, profile.steers());
        assertSays(lines, "goes on after a crash", column, profile.resumes());
        assertSays(lines, "asks you questions", column, profile.asks());
        assertSays(lines, "tells or lets reckon", column, profile.reportsCost());
        assertSays(lines, "pictures", column, profile.images());
        assertSays(lines, "effort can be", column, !profile.efforts().isEmpty());
        assertSays(lines, "goes on in another", column, profile.forks());
        assertSays(lines, "goes back in its", column, profile.rewinds());
      }
    }
  }

  private static AgentProfile profile(String name, Host host) {
    KnownAgent known =
        KnownAgent.ALL.stream().filter(one -> one.name().equals(name)).findFirst().orElse(null);
    String program = known == null ? "other" : known.program();
    var command =
        new AgentCommand(
            program, name, List.of("/bin/" + program), Map.of(), null, Availability.yes(""));
    return switch (known == null ? Speaks.ACP : known.speaks()) {
      case CLAUDE -> new ClaudeAgent(command, host).profile();
      case CODEX -> new CodexAgent(command, host).profile();
      case ACP -> new AcpAgent(command, host).profile();
    };
  }

  private static void assertSays(List<String> lines, String what, int column, boolean can) {
    String row = line(lines, "| " + what);
    assertThat(cells(row).get(column)).as("column " + column + " of: " + row).isEqualTo(yes(can));
  }

  private static String yes(boolean can) {
    return can ? "yes" : "no";
  }

  private static String line(List<String> lines, String start) {
    return lines.stream().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
  }

  private static List<String> cells(String row) {
    return Stream.of(row.substring(1, row.lastIndexOf('|')).split("\\|"))
        .map(String::strip)
        .toList();
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
  void every_option_of_rewind_is_documented_and_every_documented_option_exists() throws Exception {
    Typed typed = Typed.nobody();
    var command = new CommandLine(new RewindCommand(null, typed.terminal(), Clock.systemUTC()));
    Set<String> known = new TreeSet<>();
    command.getCommandSpec().options().forEach(o -> known.addAll(List.of(o.names())));
    known.removeIf(name -> !name.startsWith("--") || Set.of("--help", "--version").contains(name));

    String text = doc("docs/command-line.md");
    int from = text.indexOf("## `muster rewind`");
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
