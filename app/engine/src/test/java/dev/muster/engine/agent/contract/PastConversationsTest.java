package dev.muster.engine.agent.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.host.Environments;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SessionRow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real programs write down without Muster can be imported, and again when it has grown.
 */
@Tag("real-agents")
class PastConversationsTest {
  @TempDir Path temp;
  private final ScriptedModelServer model = ScriptedModelServer.start();
  private final Map<String, String> env = new HashMap<>(Environments.scrubbed());
  private TestRepository repository;

  @BeforeEach
  void makeRepository() throws Exception {
    repository = new TestRepository(temp.resolve("shop"));
    repository.write("README.md", "# Shop\n");
    repository.commit("Begin");
    env.put("HOME", Files.createDirectories(temp.resolve("home")).toString());
    env.put("TMPDIR", Files.createDirectories(temp.resolve("tmp")).toString());
  }

  @AfterEach
  void close() {
    model.close();
    repository.close();
  }

  @Test
  void claude_codes_own_conversation_is_imported_and_brought_up_to_date() throws Exception {
    model.respond(new Play(new ClaudeContractTest().tools())::answer);
    env.put("ANTHROPIC_BASE_URL", model.anthropicBaseUrl());
    env.put("ANTHROPIC_API_KEY", "sk-test");
    env.put("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1");
    run(Installed.program("claude"), "-p", "play:command", "--allowedTools", "Bash");
    check(
        "Claude Code",
        () -> run(Installed.program("claude"), "-p", "--continue", "play:hello again"));
  }

  @Test
  void codexs_own_conversation_is_imported_and_brought_up_to_date() throws Exception {
    model.respond(new Play(new CodexTools())::answer);
    Path settings = Files.createDirectories(temp.resolve("home/.codex"));
    Files.writeString(settings.resolve("config.toml"), CodexTools.settings(model));
    env.put("CODEX_HOME", settings.toString());
    env.put("SCRIPTED_KEY", "sk-test");
    run(Installed.program("codex"), "exec", "play:command");
    check("Codex", () -> run(Installed.program("codex"), "exec", "resume", "--last", "play:hello"));
  }

  private interface More {
    void say() throws Exception;
  }

  private void check(String agent, More more) throws Exception {
    try (Engine engine =
        Engine.open(new EngineOptions(DataFolder.at(temp.resolve("muster")), env))) {
      assertThat(imported(engine).fresh()).isEqualTo(1);
      SessionRow row = engine.journal().sessions().getFirst();
      assertThat(row.state()).isEqualTo(SessionState.CLOSED);
      assertThat(row.agentName()).isEqualTo(agent);
      assertThat(row.projectName()).isEqualTo("shop");
      assertThat(row.title()).isEqualTo("play:command");
      assertThat(row.turns()).isEqualTo(1);
      assertThat(row.tokens()).isPositive();
      List<String> commands = new ArrayList<>();
      List<Integer> exits = new ArrayList<>();
      engine
          .journal()
          .replay(
              row.id(),
              recorded -> {
                if (recorded.event() instanceof ToolStarted started) {
                  commands.add(started.title());
                } else if (recorded.event() instanceof ToolFinished finished) {
                  exits.add(finished.exitCode());
                }
              });
      assertThat(commands).containsExactly("exit 3", "echo it-ran > command.txt; echo out-of-it");
      assertThat(exits).containsExactly(3, 0);

      assertThat(imported(engine).fresh()).isZero();
      more.say();
      assertThat(imported(engine).fresh()).isEqualTo(1);
      assertThat(imported(engine).fresh()).isZero();
      assertThat(engine.journal().sessions()).hasSize(1);
      assertThat(engine.journal().session(row.id()).orElseThrow().turns()).isEqualTo(2);
      engine.search().catchUp();
      assertThat(engine.search().find(Search.Query.of("\"this is the model\"")).hits()).hasSize(1);
    }
  }

  private static ImportReport imported(Engine engine) throws Exception {
    ImportReport report = engine.importer().run(engine.conversations(), ImportListener.NOBODY);
    assertThat(report.problems()).isEmpty();
    return report;
  }

  private void run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(repository.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(env);
    Path said = temp.resolve("said.txt");
    Process process =
        builder
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(2, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    assertThat(ended && process.exitValue() == 0).as(Files.readString(said)).isTrue();
  }
}
