package dev.muster.engine.agent.builtin.tool;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands as agents run them: real shells, real processes. */
class RunToolTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = new Bench(folder);
    bench.gate.fullAuto();
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void the_model_gets_output_errors_and_exit_code_in_order() {
    ToolResult result = bench.call("run", "command", "echo out; echo err >&2; echo ünï; exit 3");

    assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
    assertThat(result.exitCode()).isEqualTo(3);
    assertThat(result.text()).isEqualTo("out\nerr\nünï\n(exit code 3)");
    assertThat(result.summary()).isEqualTo("3 lines");
    assertThat(bench.events.output()).isEqualTo("out\nerr\nünï\n");
    assertThat(bench.events.all.getFirst()).isInstanceOf(ToolStarted.class);
    assertThat(bench.events.all.getLast()).isInstanceOf(ToolFinished.class);
  }

  @Test
  void a_command_without_output_says_so() {
    ToolResult result = bench.call("run", "command", "true");

    assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(result.text()).isEqualTo("(no output, exit code 0)");
  }

  @Test
  void it_runs_in_the_worktree_without_a_terminal_and_without_secrets() {
    ToolResult result =
        bench.call(
            "run",
            "command",
            "pwd; echo $TERM $GIT_TERMINAL_PROMPT $PAGER; test -t 0 || echo none; cat; env");

    assertThat(result.text()).startsWith(bench.worktree + "\ndumb 0 cat\nnone\n");
    assertThat(result.text().toLowerCase())
        .doesNotContain("_token=", "_key=", "_secret=", "ssh_auth_sock");
  }

  @Test
  void output_is_told_while_the_command_runs() throws Exception {
    CompletableFuture<ToolResult> running =
        CompletableFuture.supplyAsync(
            () ->
                bench.call(
                    "run",
                    "command",
                    "echo first; while [ ! -e go ]; do sleep 0.05; done; echo last"));
    await(() -> bench.events.output().equals("first\n"));
    assertThat(running).isNotDone();

    bench.write("go", "");

    assertThat(running.get(30, TimeUnit.SECONDS).text()).isEqualTo("first\nlast\n(exit code 0)");
  }

  @Test
  void many_small_pieces_become_few_events() {
    ToolResult result =
        bench.call(
            "run", "command", "i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done");

    assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(result.summary()).isEqualTo("5000 lines");
    List<ToolOutput> outputs = bench.events.of(ToolOutput.class);
    assertThat(outputs.size()).isLessThan(1_000);
    assertThat(outputs).allMatch(o -> o.text().length() <= WorkEvent.OUTPUT_CHUNK);
    assertThat(bench.events.output())
        .startsWith("line 0\n")
        .endsWith("line 4999\n")
        .hasLineCount(5000);
  }

  @Test
  void a_hundred_megabytes_of_output_are_kept_out_of_memory_and_told_in_part() throws Exception {
    long before = usedAfterCollection();

    ToolResult result =
        bench.call(
            "run",
            "command",
            "echo begin; head -c 104857600 /dev/zero | tr '\\0' 'x' | fold -w 99; echo; echo the"
                + " end");

    assertThat(result.outcome()).isEqualTo(ToolOutcome.OK);
    assertThat(result.text().length()).isLessThan(ToolResult.MAX_TEXT);
    assertThat(result.text()).startsWith("begin\nxxx").contains("characters are left out here");
    assertThat(result.text()).contains("the end\n(exit code 0)").contains("output:call-1.log");
    long told = bench.events.output().length();
    assertThat(told).isLessThan(300_000);
    assertThat(bench.events.output()).contains("the end");
    ToolOutput cut =
        bench.events.of(ToolOutput.class).stream()
            .filter(output -> output.spillFile() != null)
            .findFirst()
            .orElseThrow();
    assertThat(cut.spillFile()).isEqualTo("output/call-1.log");
    assertThat(bench.sessionFolder.resolve("output/call-1.log"))
        .hasSize(OutputStreamer.MOST_IN_FILE);
    assertThat(usedAfterCollection() - before).isLessThan(32L << 20);
  }

  private static long usedAfterCollection() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  @Test
  void a_command_that_prints_more_than_is_kept_is_still_seen_to_go_on() throws Exception {
    CompletableFuture<ToolResult> result =
        CompletableFuture.supplyAsync(
            () ->
                bench.call(
                    "run",
                    "command",
                    "yes filler | head -n 60000; echo still; until [ -e seen ]; do sleep 0.1; done;"
                        + " echo going"));
    until(
        "it is shown while it runs", () -> String.join("", bench.events.tails).contains("still\n"));
    bench.write("seen", "");

    assertThat(result.get(30, TimeUnit.SECONDS).exitCode()).isZero();
    assertThat(bench.events.tails).allMatch(shown -> shown.length() <= 8 * 1024);
    assertThat(bench.events.output()).endsWith("still\ngoing\n");
  }

  @Test
  void what_was_left_out_can_be_read_and_searched() {
    bench.call("run", "command", "seq 1 20000");

    ToolResult read = bench.call("read", "path", "output:call-1.log", "offset", 10_000, "limit", 2);
    ToolResult found = bench.call("search", "path", "output:call-1.log", "pattern", "^1234.$");

    assertThat(read.text()).startsWith("10000\t10000\n10001\t10001\n");
    assertThat(found.text()).contains("output:call-1.log:12345:12345");
    assertThat(bench.call("read", "path", "output:../journal.db").outcome())
        .isEqualTo(ToolOutcome.FAILED);
  }

  @Test
  void a_character_split_between_two_pieces_stays_whole() {
    ToolResult result =
        bench.call("run", "command", "printf '\\342\\202'; sleep 0.2; printf '\\254 ok \\377'");

    assertThat(result.text()).isEqualTo("€ ok \uFFFD\n(exit code 0)");
    assertThat(bench.events.output()).isEqualTo("€ ok \uFFFD");
  }

  @Test
  void colours_and_progress_bars_do_not_reach_the_model() {
    ToolResult result =
        bench.call(
            "run",
            "command",
            "printf '\\033[1;31mred\\033[0m \\033]0;title\\007x\\n"
                + " 10%%\\r"
                + " 50%%\\r"
                + "100%%\\r"
                + "\\n"
                + "ab\\bc\\n"
                + "'");

    assertThat(result.text()).isEqualTo("red x\n100%\nac\n(exit code 0)");
  }

  @Test
  void the_time_limit_ends_grandchildren_and_daemons_too() throws Exception {
    ToolResult result =
        bench.call(
            "run",
            "command",
            "echo $$ > pids; sh -c 'echo $$ >> pids; (trap \"\" TERM INT; echo $$; sleep 300) &"
                + " sleep 300' & sleep 300 & echo $! >> pids; setsid sleep 300 & echo $! >> pids;"
                + " echo up; wait",
            "timeout_seconds",
            1);

    assertThat(result.outcome()).isEqualTo(ToolOutcome.FAILED);
    assertThat(result.exitCode()).isNull();
    assertThat(result.text()).contains("up\n").contains("ended after 1 s, its time limit");
    assertGone(Files.readAllLines(bench.worktree.resolve("pids")));
  }

  @Test
  void what_a_command_leaves_in_the_background_ends_with_it() throws Exception {
    ToolResult result =
        bench.call(
            "run",
            "command",
            "nohup sleep 300 & echo $! > pids; setsid sleep 300 & echo $! >> pids");

    assertThat(result.exitCode()).isZero();
    assertGone(Files.readAllLines(bench.worktree.resolve("pids")));
  }

  @Test
  void an_interrupt_ends_the_whole_tree_and_keeps_what_was_said() throws Exception {
    Cancel cancel = new Cancel();
    CompletableFuture<ToolResult> running =
        CompletableFuture.supplyAsync(
            () ->
                bench.call(
                    cancel,
                    "run",
                    "command",
                    "echo $$ > pids; sleep 300 & echo $! >> pids; echo working; wait"));
    await(() -> bench.events.output().contains("working"));

    cancel.cancel();

    ToolResult result = running.get(30, TimeUnit.SECONDS);
    assertThat(result.outcome()).isEqualTo(ToolOutcome.CANCELLED);
    assertThat(result.text()).startsWith("working\n").contains("Interrupted");
    assertGone(Files.readAllLines(bench.worktree.resolve("pids")));
    assertThat(bench.events.of(ToolFinished.class))
        .singleElement()
        .matches(finished -> finished.outcome() == ToolOutcome.CANCELLED);
  }

  @Test
  void an_interrupted_thread_leaves_no_process_either() throws Exception {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    bench.runner.run(
                        "c", "run", "{\"command\":\"echo $$ > pids; sleep 300\"}", new Cancel());
                    outcome.complete(null);
                  } catch (InterruptedException e) {
                    outcome.complete(e);
                  }
                });
    await(() -> !lines("pids").isEmpty());

    thread.interrupt();

    assertThat(outcome.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    assertGone(lines("pids"));
    assertThat(bench.events.all.getLast()).isInstanceOf(ToolFinished.class);
  }

  private List<String> lines(String name) {
    try {
      Path file = bench.worktree.resolve(name);
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void the_end_of_a_command_is_noticed_although_the_common_pool_is_busy() throws Exception {
    CompletableFuture<Void> go = new CompletableFuture<>();
    int workers = ForkJoinPool.commonPool().getParallelism();
    for (int i = 0; i < workers; i++) {
      ForkJoinPool.commonPool().execute(() -> blocked(go));
    }
    CompletableFuture<ToolResult> running = new CompletableFuture<>();
    Thread.ofPlatform().start(() -> running.complete(bench.call("run", "command", "echo hi")));
    try {
      assertThat(running.get(60, TimeUnit.SECONDS).exitCode()).isZero();
    } finally {
      go.complete(null);
    }
  }

  /** Blocks without telling the pool, as careless code does. */
  private static void blocked(CompletableFuture<Void> until) {
    Object lock = new Object();
    until.whenComplete(
        (_, _) -> {
          synchronized (lock) {
            lock.notifyAll();
          }
        });
    synchronized (lock) {
      while (!until.isDone()) {
        try {
          lock.wait();
        } catch (InterruptedException e) {
          return;
        }
      }
    }
  }

  @Test
  void bad_arguments_are_told_and_nothing_runs() {
    assertThat(bench.call("run").text()).contains("\"command\" is missing");
    assertThat(bench.call("run", "command", " ").text()).contains("empty");
    assertThat(bench.call("run", "command", "true", "timeout_seconds", 0).text())
        .contains("from 1 to 600");
    assertThat(bench.call("run", "command", "true", "timeout_seconds", "soon").text())
        .contains("whole number");
    assertThat(bench.call("run", "command", 5).text()).contains("must be a text");
    assertThat(bench.gate.requests).isEmpty();
  }

  private static void assertGone(List<String> pids) {
    assertThat(pids).isNotEmpty();
    for (String pid : pids) {
      await(() -> ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isEmpty());
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come true within 30 seconds");
      }
      Thread.onSpinWait();
      try {
        TimeUnit.MILLISECONDS.sleep(10);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
