package dev.muster.engine.agent.found;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.found.AgentFinder.Found;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.agent.found.KnownAgent.Speaks;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Settings.AgentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Agents are found, and told apart from those that lack something; programs are shell scripts. */
@DisabledOnOs(OS.WINDOWS)
class AgentFinderTest {
  @TempDir Path temp;
  private Path home;
  private Path bin;
  private final Map<String, String> environment = new HashMap<>();
  private final LocalHost host = new LocalHost();
  private AgentFinder finder;

  @BeforeEach
  void makeHome() throws IOException {
    home = Files.createDirectories(temp.resolve("home"));
    bin = Files.createDirectories(temp.resolve("bin"));
    // The shell's own folder holds none of these programs under a test's control, so it is not
    // searched; the scripts name their shell by its path.
    environment.put("PATH", bin.toString());
    environment.put("HOME", home.toString());
    finder = finder(Duration.ofSeconds(30));
  }

  @AfterEach
  void close() {
    host.close();
  }

  private AgentFinder finder(Duration answers) {
    return new AgentFinder(environment, home, host, answers, List.of());
  }

  private static Path script(Path file, String body) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + body);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private Path program(String name, String version) throws IOException {
    return script(bin.resolve(name), "echo \"" + name + " " + version + "\"\n");
  }

  private void signInToClaude() throws IOException {
    Files.createDirectories(home.resolve(".claude"));
    Files.writeString(home.resolve(".claude/.credentials.json"), "{}");
  }

  private static Settings with(AgentEntry... entries) {
    return Settings.DEFAULTS.withAgents(List.of(entries));
  }

  private static AgentEntry entry(String id, List<String> command) {
    return new AgentEntry(id, null, null, command, List.of(), Map.of(), true);
  }

  private InstalledAgent told(Settings settings, String id) {
    return finder.survey(settings).stream()
        .filter(agent -> agent.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private Found found(Settings settings, String id) {
    return finder.look(settings).stream()
        .filter(agent -> agent.command().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private String versionOf(String id) {
    finder.versions(finder.look(Settings.DEFAULTS));
    return told(Settings.DEFAULTS, id).version();
  }

  // ---- what is there --------------------------------------------------------------------------

  @Test
  void all_known_agents_are_told_also_when_none_is_installed_each_with_what_installs_it() {
    List<InstalledAgent> all = finder.survey(Settings.DEFAULTS);

    assertThat(all)
        .extracting(InstalledAgent::id)
        .containsExactly("claude", "codex", "opencode", "gemini", "qwen");
    assertThat(all).allMatch(agent -> agent.state() == State.MISSING && agent.program() == null);
    assertThat(told(Settings.DEFAULTS, "codex").remedy())
        .isEqualTo("Install it with: npm install -g @openai/codex");
    assertThat(finder.look(Settings.DEFAULTS))
        .noneMatch(one -> one.command().availability().ready());
  }

  @Test
  void an_agent_on_the_search_path_is_found_and_started_by_its_whole_path() throws IOException {
    Path codex = program("codex", "0.169.0");
    Files.createDirectories(home.resolve(".codex"));
    Files.writeString(home.resolve(".codex/auth.json"), "{}");

    Found found = found(Settings.DEFAULTS, "codex");

    assertThat(found.command().argv()).containsExactly(codex.toString(), "app-server");
    assertThat(found.command().availability().ready()).isTrue();
    assertThat(found.command().availability().status()).isEqualTo("signed in");
    assertThat(told(Settings.DEFAULTS, "codex").state()).isEqualTo(State.READY);
  }

  @Test
  void a_program_is_found_where_package_managers_put_it_although_the_desktop_has_no_such_path()
      throws IOException {
    Path local = script(home.resolve(".local/bin/claude"), "");
    Path node = script(home.resolve(".nvm/versions/node/v22.1.0/bin/codex"), "");
    script(home.resolve(".nvm/versions/node/v9.9.9/bin/codex"), "");
    script(home.resolve(".nvm/versions/node/current-thing/bin/codex"), "");

    assertThat(told(Settings.DEFAULTS, "claude").program()).isEqualTo(local.toString());
    assertThat(told(Settings.DEFAULTS, "codex").program()).isEqualTo(node.toString());
    assertThat(found(Settings.DEFAULTS, "codex").command().env().get("PATH"))
        .contains(node.getParent().toString());
  }

  @Test
  void where_folders_are_named_for_agents_they_are_looked_for_nowhere_else() throws IOException {
    program("claude", "2.1.329");
    Path other = script(temp.resolve("agents/codex"), "");
    environment.put("MUSTER_AGENT_PATH", other.getParent().toString());

    assertThat(told(Settings.DEFAULTS, "claude").state()).isEqualTo(State.MISSING);
    assertThat(told(Settings.DEFAULTS, "codex").program()).isEqualTo(other.toString());
    assertThat(found(Settings.DEFAULTS, "codex").command().env().get("PATH"))
        .as("what the agent itself starts is found as ever")
        .startsWith(other.getParent().toString())
        .contains(bin.toString());
  }

  @Test
  void a_file_that_cannot_be_executed_and_a_folder_are_no_programs() throws IOException {
    Files.writeString(bin.resolve("claude"), "#!/bin/sh\n");
    Files.createDirectories(bin.resolve("codex"));
    environment.put("PATH", "relative:" + bin);

    assertThat(told(Settings.DEFAULTS, "claude").state()).isEqualTo(State.MISSING);
    assertThat(told(Settings.DEFAULTS, "codex").state()).isEqualTo(State.MISSING);
  }

  @Test
  void an_agent_that_is_not_signed_in_is_told_apart_from_a_missing_one_with_what_signs_it_in()
      throws IOException {
    program("claude", "2.1.329");
    program("codex", "0.169.0");

    InstalledAgent claude = told(Settings.DEFAULTS, "claude");
    assertThat(claude.state()).isEqualTo(State.NOT_SIGNED_IN);
    assertThat(claude.status()).isEqualTo("not signed in");
    assertThat(claude.remedy()).isEqualTo("Sign in with: claude, then /login.");
    assertThat(told(Settings.DEFAULTS, "codex").remedy()).contains("codex login");
    assertThat(found(Settings.DEFAULTS, "claude").command().availability().ready()).isFalse();

    signInToClaude();
    assertThat(told(Settings.DEFAULTS, "claude").state()).isEqualTo(State.READY);
  }

  @Test
  void a_key_of_muster_that_would_sign_it_in_is_named_but_never_shown() throws IOException {
    program("claude", "2.1.329");
    environment.put("ANTHROPIC_API_KEY", "not-to-be-seen");

    InstalledAgent claude = told(Settings.DEFAULTS, "claude");

    assertThat(claude.state()).isEqualTo(State.NOT_SIGNED_IN);
    assertThat(claude.remedy()).contains("pass_env = [\"ANTHROPIC_API_KEY\"]");
    assertThat(claude.toString()).doesNotContain("not-to-be-seen");
  }

  @Test
  void what_cannot_be_told_is_not_called_signed_in_and_does_not_keep_an_agent_from_working()
      throws IOException {
    program("claude", "2.1.329");
    program("gemini", "0.61.0");
    program("opencode", "1.18.33");
    Files.createDirectories(home.resolve(".claude"));
    Files.writeString(home.resolve(".claude/settings.json"), "{\"apiKeyHelper\": \"vault\"}");
    Files.createDirectories(home.resolve(".local/share/opencode"));
    Files.writeString(home.resolve(".local/share/opencode/auth.json"), "{}");

    for (String id : List.of("claude", "gemini")) {
      assertThat(told(Settings.DEFAULTS, id).state()).isEqualTo(State.READY);
      assertThat(told(Settings.DEFAULTS, id).status()).isEqualTo("sign-in not known");
    }
    assertThat(told(Settings.DEFAULTS, "opencode").status()).isEqualTo("signed in");
  }

  @Test
  void codex_with_a_provider_of_its_own_needs_no_sign_in() throws IOException {
    program("codex", "0.169.0");
    Files.createDirectories(home.resolve(".codex"));
    Files.writeString(home.resolve(".codex/config.toml"), "model_provider = \"local\"\n");

    assertThat(told(Settings.DEFAULTS, "codex").state()).isEqualTo(State.READY);
  }

  @Test
  void a_key_that_claude_got_from_the_console_counts_as_signed_in() throws IOException {
    program("claude", "2.1.329");
    Files.writeString(home.resolve(".claude.json"), "{\"primaryApiKey\": \"x\"}");

    assertThat(told(Settings.DEFAULTS, "claude").status()).isEqualTo("signed in");
  }

  // ---- versions -------------------------------------------------------------------------------

  @Test
  void a_version_is_asked_once_and_again_only_when_the_file_has_changed() throws IOException {
    Path asked = temp.resolve("asked");
    Path claude =
        script(bin.resolve("claude"), "echo x >> '" + asked + "'\necho '2.1.300 (Claude Code)'\n");

    assertThat(told(Settings.DEFAULTS, "claude").version()).isNull();
    assertThat(finder.versions(finder.look(Settings.DEFAULTS))).isTrue();
    assertThat(told(Settings.DEFAULTS, "claude").version()).isEqualTo("2.1.300");
    assertThat(finder.versions(finder.look(Settings.DEFAULTS))).isFalse();
    assertThat(Files.readAllLines(asked)).hasSize(1);

    script(claude, "echo x >> '" + asked + "'\necho 2.1.400\n");
    Files.setLastModifiedTime(claude, FileTime.from(Instant.now().plusSeconds(60)));

    assertThat(finder.versions(finder.look(Settings.DEFAULTS))).isTrue();
    assertThat(told(Settings.DEFAULTS, "claude").version()).isEqualTo("2.1.400");
    assertThat(Files.readAllLines(asked)).hasSize(2);
  }

  @Test
  void a_program_that_hangs_when_asked_for_its_version_is_given_up_and_is_still_there()
      throws IOException {
    signInToClaude();
    script(bin.resolve("claude"), "while :; do read -r never </dev/zero || :; done\n");
    program("codex", "0.169.0");
    finder = finder(Duration.ofMillis(500));

    finder.versions(finder.look(Settings.DEFAULTS));

    assertThat(told(Settings.DEFAULTS, "claude").version()).isNull();
    assertThat(told(Settings.DEFAULTS, "claude").state()).isEqualTo(State.READY);
    assertThat(finder.versions(finder.look(Settings.DEFAULTS)))
        .as("what did not answer is not asked again and again")
        .isFalse();
  }

  @Test
  void a_program_that_tells_no_version_or_fails_has_none() throws IOException {
    script(bin.resolve("claude"), "echo 'no idea'; exit 3\n");
    assertThat(versionOf("claude")).isNull();
    assertThat(told(Settings.DEFAULTS, "claude").age()).isEqualTo(Age.UNKNOWN);
  }

  @Test
  void a_version_is_compared_with_the_tested_one_by_its_numbers() throws IOException {
    program("claude", "2.1.99");
    program("codex", "0.169.0-beta.3");
    program("opencode", "10.0.0");
    finder.versions(finder.look(Settings.DEFAULTS));

    assertThat(told(Settings.DEFAULTS, "claude").age()).isEqualTo(Age.OLDER);
    assertThat(told(Settings.DEFAULTS, "claude").ageNote())
        .isEqualTo("older than 2.1.329, which Muster was tested with");
    assertThat(told(Settings.DEFAULTS, "codex").age()).isEqualTo(Age.SAME);
    assertThat(told(Settings.DEFAULTS, "opencode").age()).isEqualTo(Age.NEWER);
  }

  @Test
  void a_program_that_is_not_the_agent_itself_is_not_started_to_look_at_it() throws IOException {
    Path ran = temp.resolve("ran");
    script(bin.resolve("npx"), "touch '" + ran + "'\necho 11.0.0\n");
    script(bin.resolve("house-agent"), "touch '" + ran + "'\necho 1.2.3\n");
    Settings settings =
        with(
            entry("gemini", List.of("npx", "-y", "@google/gemini-cli", "--acp")),
            AgentEntry.acp("house", null, List.of("house-agent", "--acp")));

    finder.versions(finder.look(settings));

    assertThat(ran).doesNotExist();
    assertThat(told(settings, "gemini").version()).isNull();
    assertThat(told(settings, "gemini").state()).isEqualTo(State.READY);
  }

  // ---- what the settings say ------------------------------------------------------------------

  @Test
  void another_agent_is_known_by_a_name_and_a_command() throws IOException {
    Path house = script(bin.resolve("house-agent"), "");
    Settings settings =
        with(AgentEntry.acp("house", "House agent", List.of("house-agent", "--acp", "-v")));

    InstalledAgent told = told(settings, "house");

    assertThat(told.name()).isEqualTo("House agent");
    assertThat(told.speaks()).isEqualTo(Speaks.ACP);
    assertThat(told.known()).isFalse();
    assertThat(told.state()).isEqualTo(State.READY);
    assertThat(told.command()).containsExactly(house.toString(), "--acp", "-v");
    assertThat(told.tested()).isNull();
    assertThat(finder.look(settings)).hasSize(KnownAgent.ALL.size() + 1);
  }

  @Test
  void a_configured_command_that_is_not_there_is_said_with_what_mends_it() {
    Settings settings =
        with(
            AgentEntry.acp("house", null, List.of("/no/such/agent", "--acp")),
            AgentEntry.acp("empty", null, List.of()),
            AgentEntry.acp("relative", null, List.of("bin/agent")));

    assertThat(told(settings, "house").status()).isEqualTo("/no/such/agent is not there");
    assertThat(told(settings, "house").remedy()).contains("settings");
    assertThat(told(settings, "empty").status()).isEqualTo("no command is given");
    assertThat(told(settings, "relative").state()).isEqualTo(State.MISSING);
  }

  @Test
  void a_known_agent_in_another_place_gets_its_arguments_unless_they_are_given()
      throws IOException {
    Path other = script(home.resolve("builds/codex-next"), "echo codex-cli 0.170.0\n");
    Settings alone = with(entry("codex", List.of("~/builds/codex-next")));
    Settings whole = with(entry("codex", List.of(other.toString(), "app-server", "-c", "x=1")));

    assertThat(found(alone, "codex").command().argv())
        .containsExactly(other.toString(), "app-server");
    assertThat(found(whole, "codex").command().argv())
        .containsExactly(other.toString(), "app-server", "-c", "x=1");
    finder.versions(finder.look(alone));
    assertThat(told(alone, "codex").version()).isEqualTo("0.170.0");
  }

  @Test
  void a_second_account_of_an_agent_is_an_agent_of_its_own() throws IOException {
    Path claude = program("claude", "2.1.329");
    signInToClaude();
    Path work = Files.createDirectories(temp.resolve("work"));
    Settings settings =
        with(
            new AgentEntry(
                "claude-work",
                "Claude at work",
                AgentKind.CLAUDE,
                List.of(),
                List.of(),
                Map.of("CLAUDE_CONFIG_DIR", work.toString()),
                true));

    assertThat(found(settings, "claude-work").command().argv()).containsExactly(claude.toString());
    assertThat(told(settings, "claude").state()).isEqualTo(State.READY);
    assertThat(told(settings, "claude-work").state()).isEqualTo(State.NOT_SIGNED_IN);

    Files.writeString(work.resolve(".credentials.json"), "{}");
    assertThat(told(settings, "claude-work").state()).isEqualTo(State.READY);
  }

  @Test
  void an_agent_that_is_left_out_is_not_offered_but_still_told() throws IOException {
    program("codex", "0.169.0");
    Settings settings = Settings.DEFAULTS.withAgentEnabled("codex", false);

    assertThat(finder.look(settings)).noneMatch(one -> one.command().id().equals("codex"));
    assertThat(told(settings, "codex").state()).isEqualTo(State.OFF);
    assertThat(told(settings, "codex").program()).endsWith("/codex");

    Settings again = settings.withAgentEnabled("codex", true);
    assertThat(finder.look(again)).anyMatch(one -> one.command().id().equals("codex"));
  }

  // ---- what it is handed down -----------------------------------------------------------------

  @Test
  void nothing_secret_and_nothing_that_decides_on_the_account_is_handed_down() throws IOException {
    program("claude", "2.1.329");
    environment.put("ANTHROPIC_API_KEY", "secret-a");
    environment.put("ANTHROPIC_BASE_URL", "http://elsewhere");
    environment.put("CLAUDE_CONFIG_DIR", "/elsewhere");
    environment.put("AWS_SECRET_ACCESS_KEY", "secret-b");
    environment.put("GITHUB_TOKEN", "secret-c");
    environment.put("SSH_AUTH_SOCK", "/run/agent");
    environment.put("LANG", "de_DE.UTF-8");

    Map<String, String> env = found(Settings.DEFAULTS, "claude").command().env();

    assertThat(env).containsKeys("PATH", "HOME", "LANG");
    assertThat(env)
        .doesNotContainKeys(
            "ANTHROPIC_API_KEY",
            "ANTHROPIC_BASE_URL",
            "CLAUDE_CONFIG_DIR",
            "AWS_SECRET_ACCESS_KEY",
            "GITHUB_TOKEN",
            "SSH_AUTH_SOCK");
  }

  @Test
  void what_the_user_names_for_an_agent_is_handed_down_to_it_and_to_no_other() throws IOException {
    program("claude", "2.1.329");
    program("codex", "0.169.0");
    environment.put("ANTHROPIC_API_KEY", "secret-a");
    Settings settings =
        with(
            new AgentEntry(
                "claude",
                null,
                null,
                List.of(),
                List.of("ANTHROPIC_API_KEY", "NOT_SET_HERE"),
                Map.of("CLAUDE_CODE_MAX_RETRIES", "3"),
                true));

    Found claude = found(settings, "claude");

    assertThat(claude.command().env())
        .containsEntry("ANTHROPIC_API_KEY", "secret-a")
        .containsEntry("CLAUDE_CODE_MAX_RETRIES", "3");
    assertThat(claude.command().availability().status()).isEqualTo("with a key you pass on");
    assertThat(claude.toString()).doesNotContain("secret-a");
    assertThat(found(settings, "codex").command().env()).doesNotContainKey("ANTHROPIC_API_KEY");
    assertThat(told(settings, "claude").unset()).containsExactly("NOT_SET_HERE");
  }

  @Test
  void a_program_sees_exactly_that_environment_when_it_is_asked_for_its_version() throws Exception {
    Path seen = temp.resolve("seen");
    environment.put("GITHUB_TOKEN", "secret-c");
    script(bin.resolve("claude"), "export -p > '" + seen + "'\necho 2.1.329\n");

    assertThat(versionOf("claude")).isEqualTo("2.1.329");
    assertThat(Files.readString(seen)).contains("HOME=").doesNotContain("secret-c");
  }
}
