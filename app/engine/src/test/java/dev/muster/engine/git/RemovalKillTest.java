package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A Muster that is killed while it drops a session leaves its worktree, or all that was in it. */
@EnabledOnOs(OS.LINUX)
class RemovalKillTest {
  @TempDir Path dir;

  /** A worktree with all that may be lost: committed, staged, changed, untracked, ignored. */
  private static final class Place implements AutoCloseable {
    final TestRepository test;
    final Path data;
    final SessionWork work;
    final Map<String, String> all;
    final Map<String, String> mine;
    final String tip;

    Place(Path dir) throws Exception {
      data = Files.createDirectories(dir).toRealPath().resolve("data");
      test = new TestRepository(dir.toRealPath().resolve("project"));
      test.write(".gitignore", ".env*\nlocal/\ntarget/\n");
      test.write("a.txt", "1\n");
      test.commit("one");
      work = new TestSessions(test, data).work(KilledWork.SESSION);
      test.open()
          .worktrees()
          .create(
              new WorktreeRequest(work.worktree(), KilledWork.SESSION, "main", KilledWork.LOCK));
      TestRepository.write(work.worktree(), "a.txt", "committed\n");
      test.git(work.worktree(), "commit", "-q", "-am", "by the agent");
      TestRepository.write(work.worktree(), "a.txt", "staged\n");
      test.git(work.worktree(), "add", "a.txt");
      TestRepository.write(work.worktree(), "a.txt", "changed\n");
      TestRepository.write(work.worktree(), "new/file.txt", "untracked\n");
      TestRepository.write(work.worktree(), ".env.local", "ignored\n");
      TestRepository.write(work.worktree(), "local/deep/notes", "ignored, too\n");
      TestRepository.write(work.worktree(), "target/made", "by a build\n");
      all = state(work.worktree());
      mine = test.everythingOfTheUser();
      tip = test.git("rev-parse", "muster/abc");
    }

    static Map<String, String> state(Path in) throws Exception {
      var found = new TreeMap<String, String>();
      try (var files = Files.walk(in)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          if (!file.endsWith(".git")) {
            found.put(in.relativize(file).toString(), Files.readString(file));
          }
        }
      }
      return found;
    }

    Removal removal() throws GitException {
      return test.open().removal(data.resolve("kept"), new Trash(data.resolve("trash")));
    }

    /** What the next start does, what it finds, and that it can be dropped all the same. */
    void check() throws Exception {
      assertThat(test.everythingOfTheUser()).isEqualTo(mine);
      assertThat(test.git("rev-parse", "muster/abc")).isEqualTo(tip);
      var trash = new Trash(data.resolve("trash"));
      trash.sweep().get(60, TimeUnit.SECONDS);
      var removal = removal();
      var request = KilledWork.request(work);
      removal.putBack(request);
      if (Files.exists(work.worktree())) {
        assertThat(state(work.worktree())).isEqualTo(all);
        assertThat(test.git(work.worktree(), "status", "--porcelain"))
            .isEqualTo("MM a.txt\n?? new/\n");
        assertThat(test.open().worktrees().at(work.worktree()).locked()).isEqualTo(KilledWork.LOCK);
        assertThat(data.resolve("kept/abc")).doesNotExist();
      }

      var removed = removal.remove(request);
      removed.deleted().get(60, TimeUnit.SECONDS);

      assertThat(work.worktree()).doesNotExist();
      assertThat(test.open().worktrees().list()).hasSize(1);
      assertThat(data.resolve("trash")).isEmptyDirectory();
      assertThat(removed.kept()).isNotNull();
      assertThat(state(removed.kept()))
          .isEqualTo(Map.of(".env.local", "ignored\n", "local/deep/notes", "ignored, too\n"));
      assertThat(removed.restore()).startsWith("To get it back: ").contains("ignored files are in");
      assertThat(test.everythingOfTheUser()).isEqualTo(mine);
      test.git("reflog", "expire", "--expire=now", "--all");
      test.git("gc", "-q", "--prune=now");
      test.sh(
          test.root(),
          removed
              .restore()
              .lines()
              .findFirst()
              .orElseThrow()
              .split("[:] ", 2)[1]
              .split("\\. Its ignored", 2)[0]);
      var kept = new TreeMap<>(all);
      kept.keySet().removeIf(name -> name.matches("\\.env.*|local/.*|target/.*"));
      assertThat(state(work.worktree())).isEqualTo(kept);
      assertThat(test.git("log", "--format=%T", "refs/muster/archive/abc").lines())
          .as("what was staged is reachable, too")
          .anyMatch(tree -> test.git("ls-tree", "-r", tree).contains(blob("staged\n")));
    }

    private String blob(String content) {
      return test.sh(test.root(), "printf '%s' '" + content + "' | git hash-object --stdin")
          .strip();
    }

    @Override
    public void close() {
      test.close();
    }
  }

  @ParameterizedTest(name = "killed after step {0}")
  @CsvSource({"1", "2", "3", "4", "5", "6"})
  void a_dropped_session_is_whole_or_kept_whenever_the_kill_comes(int step) throws Exception {
    try (var place = new Place(dir)) {
      assertThat(KilledWork.run(place.test, place.data, "remove", "step", step)).isFalse();
      place.check();
    }
  }

  @Test
  void one_that_was_killed_in_the_middle_of_moving_ignored_files_is_put_back_whole()
      throws Exception {
    try (var place = new Place(dir)) {
      assertThat(KilledWork.run(place.test, place.data, "remove", "step", 3)).isFalse();
      // As if only one of them had been moved.
      Files.move(place.data.resolve("kept/abc/local"), place.data.resolve("trash/abc/local"));
      place.check();
    }
  }

  @Test
  void what_an_agent_notes_of_ignored_files_is_not_believed() throws Exception {
    try (var place = new Place(dir)) {
      assertThat(KilledWork.run(place.test, place.data, "remove", "step", 2)).isFalse();
      var secret = TestRepository.write(place.data, "elsewhere/secret", "not the agent's\n");
      var note = place.test.root().resolve(".git/worktrees/abc/muster-kept");
      Files.writeString(note, secret.getParent().toString());
      assertThat(place.removal().putBack(KilledWork.request(place.work))).isTrue();
      assertThat(secret).hasContent("not the agent's");
      assertThat(Place.state(place.work.worktree())).isEqualTo(place.all);
    }
  }

  @Test
  @Tag("slow")
  void at_every_single_call_of_git() throws Exception {
    for (int call = 1; ; call++) {
      try (var place = new Place(dir.resolve("call-" + call))) {
        boolean done = KilledWork.run(place.test, place.data, "remove", "call", call);
        place.check();
        if (done) {
          assertThat(call).isGreaterThan(20);
          return;
        }
      }
    }
  }
}
