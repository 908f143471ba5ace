package dev.muster.engine.agent.builtin.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plans and questions. */
class TellingToolsTest {
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

  private ToolResult run(String tool, String json) throws InterruptedException {
    return bench.runner.run("c" + bench.events.all.size(), tool, json, new Cancel());
  }

  @Test
  void a_plan_is_told_as_a_whole() throws Exception {
    ToolResult result =
        run(
            "update_plan",
            """
            {"steps":[{"text":"Look\\n around","state":"done"},
                      {"text":"Fix","state":"in_progress"},
                      {"text":"Test","state":"pending"}]}\
            """);

    assertThat(result.text()).isEqualTo("The plan is shown: 1 of 3 done.");
    assertThat(bench.events.of(PlanChanged.class))
        .containsExactly(
            new PlanChanged(
                List.of(
                    new PlanStep("Look around", StepState.DONE),
                    new PlanStep("Fix", StepState.CURRENT),
                    new PlanStep("Test", StepState.PENDING))));
    assertThat(bench.gate.requests).isEmpty();
  }

  @Test
  void a_plan_that_is_none_changes_nothing() throws Exception {
    for (String json :
        List.of(
            "{}",
            "{\"steps\":[]}",
            "{\"steps\":\"all\"}",
            "{\"steps\":[{\"text\":\"x\"}]}",
            "{\"steps\":[{\"text\":\" \",\"state\":\"done\"}]}",
            "{\"steps\":[{\"text\":\"x\",\"state\":\"maybe\"}]}",
            "{\"steps\":[" + "{\"text\":\"x\",\"state\":\"done\"},".repeat(80) + "1]}")) {
      assertThat(run("update_plan", json).outcome()).as(json).isEqualTo(ToolOutcome.FAILED);
    }
    assertThat(bench.events.of(PlanChanged.class)).isEmpty();
  }

  @Test
  void a_question_waits_for_its_answer() throws Exception {
    bench.gate.answer = CompletableFuture.completedFuture("the blue one");

    ToolResult result =
        run("ask_user", "{\"question\":\"Which?\",\"options\":[\"red\",\"blue\",\"red\"]}");

    assertThat(result.text()).isEqualTo("The user answered: the blue one");
  }

  @Test
  void an_interrupted_question_is_withdrawn() throws Exception {
    Cancel cancel = new Cancel();
    CompletableFuture<ToolResult> running = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> running.complete(bench.call(cancel, "ask_user", "question", "Which?")));

    cancel.cancel();

    assertThat(running.get().outcome()).isEqualTo(ToolOutcome.CANCELLED);
    assertThat(bench.gate.requests).isEmpty();
  }

  @Test
  void a_question_without_words_is_not_asked() throws Exception {
    assertThat(run("ask_user", "{\"question\":\" \"}").outcome()).isEqualTo(ToolOutcome.FAILED);
    assertThat(run("ask_user", "{\"question\":\"x\",\"options\":\"y\"}").outcome())
        .isEqualTo(ToolOutcome.FAILED);
  }
}
