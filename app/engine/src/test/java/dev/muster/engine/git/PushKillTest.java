package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.git.RemoteBranch.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Killed while it pushes, nothing here has changed, and pushing again gets to the same end. */
class PushKillTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path dir;
  private TestRepository test;
  private Path server;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write("a.txt", "1\n");
    test.commit("one");
    server = dir.resolve("server.git");
    test.git(dir, "init", "-q", "--bare", server.toString());
    test.git("remote", "add", "origin", server.toString());
    var sessions = new TestSessions(test, dir.resolve("data"));
    var work = sessions.make("abc", "main");
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    sessions.commit(work, "two");
  }

  @AfterEach
  void close() {
    test.close();
  }

  /** Waits without a clock of its own: looks, and lets others run in between. */
  private static void until(String what, java.util.concurrent.Callable<Boolean> condition)
      throws Exception {
    var end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).as(what).isBefore(end);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @ParameterizedTest(name = "killed while the server runs {0}")
  @ValueSource(strings = {"pre-receive", "post-receive"})
  void a_killed_push_is_told_from_what_is_there_and_pushed_again(String hook) throws Exception {
    var at = dir.resolve("at");
    var go = dir.resolve("go");
    Files.writeString(
        server.resolve("hooks").resolve(hook),
        "#!/bin/sh\ntouch '%s'\nwhile [ ! -e '%s' ]; do sleep 0.05; done\n".formatted(at, go));
    assertThat(server.resolve("hooks").resolve(hook).toFile().setExecutable(true)).isTrue();
    var branch = test.git("rev-parse", "muster/abc");
    var process =
        new ProcessBuilder(KilledPush.command(test.root().toString(), test.env().get("HOME")))
            .inheritIO()
            .start();
    try {
      until("the server has it in hand", () -> Files.exists(at) || !process.isAlive());
      assertThat(process.isAlive()).isTrue();
    } finally {
      process.toHandle().destroyForcibly();
      process.waitFor();
      Files.writeString(go, "");
    }
    assertThat(test.git("rev-parse", "muster/abc")).isEqualTo(branch);
    assertThat(test.git("status", "--porcelain")).isEmpty();

    var publishing = new Publishing(test.open(), test.env());
    var place = publishing.place("main").orElseThrow();
    assertThat(publishing.seen(place, "muster/abc").standing())
        .isIn(Standing.ABSENT, Standing.SAME);
    // The server may still be at the one before; then it says so, and nothing is lost.
    until(
        "it is pushed",
        () -> publishing.push(new PushRequest(place, "muster/abc", false, false)).ok());
    assertThat(test.git(server, "rev-parse", "muster/abc")).isEqualTo(branch);
    assertThat(publishing.seen(place, "muster/abc").standing()).isEqualTo(Standing.SAME);
  }
}
