package dev.muster.engine.host;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 6, as far as one host goes. */
@EnabledOnOs(OS.LINUX)
class NothingRunsUnwatchedTest {
  /** A child in the background, a child of its own session, and one that forked twice. */
  private static final String FAMILY =
      """
      sleep 1000 &
      setsid sleep 1001 &
      ( ( setsid nohup sleep 1002 >/dev/null 2>&1 & ) & )
      trap '' HUP
      echo up
      """;

  @TempDir Path dir;
  private final LocalHost host = new LocalHost();

  @AfterEach
  void close() {
    host.close();
  }

  private RunningProcess family(LocalHost on, String then) throws Exception {
    var process = on.start(ProcessSpec.of(dir, "sh", "-c", FAMILY + then).withStdin(Stdin.open()));
    OutputPump.bytes(process.stdout(), "out", b -> {});
    return process;
  }

  private static void awaitSleepers(String mark) throws Exception {
    until(
        "the three sleepers of " + mark,
        () -> {
          var commands = new ArrayList<String>();
          for (long pid : Processes.marked(mark)) {
            var line = Path.of("/proc/" + pid + "/cmdline");
            if (Files.exists(line)) {
              commands.add(Files.readString(line));
            }
          }
          return commands.stream().filter(c -> c.startsWith("sleep\000100")).count() == 3;
        });
  }

  @Test
  void nothing_runs_unwatched_when_a_command_is_ended() throws Exception {
    var process = family(host, "wait");
    awaitSleepers(process.id().mark());
    process.end(Duration.ofSeconds(2));
    assertThat(Processes.marked(process.id().mark())).isEmpty();
    assertThat(process.alive()).isFalse();
    assertThat(process.exit().get(1, TimeUnit.SECONDS)).isNotZero();
  }

  @Test
  void nothing_runs_unwatched_when_a_command_ends_by_itself() throws Exception {
    var process = family(host, "read -r _; exit 5");
    awaitSleepers(process.id().mark());
    process.stdin().write('\n');
    process.stdin().flush();
    assertThat(process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(5);
    assertThat(Processes.marked(process.id().mark())).isEmpty();
  }

  @Test
  void nothing_runs_unwatched_when_the_host_is_closed() throws Exception {
    var other = new LocalHost();
    var one = family(other, "wait");
    var two = family(other, "trap '' INT TERM; wait; wait");
    awaitSleepers(one.id().mark());
    awaitSleepers(two.id().mark());
    other.close();
    assertThat(Processes.marked(one.id().mark())).isEmpty();
    assertThat(Processes.marked(two.id().mark())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"death-signal", "lifeline"})
  void nothing_runs_unwatched_when_muster_is_killed(String way) throws Exception {
    var muster = muster(way, "guarded", "sh", "-c", FAMILY + "wait");
    var id = ProcessId.parse(muster.line());
    assertThat(muster.line()).isEqualTo("up");
    awaitSleepers(id.mark());
    muster.process.destroyForcibly().waitFor();
    until("nothing is left of " + id.mark(), () -> Processes.marked(id.mark()).isEmpty());
  }

  @Test
  void nothing_runs_unwatched_when_muster_was_started_with_nohup_and_is_killed() throws Exception {
    var muster = start(List.of("nohup"), "death-signal", "guarded", "sh", "-c", FAMILY + "wait");
    var id = ProcessId.parse(muster.line());
    assertThat(muster.line()).isEqualTo("up");
    awaitSleepers(id.mark());
    muster.process.destroyForcibly().waitFor();
    until("nothing is left of " + id.mark(), () -> Processes.marked(id.mark()).isEmpty());
  }

  @Test
  void a_signal_that_somebody_else_sends_does_not_end_a_command() throws Exception {
    var process =
        host.start(
            ProcessSpec.of(
                    dir, "sh", "-c", "trap 'echo got it' USR1; kill -USR1 0; read -r x; exit 6")
                .withStdin(Stdin.open()));
    awaitUp(process);
    process.stdin().write('\n');
    process.stdin().close();
    assertThat(process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(6);
  }

  @Test
  void a_short_command_ends_with_a_killed_muster_too() throws Exception {
    var muster = muster("death-signal", "brief", "sleep", "1003");
    var id = ProcessId.parse(muster.line());
    until("it runs", () -> !Processes.marked(id.mark()).isEmpty());
    muster.process.destroyForcibly().waitFor();
    until("nothing is left of " + id.mark(), () -> Processes.marked(id.mark()).isEmpty());
  }

  @Test
  void what_ignores_polite_signals_is_killed_after_the_grace() throws Exception {
    var process =
        host.start(
            ProcessSpec.of(
                dir, "sh", "-c", "trap '' INT TERM HUP; echo up; while :; do sleep 1; done"));
    awaitUp(process);
    process.end(Duration.ofMillis(200));
    assertThat(process.exit().get(1, TimeUnit.SECONDS)).isEqualTo(137);
    assertThat(Processes.marked(process.id().mark())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_command_is_first_interrupted_as_in_a_terminal(boolean deathSignals) throws Exception {
    try (var local = new LocalHost(deathSignals)) {
      assumeThat(local.probe().interruptible()).isTrue();
      var log = dir.resolve("log");
      var process =
          local.start(
              ProcessSpec.of(
                  dir,
                  "sh",
                  "-c",
                  "trap 'echo int >>log; exit 9' INT; trap 'echo term >>log' TERM; echo up;"
                      + " while :; do sleep 0.05; done"));
      awaitUp(process);
      process.end(Duration.ofSeconds(20));
      assertThat(process.exit().get(1, TimeUnit.SECONDS)).isEqualTo(9);
      assertThat(Files.readString(log)).isEqualTo("int\n");
    }
  }

  @Test
  void a_straggler_that_cleans_up_gets_the_grace_that_was_given() throws Exception {
    // The shell dies of the interrupt at once, its child needs a moment after the terminate.
    var script =
        "(trap '' INT; trap 'sleep 0.8; echo clean >log; exit' TERM; echo up;"
            + " while :; do sleep 0.05; done) & wait";
    var process = host.start(ProcessSpec.of(dir, "sh", "-c", script));
    awaitUp(process);
    process.end(Duration.ofSeconds(20));
    assertThat(Files.readString(dir.resolve("log"))).isEqualTo("clean\n");
  }

  @Test
  void several_may_end_a_command_at_once_and_the_hurried_one_wins() throws Exception {
    var process =
        host.start(
            ProcessSpec.of(
                dir, "sh", "-c", "trap '' INT TERM; echo up; while :; do sleep 1; done"));
    awaitUp(process);
    var patient = Thread.ofVirtual().start(() -> process.end(Duration.ofMinutes(10)));
    until("the patient one has begun", () -> patient.getState() == Thread.State.TIMED_WAITING);
    process.end(Duration.ZERO);
    patient.join();
    process.end(Duration.ofMinutes(10)); // and once more does nothing
    assertThat(process.alive()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_command_past_its_limit_is_ended_with_all_it_started(ProcessSpec.Lifetime lifetime)
      throws Exception {
    var spec = ProcessSpec.of(dir, "sh", "-c", "echo $$; sleep 1104 & sleep 1105; echo after");
    var done = host.run(spec.withLifetime(lifetime), Duration.ofMillis(500));
    assertThat(done.timedOut()).isTrue();
    assertThat(done.ok()).isFalse();
    assertThat(done.outText()).matches("\\d+\n");
    assertThat(commandLines()).noneMatch(line -> line.contains("sleep\000110"));
  }

  @Test
  void an_interrupted_caller_leaves_nothing_running() throws Exception {
    var log = dir.resolve("pid");
    var failure = new java.util.concurrent.CompletableFuture<Throwable>();
    var caller =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    host.run(
                        ProcessSpec.of(dir, "sh", "-c", "echo $$ >pid; sleep 1006"),
                        Duration.ofMinutes(5));
                  } catch (HostException e) {
                    assertThat(Thread.currentThread().isInterrupted()).isTrue();
                    failure.complete(e);
                  }
                });
    until("it runs", () -> Files.exists(log) && !Files.readString(log).isEmpty());
    caller.interrupt();
    assertThat(failure.get(30, TimeUnit.SECONDS)).hasMessageContaining("stop waiting");
    assertThat(Processes.alive(Long.parseLong(Files.readString(log).strip()))).isFalse();
  }

  @Test
  void leftovers_of_a_killed_muster_are_found_and_ended() throws Exception {
    // Started without any guard, as by a Muster on a system that has none.
    var mark = "deadbeefcafe0123";
    var builder =
        new ProcessBuilder("setsid", "sh", "-c", FAMILY + "trap '' TERM; wait; sleep 1007");
    builder.environment().put(ProcessId.MARK_VARIABLE, mark);
    var process = builder.start();
    awaitSleepers(mark);
    var start = process.info().startInstant().orElseThrow();
    var id = new ProcessId(process.pid(), process.pid(), start, mark);
    var gone = new ProcessId(process.pid(), process.pid(), start, "0000000000000000");

    var report = new Leftovers().end(List.of(id, gone));

    assertThat(report.ended()).containsExactly(id);
    assertThat(report.gone()).containsExactly(gone);
    assertThat(report.stuck()).isEmpty();
    assertThat(Processes.marked(mark)).isEmpty();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void a_recycled_number_is_never_killed() throws Exception {
    var innocent = new ProcessBuilder("setsid", "sleep", "1008").start();
    var start = innocent.info().startInstant().orElseThrow();
    var recorded =
        List.of(
            new ProcessId(innocent.pid(), innocent.pid(), start, "aaaaaaaaaaaaaaaa"),
            new ProcessId(
                innocent.pid(), innocent.pid(), start.minusMillis(10), "bbbbbbbbbbbbbbbb"));
    assertThat(new Leftovers().end(recorded).gone()).containsExactlyElementsOf(recorded);
    // Where environments cannot be read, only the exact start time counts.
    var blind = new Leftovers(new ProcessTable(dir));
    assertThat(blind.end(recorded.subList(1, 2)).gone()).hasSize(1);
    assertThat(innocent.isAlive()).isTrue();
    assertThat(blind.end(recorded.subList(0, 1)).ended()).hasSize(1);
    assertThat(innocent.waitFor(30, TimeUnit.SECONDS)).isTrue();
  }

  private static List<String> commandLines() throws Exception {
    var lines = new ArrayList<String>();
    for (var entry : new ProcessTable().read()) {
      var line = Path.of("/proc/" + entry.pid() + "/cmdline");
      try {
        lines.add(Files.readString(line));
      } catch (java.io.IOException e) {
        continue; // it has ended in the meantime
      }
    }
    return lines;
  }

  private static void awaitUp(RunningProcess process) throws Exception {
    var up = new java.util.concurrent.CountDownLatch(1);
    OutputPump.lines(process.stdout(), "out", 1000, line -> up.countDown());
    assertThat(up.await(30, TimeUnit.SECONDS)).isTrue();
  }

  private record Muster(Process process, BufferedReader out) {
    String line() throws Exception {
      return out.readLine();
    }
  }

  /** Another Muster in a JVM of its own. */
  private Muster muster(String... args) throws Exception {
    return start(List.of(), args);
  }

  private Muster start(List<String> prefix, String... args) throws Exception {
    var line = new ArrayList<>(prefix);
    line.add(ProcessHandle.current().info().command().orElseThrow());
    line.addAll(List.of("-Xmx64m", "--enable-native-access=ALL-UNNAMED", "-cp"));
    line.add(System.getProperty("java.class.path"));
    line.add(HostChild.class.getName());
    line.addAll(List.of(args).subList(0, 2));
    line.add(dir.toString());
    line.addAll(List.of(args).subList(2, args.length));
    var process = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    return new Muster(
        process,
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
  }
}
