package dev.muster.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.builtin.model.ScriptedReply;
import dev.muster.engine.event.SessionState;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** The command as a process of its own: what signals do to it, and what it leaves behind. */
@EnabledOnOs(OS.LINUX)
class ProcessTest extends CliFixture {
  private static final int SIGINT = 2;

  private ScriptedModelServer server;
  private final List<Process> started = new ArrayList<>();

  @BeforeEach
  void startServer() {
    server = ScriptedModelServer.start();
  }

  @AfterEach
  void stop() {
    started.forEach(Process::destroyForcibly);
    server.close();
  }

  private Process start(String... args) throws IOException {
    return startWith(System.getenv("PATH"), args);
  }

  /**
   * @param path where programs are looked for
   */
  private Process startWith(String path, String... args) throws IOException {
    return startInto(temp.resolve("out").toFile(), path, args);
  }

  private Process startInto(File results, String path, String... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("dev.muster.cli.Main");
    command.addAll(List.of(args));
    var builder = new ProcessBuilder(command).directory(checkout().toFile());
    builder.environment().put("PATH", path);
    builder.environment().put("MUSTER_HOME", temp.resolve("home").toString());
    builder.environment().put("ANTHROPIC_API_KEY", "key-a");
    builder.environment().put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    builder.redirectErrorStream(false);
    builder.redirectOutput(results);
    builder.redirectError(temp.resolve("err").toFile());
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private String out() throws IOException {
    return Files.readString(temp.resolve("out"), StandardCharsets.UTF_8);
  }

  /** A command of the agent that says it runs, and then runs for an hour. */
  private ScriptedReply sleep() {
    return ScriptedReply.call("c1", "run", "{\"command\":\"echo $$ > pid; sleep 3600\"}");
  }

  private Process working() throws Exception {
    server.script(sleep());
    Process process =
        start(
            "run",
            "work",
            "--mode",
            "full-auto",
            "--without-sandbox",
            "--agent",
            "muster-anthropic");
    until("the command runs", () -> pid().isPresent());
    return process;
  }

  private ProcessHandle sleeper() throws IOException {
    return ProcessHandle.of(pid().orElseThrow()).orElse(null);
  }

  /** What the command wrote into its worktree; a command that writes elsewhere would be asked. */
  private Optional<Long> pid() throws IOException {
    if (!Files.isDirectory(folder.worktrees())) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.find(folder.worktrees(), 3, (f, a) -> f.endsWith("pid"))) {
      Optional<Path> file = files.findFirst();
      String text = file.isEmpty() ? "" : Files.readString(file.get()).strip();
      return text.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(text));
    }
  }

  /** By the shell's own kill: a minimal system has no other. */
  private static void signal(Process process, String name) throws Exception {
    assertThat(
            new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor())
        .isZero();
  }

  /**
   * A shell has what it starts in the background ignore Ctrl-C, and whoever that starts as well.
   */
  private static void controlCIsHeard() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      long ignored =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("SigIgn:"))
              .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
              .findFirst()
              .orElse(0);
      assumeTrue((ignored & 1L << (SIGINT - 1)) == 0, "Ctrl-C is not ignored here.");
    }
  }

  @Test
  void control_c_ends_the_turn_in_an_orderly_way_and_the_process_with_130() throws Exception {
    controlCIsHeard();
    Process process = working();
    ProcessHandle sleeper = sleeper();
    signal(process, "INT");

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(sleeper == null || !sleeper.isAlive()).isTrue();
    assertThat(rows().getFirst().state()).isEqualTo(SessionState.STOPPED);
    assertThat(out()).contains("the turn was interrupted");
    assertThat(folder.socket()).doesNotExist();
  }

  @Test
  void control_c_in_the_middle_of_an_export_leaves_no_half_file_and_ends_with_130()
      throws Exception {
    controlCIsHeard();
    server.script(
        ScriptedReply.call("c1", "write", "{\"path\":\"answer.txt\",\"content\":\"right\"}"),
        ScriptedReply.text("It is right."));
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    Typed typed = Typed.nobody();
    assertThat(muster(typed, "run", "write", "--agent", "muster-anthropic", "--mode", "edit"))
        .as(typed.err())
        .isZero();
    Path folderOfExport = Files.createDirectory(temp.resolve("exports"));
    Path target = folderOfExport.resolve("all.md");

    Process process =
        startWith(
            gitThatWaits() + File.pathSeparator + System.getenv("PATH"),
            "export",
            rows().getFirst().id().value(),
            "--output",
            target.toString());
    until("it reads what a turn changed", () -> Files.exists(temp.resolve("reached")));
    assertThat(names(folderOfExport)).hasSize(1).noneMatch("all.md"::equals);
    signal(process, "INT");
    // Taken away after the export was told to end, by the same signal.
    until("the signal has arrived", () -> !Files.exists(folder.socket()));
    Files.delete(temp.resolve("hold"));

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(130);
    assertThat(names(folderOfExport)).isEmpty();
    assertThat(Files.readString(temp.resolve("err"))).contains("Stopped before the end");
    assertThat(out()).isEmpty();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  /** A folder with a git that, asked for differences, waits while there is a file "hold". */
  private Path gitThatWaits() throws IOException {
    Path real =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .map(each -> Path.of(each, "git"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    Files.createFile(temp.resolve("hold"));
    Path folderOfGit = Files.createDirectory(temp.resolve("git that waits"));
    Path git =
        Files.writeString(
            folderOfGit.resolve("git"),
            """
            #!/bin/sh
            case " $* " in *" diff"*)
              : >'%1$s/reached'
              tries=0
              while [ -e '%1$s/hold' ] && [ $tries -lt 1200 ]; do
                sleep 0.05
                tries=$((tries + 1))
              done
            esac
            exec '%2$s' "$@"
            """
                .formatted(temp, real));
    assertThat(git.toFile().setExecutable(true)).isTrue();
    return folderOfGit;
  }

  @Test
  void a_plain_kill_is_orderly_too() throws Exception {
    Process process = working();
    signal(process, "TERM");
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(rows().getFirst().state()).isEqualTo(SessionState.STOPPED);
  }

  @Test
  void after_a_kill_9_the_session_is_lost_not_running_and_can_go_on() throws Exception {
    Process process = working();
    ProcessHandle sleeper = sleeper();
    signal(process, "KILL");
    process.waitFor();
    until("its command is gone", () -> sleeper == null || !sleeper.isAlive());

    Typed list = Typed.nobody();
    assertThat(muster(list, "list")).isZero();
    assertThat(list.out()).contains("lost").doesNotContain("working");

    server.script(ScriptedReply.text("On we go."));
    environment.put("ANTHROPIC_API_KEY", "key-a");
    environment.put("ANTHROPIC_BASE_URL", server.anthropicBaseUrl());
    Typed next = Typed.nobody();
    String id = rows().getFirst().id().value();
    assertThat(muster(next, "run", "--resume", id, "go on")).as(next.err()).isZero();
    assertThat(next.out()).contains("On we go.");
  }

  @Test
  void results_are_utf_8_whatever_the_locale_and_nothing_else_is_on_standard_output()
      throws Exception {
    server.script(ScriptedReply.text("Grüße 🚀"));
    Process process = start("run", "--json", "hello", "--agent", "muster-anthropic");
    assertThat(process.waitFor()).isZero();
    assertThat(kinds(out())).contains("MessageAdded");
    assertThat(out()).contains("Grüße 🚀");
  }

  @Test
  void results_that_could_not_be_written_are_told_and_end_with_1() throws Exception {
    Process process = startInto(new File("/dev/full"), System.getenv("PATH"), "--help");
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(Files.readString(temp.resolve("err")))
        .contains("not all of it could be written to standard output (No space left on device)");
  }

  @Test
  void bad_usage_ends_with_2() throws Exception {
    assertThat(start("dance").waitFor()).isEqualTo(2);
    assertThat(start().waitFor()).isEqualTo(2);
  }
}
