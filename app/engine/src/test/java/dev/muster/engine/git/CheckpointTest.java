package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointTest {
  @TempDir Path dir;
  private TestRepository test;
  private Repository repository;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write(".gitignore", "*.log\n");
    test.write("a.txt", "1\n");
    test.commit("one");
    repository = test.open();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private LiveTree live(String name) throws GitException {
    var path = dir.resolve("trees").resolve(name);
    repository.worktrees().create(new WorktreeRequest(path, name, null, null));
    return repository.worktrees().live(path, dir.resolve("index/" + name), ChangeBounds.DEFAULT);
  }

  @Test
  void a_checkpoint_holds_the_files_and_touches_neither_branch_nor_index() throws Exception {
    var live = live("x");
    TestRepository.write(live.worktree(), "a.txt", "2\n");
    TestRepository.write(live.worktree(), "new.txt", "untracked\n");
    test.git(live.worktree(), "add", "a.txt");
    TestRepository.write(live.worktree(), "a.txt", "3\n");
    var index = Files.readAllBytes(live.gitDir().resolve("index"));
    var branch = test.git("rev-parse", "muster/x");

    var checkpoint = live.checkpoint("abc1", 3, "Turn 3: “fix”\n\nmore about it");

    assertThat(checkpoint.ref()).isEqualTo("refs/muster/abc1/3");
    assertThat(test.git("show", checkpoint.commit() + ":a.txt")).isEqualTo("3\n");
    assertThat(test.git("show", checkpoint.commit() + ":new.txt")).isEqualTo("untracked\n");
    assertThat(test.git("rev-parse", checkpoint.commit() + "^")).isEqualTo(branch);
    assertThat(test.git("log", "-1", "--format=%an|%cn|%s|%b", checkpoint.commit()).strip())
        .isEqualTo(
            "Muster|Muster|Turn 3: “fix”|more about it\n\n"
                + "Session: abc1\n"
                + "Branch: refs/heads/muster/x\n"
                + "Head: "
                + branch.strip());
    assertThat(Files.readAllBytes(live.gitDir().resolve("index"))).isEqualTo(index);
    assertThat(test.git("rev-parse", "muster/x")).isEqualTo(branch);
    assertThat(test.git(live.worktree(), "status", "--porcelain"))
        .isEqualTo("MM a.txt\n?? new.txt\n");
  }

  @Test
  void checkpoints_are_listed_by_turn() throws Exception {
    var live = live("x");
    var made = new ArrayList<Checkpoint>();
    for (int turn : new int[] {0, 2, 10}) {
      TestRepository.write(live.worktree(), "a.txt", "turn " + turn + "\n");
      made.add(live.checkpoint("abc", turn, "turn " + turn));
    }
    live.checkpoint("abcd", 1, "another session");
    var listed = repository.checkpoints().of("abc");
    assertThat(listed).extracting(Checkpoint::turn).containsExactly(0, 2, 10);
    assertThat(listed)
        .extracting(Checkpoint::commit)
        .isEqualTo(made.stream().map(Checkpoint::commit).toList());
    assertThat(listed.getLast().message()).isEqualTo("turn 10");
    assertThat(listed.getLast().tree()).isEqualTo(made.getLast().tree());
    assertThat(repository.checkpoints().of("none")).isEmpty();

    var between =
        repository
            .checkpoints()
            .between(made.get(0).commit(), made.get(2).commit(), ChangeBounds.DEFAULT);
    assertThat(between.files()).extracting(FileChange::path).containsExactly("a.txt");
    assertThat(between.tree()).isEqualTo(made.get(2).tree());
    var diff =
        repository.checkpoints().diff(between, between.files().getFirst(), ChangeBounds.DEFAULT);
    assertThat(diff.hunks().getFirst().lines())
        .extracting(DiffLine::text)
        .containsExactly("turn 0", "turn 10");
  }

  @Test
  void no_work_is_thrown_away_when_a_turn_is_kept_twice_and_git_cleans_up() throws Exception {
    var live = live("x");
    TestRepository.write(live.worktree(), "a.txt", "first\n");
    var first = live.checkpoint("abc", 1, "first");
    TestRepository.write(live.worktree(), "a.txt", "second\n");
    var second = live.checkpoint("abc", 1, "second");
    assertThat(second.ref()).isEqualTo(first.ref());
    test.git("reflog", "expire", "--expire=now", "--all");
    test.git("gc", "-q", "--prune=now");
    assertThat(test.git("show", first.commit() + ":a.txt")).isEqualTo("first\n");
    assertThat(test.git("show", "refs/muster/abc/1:a.txt")).isEqualTo("second\n");
  }

  @Test
  void commits_an_agent_threw_away_stay_in_its_checkpoints() throws Exception {
    var live = live("x");
    TestRepository.write(live.worktree(), "a.txt", "good\n");
    test.git(live.worktree(), "commit", "-q", "-am", "good");
    var good = test.git(live.worktree(), "rev-parse", "HEAD").strip();
    live.checkpoint("abc", 1, "one");
    test.git(live.worktree(), "reset", "-q", "--hard", "HEAD~1");
    test.git("reflog", "expire", "--expire=now", "--all");
    test.git("gc", "-q", "--prune=now");
    assertThat(test.git("cat-file", "-t", good).strip()).isEqualTo("commit");
  }

  @Test
  void a_worktree_whose_branch_has_no_commit_is_kept_all_the_same() throws Exception {
    var live = live("x");
    test.git(live.worktree(), "checkout", "-q", "--orphan", "fresh");
    TestRepository.write(live.worktree(), "b.txt", "b\n");
    var checkpoint = live.checkpoint("abc", 1, "one");
    assertThat(test.git("show", checkpoint.commit() + ":b.txt")).isEqualTo("b\n");
  }

  @Test
  void only_plain_session_ids_become_refs() throws Exception {
    var live = live("x");
    for (var bad : new String[] {"", "A", "a/b", "..", "archive", "a b", "é", "x".repeat(41)}) {
      assertThatThrownBy(() -> live.checkpoint(bad, 1, "m"))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> repository.checkpoints().of(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> live.checkpoint("a", -1, "m"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Nine sessions at once, each measured and kept by several callers, while git cleans up. */
  @Test
  void nine_sessions_in_parallel_have_no_lock_error() throws Exception {
    for (int i = 0; i < 60; i++) {
      test.write("d" + i % 6 + "/f" + i, "x\n".repeat(i));
    }
    var base = test.commit("two");
    var trees = new ArrayList<LiveTree>();
    for (int i = 0; i < 9; i++) {
      trees.add(live("s" + i));
    }
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 9; i++) {
      var live = trees.get(i);
      var session = "session" + i;
      threads.add(
          go(
              failures,
              () -> {
                for (int turn = 0; turn < 6; turn++) {
                  TestRepository.write(live.worktree(), "work", session + turn);
                  TestRepository.write(live.worktree(), "new" + turn, session);
                  live.checkpoint(session, turn, "turn " + turn);
                }
              }));
      threads.add(
          go(
              failures,
              () -> {
                for (int k = 0; k < 6; k++) {
                  live.changes(base);
                  repository.facts();
                }
              }));
      // The agent works with git in its own worktree at the same time.
      threads.add(
          go(
              failures,
              () -> {
                for (int k = 0; k < 4; k++) {
                  TestRepository.write(live.worktree(), "agent", session + k);
                  // Plain git stumbles over a clean-up beside it, which is not what is tested.
                  test.sh(live.worktree(), "git add agent || git add agent || git add agent");
                  test.git(live.worktree(), "commit", "-q", "-m", "agent " + k, "agent");
                }
              }));
    }
    threads.add(
        go(
            failures,
            () -> {
              for (int k = 0; k < 3; k++) {
                test.git("pack-refs", "--all");
                test.git("gc", "-q");
              }
            }));
    for (var thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    for (int i = 0; i < 9; i++) {
      assertThat(repository.checkpoints().of("session" + i)).hasSize(6);
      assertThat(test.git("show", "refs/muster/session" + i + "/5:work"))
          .isEqualTo("session" + i + "5");
    }
    assertThat(test.git("fsck", "--no-dangling", "--strict")).doesNotContain("error");
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Thread go(ConcurrentLinkedQueue<Throwable> failures, Step step) {
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                step.run();
              } catch (Exception | AssertionError e) {
                failures.add(e);
              }
            });
  }
}
