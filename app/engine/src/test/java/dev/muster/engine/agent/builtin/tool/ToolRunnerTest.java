package dev.muster.engine.agent.builtin.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.Gate;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The way of a call: understand, tell, ask, do, tell. */
class ToolRunnerTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void a_denied_command_never_runs_and_the_model_is_told_why() {
    ToolResult result = bench.call("run", "command", "touch it-ran");

    assertThat(bench.gate.asked).hasSize(1);
    assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
    assertThat(result.outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(result.text()).isEqualTo("Not allowed, so it was not done. A person said no.");
    assertThat(result.isError()).isTrue();
    ToolFinished finished = bench.events.of(ToolFinished.class).getFirst();
    assertThat(finished.outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(finished.result()).isEqualTo(result.text());
  }

  @Test
  void a_command_that_a_rule_forbids_never_runs_in_any_mode() throws Exception {
    bench.gate.allow("deny run: touch");
    for (PermissionMode mode : PermissionMode.values()) {
      bench.gate.mode = mode;

      ToolResult result = bench.call("run", "command", "sh -c 'touch it-ran'");

      assertThat(result.outcome()).isEqualTo(ToolOutcome.DENIED);
      assertThat(result.text()).contains("deny run: touch");
      assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
    }
    assertThat(bench.gate.asked).isEmpty();
  }

  @Test
  void in_suggest_mode_nothing_is_changed_without_a_yes() throws Exception {
    bench.write("a.txt", "one\n");
    bench.gate.mode = PermissionMode.SUGGEST;

    assertThat(bench.call("read", "path", "a.txt").outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(
            bench.call("edit", "path", "a.txt", "old_string", "one", "new_string", "two").outcome())
        .isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.call("write", "path", "b/c.txt", "content", "x").outcome())
        .isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.read("a.txt")).isEqualTo("one\n");
    assertThat(bench.worktree.resolve("b")).doesNotExist();
    assertThat(bench.gate.asked.getFirst().detail()).contains("-one\n+two\n");
  }

  @Test
  void what_a_person_wrote_with_the_yes_reaches_the_model() {
    bench.gate.person =
        CompletableFuture.completedFuture(new Gate.Decision(true, "but only this once"));

    ToolResult result = bench.call("run", "command", "echo hi");

    assertThat(result.text())
        .isEqualTo("The user allowed this and said: but only this once\n\nhi\n(exit code 0)");
  }

  @Test
  void a_cancel_while_a_person_is_asked_withdraws_the_request() throws Exception {
    bench.gate.person = new CompletableFuture<>();
    Cancel cancel = new Cancel();
    CompletableFuture<ToolResult> running =
        CompletableFuture.supplyAsync(() -> bench.call(cancel, "run", "command", "touch it-ran"));
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (bench.gate.asked.isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }

    cancel.cancel();

    assertThat(running.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(ToolOutcome.CANCELLED);
    assertThat(bench.gate.withdrawn).containsExactly(bench.gate.asked.getFirst().requestId());
    assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
  }

  @Test
  void a_yes_that_comes_after_the_cancel_does_not_count() {
    Cancel cancel = new Cancel();
    cancel.cancel();
    bench.gate.fullAuto();

    assertThat(bench.call(cancel, "run", "command", "touch it-ran").outcome())
        .isEqualTo(ToolOutcome.CANCELLED);
    assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
  }

  @Test
  void a_gate_that_breaks_lets_nothing_through() {
    bench.gate.person = CompletableFuture.failedFuture(new IllegalStateException("broken"));

    assertThat(bench.call("run", "command", "touch it-ran").outcome())
        .isEqualTo(ToolOutcome.DENIED);
    assertThat(bench.worktree.resolve("it-ran")).doesNotExist();
  }

  @Test
  void malformed_calls_become_results_that_say_what_is_wrong() throws Exception {
    ToolResult unknown = bench.runner.run("c1", "format_disk", "{}", new Cancel());
    ToolResult notJson = bench.runner.run("c2", "run", "{\"command\":", new Cancel());
    ToolResult notObject = bench.runner.run("c3", "run", "[1]", new Cancel());

    assertThat(unknown.text()).isEqualTo("There is no tool \"format_disk\".");
    assertThat(notJson.text()).contains("not a JSON object");
    assertThat(notObject.text()).contains("not a JSON object");
    assertThat(bench.events.of(ToolStarted.class)).hasSize(3);
    assertThat(bench.events.of(ToolFinished.class))
        .hasSize(3)
        .allMatch(finished -> finished.outcome() == ToolOutcome.FAILED);
  }

  @Test
  void a_tool_that_breaks_fails_alone() throws Exception {
    Tool broken =
        new Tool() {
          @Override
          public ToolDefinition definition() {
            return new ToolDefinition("broken", "", JsonMapper.shared().createObjectNode());
          }

          @Override
          public ToolKind kind() {
            return ToolKind.OTHER;
          }

          @Override
          public boolean parallelSafe() {
            return false;
          }

          @Override
          public PreparedCall prepare(ToolCall call, ToolContext context) {
            return new Call(
                "x",
                List.of(),
                null,
                _ -> {
                  throw new IllegalStateException("oops");
                });
          }
        };

    ToolResult result =
        new ToolRunner(bench.box.with(broken), bench.context)
            .run("c1", "broken", "{}", new Cancel());

    assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
    assertThat(bench.events.all.getLast()).isInstanceOf(ToolFinished.class);
  }

  @Test
  void a_path_outside_is_asked_for_and_opened_only_after_a_yes() throws Exception {
    Path secret = Files.writeString(folder.toRealPath().resolve("secret.txt"), "s3cret\n");

    ToolResult denied = bench.call("read", "path", "../secret.txt");
    assertThat(denied.outcome()).isEqualTo(ToolOutcome.DENIED);
    assertThat(denied.text()).doesNotContain("s3cret");
    assertThat(bench.gate.asked.getFirst().exact()).isEqualTo(secret.toString());

    bench.gate.person = CompletableFuture.completedFuture(new Gate.Decision(true, null));
    assertThat(bench.call("read", "path", secret.toString()).text()).isEqualTo("1\ts3cret\n");
    ToolResult edited =
        bench.call(
            "edit", "path", secret.toString(), "old_string", "s3cret", "new_string", "public");
    assertThat(edited.outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(Files.readString(secret)).isEqualTo("public\n");
  }

  @Test
  void gits_own_files_are_never_edited() throws Exception {
    bench.sh("git init -q");
    bench.gate.person = CompletableFuture.completedFuture(new Gate.Decision(true, null));

    for (String path : List.of(".git/hooks/pre-commit", ".git/config", "sub/.git", ".GIT/x")) {
      assertThat(bench.call("write", "path", path, "content", "x").outcome())
          .as(path)
          .isEqualTo(ToolOutcome.DENIED);
    }
    assertThat(bench.gate.asked).isEmpty();
  }

  @Test
  void two_tools_of_one_name_are_a_mistake_of_ours() {
    assertThatThrownBy(() -> bench.box.with(bench.box.all().getFirst()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(bench.box.definitions().stream().map(ToolDefinition::name))
        .containsExactly(
            "read", "list", "search", "edit", "write", "run", "update_plan", "ask_user");
  }
}
