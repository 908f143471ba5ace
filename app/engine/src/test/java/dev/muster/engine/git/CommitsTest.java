package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Committing a session's work: all of it, on its own branch, and nothing else moves. */
class CommitsTest {
  @TempDir Path dir;
  private TestRepository test;
  private SessionWork work;
  private Commits commits;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write(".gitignore", "*.log\n");
    test.write("a.txt", "1\n");
    test.write("b.txt", "1\n");
    test.commit("one");
    work = new TestSessions(test, dir.resolve("data")).make("abc", "main");
    commits = test.open().commits();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private String git(String... args) {
    return test.git(work.worktree(), args);
  }

  @Test
  void everything_but_ignored_files_is_committed_and_the_checkout_is_untouched() throws Exception {
    var mine = test.everythingOfTheUser();
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    TestRepository.write(work.worktree(), "d/new.txt", "new\n");
    TestRepository.write(work.worktree(), "x.log", "ignored\n");
    Files.delete(work.worktree().resolve("b.txt"));
    assertThat(commits.uncommitted(work)).isEqualTo(3);
    var made = commits.commit(work, "Title  \n\nBody.\n\n\n");
    assertThat(made.made()).isTrue();
    assertThat(made.branch()).isEqualTo("muster/abc");
    assertThat(git("log", "-1", "--format=%B")).isEqualTo("Title\n\nBody.\n\n");
    assertThat(git("show", "--name-status", "--format=", "HEAD"))
        .isEqualTo("M\ta.txt\nD\tb.txt\nA\td/new.txt\n");
    assertThat(git("status", "--porcelain")).isEmpty();
    assertThat(git("reflog", "-1", "--format=%gs").strip()).isEqualTo("commit: Title");
    assertThat(commits.uncommitted(work)).isZero();
    assertThat(test.everythingOfTheUser()).isEqualTo(mine);
    assertThat(commits.commit(work, "Again").made()).isFalse();
  }

  @Test
  void work_on_a_detached_head_is_committed_there() throws Exception {
    git("checkout", "-q", "--detach");
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    var made = commits.commit(work, "Detached");
    assertThat(made.branch()).isNull();
    assertThat(git("rev-parse", "HEAD").strip()).isEqualTo(made.commit());
    assertThat(git("rev-parse", "muster/abc").strip()).isEqualTo(made.before());
  }

  @Test
  void what_was_staged_and_is_no_longer_on_disk_is_kept() throws Exception {
    TestRepository.write(work.worktree(), "a.txt", "staged\n");
    git("add", "a.txt");
    TestRepository.write(work.worktree(), "a.txt", "on disk\n");
    var made = commits.commit(work, "x");
    assertThat(git("show", "HEAD:a.txt")).isEqualTo("on disk\n");
    assertThat(git("show", "refs/muster/kept/abc/" + made.before() + ":a.txt"))
        .isEqualTo("staged\n");
  }

  @Test
  void nothing_is_committed_in_the_middle_of_a_merge_or_without_a_message() throws Exception {
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    assertThatThrownBy(() -> commits.commit(work, "  \n"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("needs a message");
    git("commit", "-qam", "two");
    test.sh(
        work.worktree(),
        "git checkout -q -b side HEAD~1; echo 3 >a.txt; git commit -qam three; git merge muster/abc"
            + " || true");
    var status = git("status", "--porcelain");
    assertThatThrownBy(() -> commits.commit(work, "x"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("A merge is half done");
    assertThat(git("status", "--porcelain")).isEqualTo(status);
  }

  @Test
  void another_git_at_work_there_is_waited_for_and_then_told() throws Exception {
    TestRepository.write(work.worktree(), "a.txt", "2\n");
    var lock = Path.of(git("rev-parse", "--absolute-git-dir").strip()).resolve("index.lock");
    Files.writeString(lock, "");
    assertThatThrownBy(() -> commits.commit(work, "x"))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("Another git process");
    assertThat(lock).exists();
    Files.delete(lock);
    assertThat(commits.commit(work, "x").made()).isTrue();
  }
}
