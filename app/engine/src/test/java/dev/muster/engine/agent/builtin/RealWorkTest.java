package dev.muster.engine.agent.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.RetryPolicy;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.agent.builtin.model.setup.KeyLookup;
import dev.muster.engine.agent.builtin.model.setup.ModelSettings;
import dev.muster.engine.agent.builtin.model.setup.Providers;
import dev.muster.engine.agent.builtin.model.setup.SystemKeychain;
import dev.muster.engine.agent.builtin.tool.BuiltinTools;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.git.TestRepository;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.policy.ActionRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** The Muster agent doing real work: real files, real commands, a real git worktree, real HTTP. */
class RealWorkTest {
  private static final String READ = "{\"path\":\"greet.sh\"}";
  private static final String EDIT =
      "{\"path\":\"greet.sh\",\"old_string\":\"helo\",\"new_string\":\"hello\"}";
  private static final String RUN = "{\"command\":\"sh greet.sh\"}";
  private static final String PLAN =
      "{\"steps\":[{\"text\":\"Mend the greeting\",\"state\":\"current\"}]}";

  @TempDir Path dir;
  private final ScriptedModelServer server = ScriptedModelServer.start();
  private final LocalHost host = new LocalHost();
  private TestRepository repository;
  private Path worktree;
  private AgentHarness harness;

  @BeforeEach
  void prepare() throws Exception {
    repository = new TestRepository(dir.resolve("project"));
    repository.write("greet.sh", "echo helo world\n");
    repository.git("add", "-A");
    repository.git("commit", "-q", "-m", "Begin");
    repository.git("worktree", "add", "-q", "-b", "muster/greet", dir.resolve("work").toString());
    worktree = dir.resolve("work").toRealPath();
    Path folder = Files.createDirectories(dir.resolve("session"));
    harness = new AgentHarness(worktree, folder.toRealPath());
  }

  @AfterEach
  void end() throws Exception {
    harness.close();
    server.close();
    host.close();
    repository.close();
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void a_file_is_mended_and_the_mending_is_run(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.text("Let me look.").andCall("c1", "read", READ).andCall("c2", "list", "{}"),
        ScriptedReply.call("c3", "edit", EDIT).andCall("c4", "run", RUN),
        ScriptedReply.text("Mended: it now says hello."));
    harness.open(agent(api));

    assertThat(harness.ask("mend the greeting").end()).isEqualTo(End.DONE);

    assertDone();
    assertThat(harness.events(RetryScheduled.class)).isEmpty();
    assertThat(harness.asked()).extracting(ActionRequest::tool).contains("edit", "run");
  }

  @ParameterizedTest
  @EnumSource(names = "SCRIPTED", mode = EnumSource.Mode.EXCLUDE)
  void the_same_is_done_by_a_server_that_fails_at_every_step(ApiKind api) throws Exception {
    server.script(
        ScriptedReply.status(529),
        ScriptedReply.text("Let me look.").andCall("c1", "read", READ),
        ScriptedReply.status(429).header("retry-after-ms", "25"),
        ScriptedReply.fault(ScriptedReply.Fault.DROPPED, "I will now edit the file and then run it")
            .andCall("c2", "edit", EDIT),
        ScriptedReply.call("c3", "edit", EDIT),
        ScriptedReply.fault(ScriptedReply.Fault.MALFORMED, "I will run what I have just edited")
            .andCall("c4", "run", RUN),
        ScriptedReply.fault(ScriptedReply.Fault.CUT, "I will run it")
            .andCall("c5", "run", "{\"command\":\"touch never\"}"),
        ScriptedReply.call("c6", "run", RUN),
        ScriptedReply.text("Mended."));
    harness.open(agent(api));

    assertThat(harness.ask("mend the greeting").end()).isEqualTo(End.DONE);

    assertDone();
    assertThat(harness.events(RetryScheduled.class)).hasSize(5);
    assertThat(worktree.resolve("never")).doesNotExist();
  }

  private void assertDone() throws Exception {
    assertThat(worktree.resolve("greet.sh")).hasContent("echo hello world");
    ToolFinished run = finished().getLast();
    assertThat(run.exitCode()).isZero();
    assertThat(run.result()).contains("hello world");
    assertThat(finished()).allMatch(call -> call.outcome() == ToolOutcome.OK);
    assertThat(harness.events(ToolOutput.class)).isNotEmpty();
    assertThat(server.requests().getLast().body().toString()).contains("hello world");
    assertThat(repository.git(worktree, "status", "--porcelain").strip()).isEqualTo("M greet.sh");
    assertThat(repository.git("status", "--porcelain")).isEmpty();
  }

  @Test
  void interrupting_a_command_ends_its_whole_process_tree() throws Exception {
    server.script(
        ScriptedReply.call(
            "c1",
            "run",
            command("(sleep 1000; touch late) & echo $! > child; echo started; wait")));
    harness.open(agent(ApiKind.ANTHROPIC));
    harness.send("go");
    harness.await(
        h -> h.events(ToolOutput.class).stream().anyMatch(o -> o.text().contains("started")));
    long child = Long.parseLong(Files.readString(worktree.resolve("child")).strip());
    ProcessHandle process = ProcessHandle.of(child).orElseThrow();

    harness.session().interrupt();
    harness.await(h -> !h.ends().isEmpty());

    assertThat(harness.ends().getLast().end()).isEqualTo(End.INTERRUPTED);
    assertThat(finished().getLast().outcome()).isEqualTo(ToolOutcome.CANCELLED);
    process.onExit().join(); // hangs, and so fails, if the child were still alive
    assertThat(process.isAlive()).isFalse();
  }

  @Test
  void closing_ends_the_command_too() throws Exception {
    server.script(ScriptedReply.call("c1", "run", command("echo $$ > pid; echo on; sleep 1000")));
    harness.open(agent(ApiKind.CHAT));
    harness.send("go");
    harness.await(h -> h.events(ToolOutput.class).stream().anyMatch(o -> o.text().contains("on")));
    long pid = Long.parseLong(Files.readString(worktree.resolve("pid")).strip());

    harness.session().close();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(harness.ends()).hasSize(1);
  }

  @Test
  void a_denied_command_never_runs_and_the_model_is_told_why() throws Exception {
    harness.decide =
        action -> CompletableFuture.completedFuture(new Gate.Decision(false, "Not on a Friday."));
    server.script(
        ScriptedReply.call("c1", "run", command("touch ran")), ScriptedReply.text("I see."));
    harness.open(agent(ApiKind.RESPONSES));

    assertThat(harness.ask("go").end()).isEqualTo(End.DONE);

    assertThat(worktree.resolve("ran")).doesNotExist();
    assertThat(finished().getFirst().outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(server.requests().get(1).body().toString()).contains("Not on a Friday.");
  }

  @Test
  void waiting_for_a_person_ends_with_an_interrupt() throws Exception {
    harness.decide = _ -> new CompletableFuture<>();
    server.script(ScriptedReply.call("c1", "run", command("touch ran")));
    harness.open(agent(ApiKind.ANTHROPIC));
    harness.send("go");
    harness.await(h -> !h.asked().isEmpty());

    harness.session().interrupt();
    harness.await(h -> !h.ends().isEmpty());

    assertThat(finished().getFirst().outcome()).isEqualTo(ToolOutcome.CANCELLED);
    assertThat(worktree.resolve("ran")).doesNotExist();
  }

  @Test
  void a_new_attempt_goes_on_with_the_files_as_they_are() throws Exception {
    server.script(
        ScriptedReply.call("c1", "read", READ),
        ScriptedReply.text("I have read it."),
        ScriptedReply.call("c2", "read", READ),
        ScriptedReply.call("c3", "edit", EDIT).andCall("c4", "update_plan", PLAN),
        ScriptedReply.text("Mended."));
    Agent agent = agent(ApiKind.ANTHROPIC);
    harness.open(agent).ask("read it");
    harness.close();

    harness.open(agent);
    assertThat(harness.ask("now mend it").end()).isEqualTo(End.DONE);

    assertThat(worktree.resolve("greet.sh")).hasContent("echo hello world");
    assertThat(server.requests().get(2).body().path("messages").toString())
        .contains("read it", "helo world", "I have read it.", "now mend it");
    assertThat(harness.events(PlanChanged.class)).isNotEmpty();
  }

  private List<ToolFinished> finished() {
    return harness.events(ToolFinished.class);
  }

  private static String command(String line) {
    return JsonMapper.shared().createObjectNode().put("command", line).toString();
  }

  private Agent agent(ApiKind api) {
    Map<String, String> env = new HashMap<>();
    env.put("ANTHROPIC_API_KEY", "test-key");
    env.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    env.put("OPENAI_API_KEY", "test-key");
    env.put("OPENAI_BASE_URL", server.openAiBaseUrl());
    Providers providers =
        Providers.fromEnvironment(
            env, ModelSettings.NONE, new KeyLookup(env, new SystemKeychain(env, "Linux")));
    String id =
        switch (api) {
          case ANTHROPIC -> "anthropic";
          case RESPONSES -> "openai";
          default -> "openai-chat";
        };
    RetryPolicy quick =
        new RetryPolicy(
            6, Duration.ofMillis(2), Duration.ofMillis(10), Duration.ofMinutes(10), 0.2);
    return BuiltinAgents.agent(
        providers.find(id).orElseThrow(),
        providers.prices(),
        BuiltinTools.on(host),
        new LoopSettings(50, 0.8, 4, quick));
  }
}
