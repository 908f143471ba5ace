package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import tools.jackson.databind.JsonNode;

/** {@code muster doctor} finds what is wrong and says what to do, and changes nothing. */
@DisabledOnOs(OS.WINDOWS)
class DoctorTest extends CliFixture {
  private Path user;

  @BeforeEach
  void makeHome() throws IOException {
    user = Files.createDirectories(temp.resolve("user"));
  }

  private record Said(int exit, String out, List<JsonNode> findings) {
    JsonNode about(String id) {
      return findings.stream()
          .filter(finding -> finding.path("id").asString().equals(id))
          .findFirst()
          .orElseThrow(() -> new AssertionError("nothing about " + id + " in " + out));
    }

    String level(String id) {
      return about(id).path("level").asString();
    }
  }

  private Said doctor() {
    Typed typed = Typed.nobody();
    int exit = muster(typed, "doctor", "--json");
    assertThat(typed.err()).isEmpty();
    return new Said(exit, typed.out(), json(typed.out()));
  }

  private void settings(String text) throws IOException {
    Files.createDirectories(folder.config());
    Files.writeString(folder.configFile(), text);
  }

  private void signedInClaude(String version) throws IOException {
    FakeAgents.script(temp.resolve("bin/claude"), "echo '" + version + " (Claude Code)'");
    Files.createDirectories(user.resolve(".claude"));
    Files.writeString(user.resolve(".claude/.credentials.json"), "{}");
  }

  private List<Path> everything() throws IOException {
    try (Stream<Path> files = Files.walk(temp)) {
      return files.sorted().toList();
    }
  }

  @Test
  void where_all_is_well_it_says_so_and_ends_with_0_and_leaves_no_trace() throws Exception {
    signedInClaude("2.1.329");
    List<Path> before = everything();

    Typed typed = Typed.nobody();
    assertThat(muster(typed, "doctor")).isZero();

    assertThat(typed.out())
        .containsPattern("(?m)^ok +git +2\\.")
        .containsPattern("(?m)^ok +Claude Code +2\\.1\\.329, signed in, .*/bin/claude$")
        .containsPattern("(?m)^note +Codex +not installed\n +→ Install it with: npm install")
        .containsPattern("(?m)^ok +Journal +none yet")
        .doesNotContain("problem ");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void every_known_agent_is_told_with_its_version_and_what_it_lacks() throws Exception {
    signedInClaude("2.1.100");
    FakeAgents.script(temp.resolve("bin/codex"), "echo codex-cli 0.169.0");
    environment.put("OPENAI_API_KEY", "key-that-must-not-show");
    Said said = doctor();

    assertThat(said.level("agent.claude")).isEqualTo("WARNING");
    assertThat(said.about("agent.claude").path("text").asString())
        .contains("2.1.100 (older than 2.1.329");
    assertThat(said.level("agent.codex")).isEqualTo("WARNING");
    assertThat(said.about("agent.codex").path("remedy").asString())
        .contains("codex login", "pass_env = [\"OPENAI_API_KEY\"]");
    assertThat(said.level("agent.gemini")).isEqualTo("NOTE");
    assertThat(said.level("provider.openai")).isEqualTo("OK");
    assertThat(said.about("provider.openai").path("text").asString()).contains("OPENAI_API_KEY");
    assertThat(said.out()).doesNotContain("key-that-must-not-show");
    assertThat(said.exit()).isZero();
  }

  @Test
  void where_no_agent_can_work_that_is_said() {
    Said said = doctor();
    assertThat(said.level("agents")).isEqualTo("WARNING");
    assertThat(said.exit()).isZero();
  }

  @Test
  void a_broken_settings_file_is_a_finding_and_the_rest_is_looked_at_all_the_same()
      throws Exception {
    settings("slots = 3\n[[agent\n");
    signedInClaude("2.1.329");
    Said said = doctor();

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.level("settings")).isEqualTo("PROBLEM");
    assertThat(said.about("settings").path("text").asString()).contains("line 2");
    assertThat(said.level("rules")).isEqualTo("PROBLEM");
    assertThat(said.level("agent.claude")).isEqualTo("OK");
    assertThat(Files.readString(folder.configFile())).isEqualTo("slots = 3\n[[agent\n");
  }

  @Test
  void what_is_set_up_and_does_not_work_is_told() throws Exception {
    settings(
        """
        [[agent]]
        id = "house"
        command = ["/no/such/agent"]

        [[agent]]
        id = "claude"
        pass_env = ["TEAM_KEY"]

        [[provider]]
        id = "router"
        api = "openai-chat"
        key_env = "ROUTER_KEY"
        """);
    signedInClaude("2.1.329");
    Said said = doctor();

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.level("agent.house")).isEqualTo("PROBLEM");
    assertThat(said.level("provider.router")).isEqualTo("WARNING");
    assertThat(said.about("provider.router").path("remedy").asString()).contains("ROUTER_KEY");
    assertThat(said.out()).contains("pass TEAM_KEY on to it, and Muster does not have it");
  }

  @Test
  void rules_that_cannot_be_read_are_told_one_that_forbids_as_a_problem() throws Exception {
    settings("rules = [\"run: npm test\", \"walk: the dog\"]\n");
    Said first = doctor();
    assertThat(first.level("rules")).isEqualTo("WARNING");
    assertThat(first.exit()).isZero();

    Path rules = Files.createDirectories(folder.data().resolve("rules"));
    Files.writeString(rules.resolve("p.rules"), "run: make\ndeny walk: the cat\n");
    Said second = doctor();
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.out()).contains("deny walk: the cat", "you are asked about everything");
  }

  @Test
  void a_data_folder_that_cannot_be_one_is_a_problem() throws Exception {
    Files.createDirectories(folder.data().getParent());
    Files.writeString(folder.data(), "a file");
    Said said = doctor();

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.level("data")).isEqualTo("PROBLEM");
    assertThat(said.about("data").path("remedy").asString()).contains(DataFolder.HOME_VARIABLE);
  }

  @Test
  void it_works_beside_a_running_muster_and_says_which_one_runs() throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(folder, environment))) {
      Said said = doctor();

      assertThat(said.about("muster").path("text").asString())
          .isEqualTo("runs as process " + ProcessHandle.current().pid());
      assertThat(said.about("journal").path("text").asString()).contains("0 sessions", "sound");
      assertThat(engine.examine().get()).anyMatch(finding -> finding.id().equals("journal"));
    }
    assertThat(doctor().about("muster").path("text").asString()).isEqualTo("does not run now");
  }

  @Test
  void a_damaged_journal_is_a_problem_with_what_to_do() throws Exception {
    Engine.open(new EngineOptions(folder, environment)).close();
    byte[] bytes = Files.readAllBytes(folder.database());
    for (int i = 4_096; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31);
    }
    Files.write(folder.database(), bytes);
    Said said = doctor();

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.level("journal")).isEqualTo("PROBLEM");
    assertThat(said.about("journal").path("text").asString()).contains("is rescued");
  }

  @Test
  void a_file_that_is_no_database_is_a_problem_too() throws Exception {
    folder.create();
    Files.writeString(folder.database(), "hello");
    assertThat(doctor().level("journal")).isEqualTo("PROBLEM");
  }

  @Test
  void worktrees_without_a_session_and_sessions_without_a_worktree_are_told() throws Exception {
    Typed run = Typed.nobody();
    muster(run, "run", "x", "--agent", "rehearsal", "--script", "look-around", "--pace", "0");
    SessionRow row = rows().getFirst();
    assertThat(row.state()).isNotEqualTo(SessionState.CLOSED);
    Said before = doctor();
    assertThat(before.level("worktrees")).isEqualTo("OK");
    assertThat(before.out()).doesNotContain("worktrees.");

    Path own = Path.of(row.worktree());
    Path orphan = Files.createDirectories(own.resolveSibling("s0000000000000"));
    Path moved = Files.createDirectories(own.resolveSibling("s1111111111111"));
    Files.writeString(moved.resolve(".git"), "gitdir: /gone/repo/.git/worktrees/x\n");
    Files.move(own, temp.resolve("elsewhere"));
    Said said = doctor();

    assertThat(said.about("worktrees.orphan").path("text").asString()).contains(orphan.toString());
    assertThat(said.about("worktrees.detached").path("text").asString()).contains("/gone/repo");
    assertThat(said.about("worktrees.missing").path("remedy").asString()).contains(row.branch());
    assertThat(said.exit()).as("nothing is lost, so nothing is a problem").isZero();
  }
}
