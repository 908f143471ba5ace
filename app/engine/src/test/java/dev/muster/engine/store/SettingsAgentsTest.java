package dev.muster.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Settings.AgentKind;
import dev.muster.engine.store.SettingsFile.Loaded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@code config.toml} says of agents: read, refused where it must be, and changed with care.
 */
class SettingsAgentsTest {
  private static final String HAND_WRITTEN =
      """
      slots = 3

      # the one from work
      [[agent]]
      id = "claude"              # Claude Code
      pass_env = ["ANTHROPIC_API_KEY"]   # the key of the team
      colour = "blue"

        [agent.env]
        CLAUDE_CODE_MAX_RETRIES = "3"

      [[agent]]
      id = "house"
      name = "House agent"
      kind = "acp"
      command = ["/opt/house/agent", "--acp"]
      enabled = false

      [window]
      width = 1860
      """;

  /** What looks like a key of a service, and is none. */
  private static final String KEY = "sk-" + "abcde12345".repeat(3);

  @TempDir Path folder;
  private Path file;
  private SettingsFile settings;

  @BeforeEach
  void named() {
    file = folder.resolve("config.toml");
    settings = new SettingsFile(file);
  }

  private Loaded load(String text) throws IOException {
    Files.writeString(file, text);
    return settings.load();
  }

  @Test
  void agents_are_read() throws IOException {
    Loaded loaded = load(HAND_WRITTEN);

    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.settings().agents())
        .containsExactly(
            new AgentEntry(
                "claude",
                null,
                null,
                List.of(),
                List.of("ANTHROPIC_API_KEY"),
                Map.of("CLAUDE_CODE_MAX_RETRIES", "3"),
                true),
            new AgentEntry(
                "house",
                "House agent",
                AgentKind.ACP,
                List.of("/opt/house/agent", "--acp"),
                List.of(),
                Map.of(),
                false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name = "X"                          | agent 1, id must be given
          id = "Big One"                      | agent 1, id must be given
          id = "x"; kind = "telnet"           | kind must be one of claude, codex, acp
          id = "x"; command = "agent --acp"   | command must be a list of texts
          id = "x"; command = ["bin/agent"]   | command must begin with the name of a program
          id = "x"; command = ["./agent"]     | command must begin with the name of a program
          id = "x"; command = ["a", "b\\u0000"] | command must not hold a NUL character
          id = "x"; pass_env = ["A B"]        | pass_env must be names of environment variables
          id = "x"; env = { A = 3 }           | env must give texts to names of environment
          id = "x"; enabled = "no"            | enabled must be true or false
          """)
  void what_cannot_be_used_is_told_with_its_line_and_the_agent_is_left_out(
      String body, String sentence) throws IOException {
    Loaded loaded = load("slots = 2\n\n[[agent]]\n" + body.replace("; ", "\n") + "\n");

    assertThat(loaded.settings().agents()).isEmpty();
    assertThat(loaded.settings().slots()).isEqualTo(2);
    assertThat(loaded.problems()).first().asString().startsWith("config.toml, line ");
    assertThat(loaded.problems().getFirst()).contains(sentence);
    assertThat(loaded.problems().getLast()).contains("is left out until that is mended");
  }

  @Test
  void an_id_that_is_there_twice_is_told_and_the_first_one_is_used() throws IOException {
    Loaded loaded =
        load(
            "[[agent]]\nid = \"x\"\ncommand = [\"a\"]\n[[agent]]\nid = \"x\"\ncommand = [\"b\"]\n");

    assertThat(loaded.settings().agents()).hasSize(1);
    assertThat(loaded.settings().agents().getFirst().command()).containsExactly("a");
    assertThat(loaded.problems()).singleElement().asString().contains("is there twice");
  }

  @ParameterizedTest
  @CsvSource({"ANTHROPIC_API_KEY, plain-words", "OTHER_NAME, key-shaped", "GITHUB_TOKEN, x"})
  void a_key_in_the_environment_of_an_agent_is_refused_and_never_repeated(String name, String value)
      throws IOException {
    String written = value.equals("key-shaped") ? KEY : value;
    Loaded loaded = load("[[agent]]\nid = \"x\"\nenv = { %s = \"%s\" }\n".formatted(name, written));

    assertThat(loaded.settings().agents()).isEmpty();
    assertThat(loaded.problems().getFirst())
        .startsWith("config.toml, line 3: agent.env." + name + " holds a key")
        .contains("name the variable in pass_env instead")
        .doesNotContain(written);
  }

  @Test
  void a_key_in_a_command_is_refused_too() throws IOException {
    Loaded loaded = load("[[agent]]\nid = \"x\"\ncommand = [\"a\", \"%s\"]\n".formatted(KEY));

    assertThat(loaded.settings().agents()).isEmpty();
    assertThat(loaded.problems().getFirst()).contains("name the variable in pass_env instead");
  }

  @Test
  void a_change_of_one_agent_leaves_comments_and_unknown_keys_and_the_others_as_they_are()
      throws Exception {
    load(HAND_WRITTEN);

    settings.update(s -> s.withAgentEnabled("house", true).withAgentEnabled("claude", false));

    assertThat(Files.readString(file))
        .isEqualTo(
            HAND_WRITTEN
                .replace("enabled = false", "enabled = true")
                .replace("colour = \"blue\"\n", "colour = \"blue\"\nenabled = false\n"));
    assertThat(settings.load().problems()).isEmpty();
  }

  @Test
  void an_agent_is_added_behind_what_is_there_and_read_back_as_it_was() throws Exception {
    load(HAND_WRITTEN);
    AgentEntry added =
        new AgentEntry(
            "other",
            "The \"other\" one",
            AgentKind.ACP,
            List.of("~/bin/other", "--say", "two words"),
            List.of("HOUSE_REGION"),
            Map.of("B", "2", "A", "C:\\x"),
            true);

    Settings now = settings.update(s -> s.withAgent(added));

    assertThat(now.agents()).last().isEqualTo(added);
    assertThat(settings.load().settings().agents()).isEqualTo(now.agents());
    assertThat(Files.readString(file))
        .startsWith(HAND_WRITTEN)
        .contains("env = { A = \"C:\\\\x\", B = \"2\" }");
  }

  @Test
  void everything_of_an_agent_can_be_changed_and_an_agent_taken_out() throws Exception {
    load(HAND_WRITTEN);
    AgentEntry changed =
        new AgentEntry(
            "claude",
            "Claude",
            AgentKind.CLAUDE,
            List.of("/opt/claude"),
            List.of(),
            Map.of("X", "1"),
            true);

    settings.update(s -> s.withAgents(List.of(changed)));

    assertThat(settings.load().settings().agents()).containsExactly(changed);
    assertThat(Files.readString(file))
        .contains("# the one from work", "# Claude Code", "colour = \"blue\"", "[window]")
        .doesNotContain("house", "MAX_RETRIES", "pass_env");
  }

  @Test
  void the_first_agent_is_written_into_a_new_file() throws Exception {
    settings.update(s -> s.withAgentEnabled("gemini", false));

    assertThat(Files.readString(file)).contains("[[agent]]\nid = \"gemini\"\nenabled = false\n");
    assertThat(settings.load().settings().agent("gemini")).get().matches(a -> !a.enabled());
  }

  @Test
  void a_key_is_not_written_either() throws Exception {
    load(HAND_WRITTEN);
    AgentEntry bad =
        new AgentEntry(
            "bad", null, null, List.of("a"), List.of(), Map.of("MY_TOKEN", "hush"), true);

    assertThatThrownBy(() -> settings.update(s -> s.withAgent(bad)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("name the variable in pass_env instead");
    assertThat(Files.readString(file)).isEqualTo(HAND_WRITTEN);
  }

  @Test
  void what_stands_in_a_form_that_cannot_be_changed_safely_is_left_alone() throws Exception {
    String inline = "agent = [{ id = \"house\", command = [\"a\"] }]\n";
    load(inline);

    assertThatThrownBy(() -> settings.update(s -> s.withAgentEnabled("house", false)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("change it there by hand");
    assertThat(Files.readString(file)).isEqualTo(inline);
  }
}
