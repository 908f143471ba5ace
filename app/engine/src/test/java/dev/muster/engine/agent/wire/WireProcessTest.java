package dev.muster.engine.agent.wire;

import static dev.muster.engine.host.Eventually.until;
import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.agent.wire.WireProcess.Exit;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.host.OutputPump.Line;
import dev.muster.engine.host.ProcessSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WireProcessTest {
  @TempDir Path folder;
  private final LocalHost host = new LocalHost();
  private final List<Line> said = new CopyOnWriteArrayList<>();
  private final List<String> grumbled = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    host.close();
  }

  private WireProcess start(String script) throws Exception {
    return WireProcess.start(
        host, ProcessSpec.of(folder, "/bin/sh", "-c", script), "test", said::add, grumbled::add);
  }

  private static Exit exitOf(WireProcess process) throws Exception {
    return process.exit().get(60, TimeUnit.SECONDS);
  }

  private List<String> lines() {
    return said.stream().map(Line::text).toList();
  }

  private static boolean isThere(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
  }

  @Test
  void lines_go_both_ways_and_its_end_comes_after_its_last_word() throws Exception {
    WireProcess process = start("while read -r l; do echo \"got $l\"; done; echo bye; exit 3");

    assertThat(process.send("one")).isTrue();
    assertThat(process.send("two ü")).isTrue();
    process.shutStdin();

    assertThat(exitOf(process)).isEqualTo(new Exit(3, ""));
    assertThat(lines()).containsExactly("got one", "got two ü", "bye");
    assertThat(process.send("three")).isFalse();
  }

  @Test
  void the_end_of_standard_error_is_kept_beside_the_exit_code() throws Exception {
    WireProcess process = start("echo first >&2; echo 'no such session' >&2; exit 1");

    assertThat(exitOf(process)).isEqualTo(new Exit(1, "first\nno such session\n"));
    assertThat(grumbled).containsExactly("first", "no such session");
  }

  @Test
  void an_agent_that_reads_nothing_does_not_hold_up_whoever_sends() throws Exception {
    WireProcess process = start("read -r _; echo ready; sleep 600");
    process.send("begin");
    until("it stands", () -> lines().contains("ready"));

    String megabyte = "x".repeat(1 << 20);
    for (int i = 0; i < 20; i++) {
      assertThat(process.send(megabyte)).isTrue();
    }

    process.close(Duration.ZERO);
    assertThat(process.exit()).isDone();
  }

  @Test
  void a_line_of_fifty_megabytes_comes_whole() throws Exception {
    WireProcess process = start("head -c 52428800 /dev/zero | tr '\\0' a; echo; echo after");

    exitOf(process);

    assertThat(said).hasSize(2);
    assertThat(said.getFirst().text()).hasSize(52_428_800);
    assertThat(said.getFirst().dropped()).isZero();
    assertThat(said.getLast().text()).isEqualTo("after");
  }

  @Test
  void what_it_started_ends_with_it_even_what_is_deaf_to_signals() throws Exception {
    Path pids = folder.resolve("pids");
    WireProcess process =
        start(
            "(trap '' INT TERM HUP; while :; do sleep 1; done) & echo $! > pids;"
                + " trap '' INT TERM HUP; echo up; while :; do sleep 1; done");
    until("it stands", () -> lines().contains("up"));
    long child = Long.parseLong(Files.readString(pids).strip());

    process.close(Duration.ofMillis(50));

    assertThat(process.exit()).isDone();
    until("the system has cleared it away", () -> !isThere(child));
  }

  @Test
  void its_end_is_told_although_something_it_left_running_holds_its_output_open() throws Exception {
    Path pids = folder.resolve("pids");
    WireProcess process = start("sleep 600 & echo $! > pids; echo bye; exit 4");

    assertThat(exitOf(process)).isEqualTo(new Exit(4, ""));

    assertThat(lines()).containsExactly("bye");
    long child = Long.parseLong(Files.readString(pids).strip());
    until("the system has cleared it away", () -> !isThere(child));
  }

  @Test
  void one_that_closes_its_output_and_goes_on_is_ended() throws Exception {
    WireProcess process = start("echo up; exec >&-; sleep 600");

    assertThat(exitOf(process).code()).isGreaterThan(128);

    assertThat(lines()).containsExactly("up");
    assertThat(isThere(process.id().pid())).isFalse();
  }

  @Test
  void a_listener_that_is_slow_gets_everything_before_the_end_is_told() throws Exception {
    CountDownLatch mayGoOn = new CountDownLatch(1);
    WireProcess process =
        WireProcess.start(
            host,
            ProcessSpec.of(folder, "/bin/sh", "-c", "echo one; echo two"),
            "test",
            line -> {
              try {
                mayGoOn.await(30, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              said.add(line);
            },
            grumbled::add);

    mayGoOn.countDown();
    exitOf(process);

    assertThat(lines()).containsExactly("one", "two");
  }
}
