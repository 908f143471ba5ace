package dev.muster.engine.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalHostTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path dir;
  private final LocalHost host = new LocalHost();

  @AfterEach
  void close() {
    host.close();
  }

  private ProcessSpec sh(String script) {
    return ProcessSpec.of(dir, "sh", "-c", script);
  }

  @Test
  void a_command_gets_its_folder_arguments_and_exit_code() throws Exception {
    var spec =
        ProcessSpec.of(
            dir, "sh", "-c", "pwd -P; printf '%s|' \"$@\"; exit 7", "x", "a b", "$c", "");
    var done = host.run(spec, LONG);
    assertThat(done.exit()).isEqualTo(7);
    assertThat(done.ok()).isFalse();
    assertThat(done.outText()).isEqualTo(dir.toRealPath() + "\na b|$c||");
    assertThat(done.errText()).isEmpty();
  }

  @Test
  void output_and_errors_are_kept_apart_or_merged_in_order() throws Exception {
    var apart = host.run(sh("echo out; echo err >&2"), LONG);
    assertThat(apart.outText()).isEqualTo("out\n");
    assertThat(apart.errText()).isEqualTo("err\n");
    var merged = host.run(sh("echo 1; echo 2 >&2; echo 3").withMergedStderr(), LONG);
    assertThat(merged.outText()).isEqualTo("1\n2\n3\n");
  }

  @Test
  void a_command_sees_only_the_environment_it_was_given() throws Exception {
    var spec =
        ProcessSpec.of(dir, "env")
            .withEnv(Map.of("PATH", System.getenv("PATH"), "COLOUR", "blé 1"));
    var names = new ArrayList<String>();
    for (var line : host.run(spec, LONG).outText().lines().toList()) {
      names.add(line.substring(0, line.indexOf('=')));
    }
    // A shell adds PWD (and some OLDPWD, SHLVL, _) by itself.
    assertThat(names).contains("PATH", "COLOUR", "MUSTER_TREE");
    assertThat(names).isSubsetOf("PATH", "COLOUR", "MUSTER_TREE", "PWD", "OLDPWD", "SHLVL", "_");
  }

  @ParameterizedTest
  @EnumSource
  void a_command_is_looked_for_on_the_path_it_is_given(ProcessSpec.Lifetime lifetime)
      throws Exception {
    var own = Files.createDirectory(dir.resolve("own"));
    Files.writeString(own.resolve("ls"), "#!/bin/sh\necho mine\n");
    assertThat(own.resolve("ls").toFile().setExecutable(true)).isTrue();
    var spec =
        ProcessSpec.of(dir, "ls")
            .withEnv(Map.of("PATH", own + ":" + System.getenv("PATH")))
            .withLifetime(lifetime);
    assertThat(host.run(spec, LONG).outText()).isEqualTo("mine\n");
  }

  @Test
  void a_command_reads_what_it_is_given_however_much_that_is() throws Exception {
    assertThat(host.run(sh("cat").withStdin(Stdin.none()), LONG).out()).isEmpty();
    var little = "ein Wort: größer".getBytes(StandardCharsets.UTF_8);
    assertThat(host.run(sh("cat").withStdin(Stdin.bytes(little)), LONG).out()).isEqualTo(little);
    var much = new byte[3 << 20];
    Arrays.fill(much, (byte) 'x');
    assertThat(host.run(sh("cat").withStdin(Stdin.bytes(much)), LONG).out()).isEqualTo(much);
  }

  @Test
  void a_command_that_does_not_read_its_input_still_ends() throws Exception {
    var done = host.run(sh("exit 3").withStdin(Stdin.bytes(new byte[1 << 20])), LONG);
    assertThat(done.exit()).isEqualTo(3);
  }

  @Test
  void one_can_talk_with_a_command() throws Exception {
    var cat = host.start(sh("cat").withStdin(Stdin.open()));
    var lines = new java.util.concurrent.LinkedBlockingQueue<String>();
    OutputPump.lines(cat.stdout(), "out", 1000, line -> lines.add(line.text()));
    for (var word : List.of("one", "two")) {
      cat.stdin().write((word + "\n").getBytes(StandardCharsets.UTF_8));
      cat.stdin().flush();
      assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo(word);
    }
    cat.stdin().close();
    assertThat(cat.exit().get(30, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void more_output_than_is_kept_is_counted_and_does_not_block_the_command() throws Exception {
    var done =
        host.run(
            sh("head -c 500000 /dev/zero; head -c 3000 /dev/zero >&2"),
            LONG,
            new Capture(1000, 1000));
    assertThat(done.exit()).isZero();
    assertThat(done.out()).hasSize(1000);
    assertThat(done.droppedOut()).isEqualTo(499_000);
    assertThat(done.droppedErr()).isEqualTo(2000);
  }

  @Test
  void a_command_that_does_not_exist_is_a_sentence() {
    assertThatThrownBy(() -> host.start(ProcessSpec.of(dir, "no-such-command-here")))
        .isInstanceOf(HostException.class)
        .hasMessage("The command “no-such-command-here” was not found on the search path.");
    assertThatThrownBy(() -> host.start(ProcessSpec.of(dir, "./nothing")))
        .hasMessage("There is no command at “./nothing”.");
    assertThatThrownBy(() -> host.start(ProcessSpec.of(dir.resolve("gone"), "true")))
        .hasMessageStartingWith("There is no folder “");
  }

  @Test
  void a_file_that_may_not_be_executed_is_a_sentence() throws Exception {
    Files.writeString(dir.resolve("plain"), "echo hi");
    assertThatThrownBy(() -> host.start(ProcessSpec.of(dir, "./plain")))
        .hasMessage("“./plain” may not be executed.");
  }

  @Test
  void a_command_whose_name_holds_an_equals_sign_runs() throws Exception {
    var script = dir.resolve("a=b");
    Files.writeString(script, "#!/bin/sh\necho ran $1\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    assertThat(host.run(ProcessSpec.of(dir, "./a=b", "-n"), LONG).outText()).isEqualTo("ran -n\n");
  }

  @Test
  void an_argument_list_beyond_what_the_system_takes_is_a_sentence() {
    var spec = ProcessSpec.of(dir, "true", "x".repeat(4 << 20));
    assertThatThrownBy(() -> host.start(spec))
        .isInstanceOf(HostException.class)
        .hasMessageStartingWith("“true” could not be started: ");
  }

  @Test
  void a_command_killed_by_a_signal_tells_so_by_its_exit_code() throws Exception {
    assertThat(host.run(sh("kill -KILL $$"), LONG).exit()).isEqualTo(137);
    assertThat(host.run(sh("kill -TERM $$"), LONG).exit()).isEqualTo(143);
    for (var lifetime : ProcessSpec.Lifetime.values()) {
      var spec = sh("kill -TERM $$").withLifetime(lifetime);
      assertThat(host.run(spec, LONG).exit()).isEqualTo(143);
    }
  }

  @Test
  void many_commands_at_once_keep_their_own_output() throws Exception {
    var threads = new ArrayList<Thread>();
    var wrong = new java.util.concurrent.ConcurrentLinkedQueue<String>();
    for (int i = 0; i < 40; i++) {
      int n = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      var text = host.run(sh("echo " + n + "; exit " + n), LONG);
                      if (text.exit() != n || !text.outText().equals(n + "\n")) {
                        wrong.add(n + ": " + text.exit() + " " + text.outText());
                      }
                    } catch (HostException e) {
                      wrong.add(n + ": " + e.getMessage());
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void usage_tells_that_a_tree_works_and_what_it_waits_for() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(host.probe().usageKnown());
    var busy = host.start(sh("while :; do :; done & cat").withStdin(Stdin.open()));
    var first = busy.usage();
    Eventually.until("time is used", () -> busy.usage().cpu().compareTo(first.cpu()) > 0);
    Eventually.until(
        "the loop runs and cat waits for input",
        () ->
            busy.usage()
                .waits()
                .containsAll(List.of(TreeUsage.Wait.RUNNING, TreeUsage.Wait.INPUT)));
    var usage = busy.usage();
    assertThat(usage.known()).isTrue();
    assertThat(usage.processes()).isEqualTo(3);
    assertThat(usage.residentBytes()).isBetween(100_000L, 100_000_000L);
    busy.end(Duration.ZERO);
    assertThat(busy.usage().known()).isFalse();
  }

  @Test
  void what_has_come_to_a_tree_since_is_ended_and_the_rest_stays() throws Exception {
    var tree =
        host.start(
            sh("sleep 600 & echo $! >first; read -r _;"
                    + " (trap '' TERM; sleep 601 & echo $! >deaf; wait) & sleep 602 & read -r _")
                .withStdin(Stdin.open()));
    Eventually.until(
        "the first stands",
        () -> Files.exists(dir.resolve("first")) && Files.size(dir.resolve("first")) > 0);
    var before = tree.members();
    long first = Long.parseLong(Files.readString(dir.resolve("first")).strip());
    assertThat(before).contains(tree.id().pid(), first);
    tree.stdin().write('\n');
    tree.stdin().flush();
    Eventually.until("the others stand", () -> tree.members().size() >= before.size() + 3);
    var since = tree.members();
    since.removeAll(before);

    tree.endAllBut(before, Duration.ofMillis(50));

    assertThat(tree.members()).doesNotContainAnyElementsOf(since).containsAll(before);
    tree.end(Duration.ZERO);
    assertThat(tree.members()).isEmpty();
  }

  @Test
  void lines_survive_bad_utf8_missing_ends_and_great_length() throws Exception {
    var lines = new ArrayList<OutputPump.Line>();
    var bytes = ("grün\r\n\n" + "é".repeat(20) + "\nlast").getBytes(StandardCharsets.UTF_8);
    bytes[3] = (byte) 0xff;
    OutputPump.lines(new ByteArrayInputStream(bytes), "t", 15, lines::add)
        .get(30, TimeUnit.SECONDS);
    assertThat(lines)
        .containsExactly(
            new OutputPump.Line("gr\uFFFD\uFFFDn", 0),
            new OutputPump.Line("", 0),
            new OutputPump.Line("é".repeat(7), 26),
            new OutputPump.Line("last", 0));
  }

  @Test
  void a_reader_that_fails_does_not_block_the_command() throws Exception {
    var process = host.start(sh("head -c 1000000 /dev/zero; exit 4"));
    var reading =
        OutputPump.bytes(
            process.stdout(),
            "t",
            chunk -> {
              throw new IllegalStateException("no");
            });
    assertThat(process.exit().get(30, TimeUnit.SECONDS)).isEqualTo(4);
    assertThatThrownBy(() -> reading.get(30, TimeUnit.SECONDS)).hasRootCauseMessage("no");
  }

  @Test
  void a_closed_host_starts_nothing_more() {
    host.close();
    assertThatThrownBy(() -> host.start(sh("true")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("Muster is closing");
  }

  @Test
  void secrets_do_not_pass_the_scrubbing() {
    var scrubbed =
        Environments.scrub(
            Map.of(
                "PATH", "/bin",
                "LC_ALL", "C",
                "ANTHROPIC_API_KEY", "k",
                "SSH_AUTH_SOCK", "/s",
                "GIT_DIR", "/x",
                "LD_PRELOAD", "/evil",
                "AWS_PROFILE", "p",
                "https_proxy", "http://proxy:3128",
                "HTTP_PROXY", "http://me:secret@proxy:3128"));
    assertThat(scrubbed).containsOnlyKeys("PATH", "LC_ALL", "https_proxy");
  }

  @Test
  void a_process_id_is_written_and_read_back() throws Exception {
    var process = host.start(sh("cat").withStdin(Stdin.open()));
    assertThat(ProcessId.parse(process.id().text())).isEqualTo(process.id());
    assertThatThrownBy(() -> ProcessId.parse("12; rm -rf /"))
        .isInstanceOf(IllegalArgumentException.class);
    process.end(Duration.ZERO);
  }
}
