package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorktreesTest {
  @TempDir Path dir;
  private TestRepository test;
  private Worktrees worktrees;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write("a.txt", "1\n");
    test.commit("one");
    worktrees = test.open().worktrees();
  }

  @AfterEach
  void close() {
    test.close();
  }

  private CreatedWorktree create(String name, String title) throws GitException {
    return worktrees.create(new WorktreeRequest(dir.resolve("trees/" + name), title, null, null));
  }

  @Test
  void a_worktree_is_on_a_branch_named_after_its_task() throws Exception {
    var made = create("x", "Fix the login!");
    assertThat(made.branch()).isEqualTo("muster/fix-the-login");
    assertThat(made.base()).isEqualTo(test.git("rev-parse", "HEAD").strip());
    assertThat(made.path().resolve("a.txt")).hasContent("1");
    assertThat(made.gitDir()).isEqualTo(test.root().resolve(".git/worktrees/x"));
    assertThat(made.notes()).isEmpty();
    var listed = worktrees.at(made.path());
    assertThat(listed.head()).isEqualTo(new Head("muster/fix-the-login", made.base()));
    assertThat(listed.gitDir()).isEqualTo(made.gitDir());
    assertThat(listed.main()).isFalse();
    assertThat(listed.locked()).isNull();
    assertThat(listed.missing()).isFalse();
  }

  @Test
  void a_name_that_is_taken_gets_a_number() throws Exception {
    assertThat(create("1", "Same").branch()).isEqualTo("muster/same");
    assertThat(create("2", "Same").branch()).isEqualTo("muster/same-2");
    test.git("branch", "muster/same-3");
    test.git("branch", "muster/SAME-4");
    test.git("branch", "muster/same-5/deep");
    assertThat(create("3", "same?").branch()).isEqualTo("muster/same-6");
  }

  @Test
  void a_branch_called_muster_leaves_room_elsewhere() throws Exception {
    test.git("branch", "muster");
    assertThat(create("x", "Task").branch()).isEqualTo("muster-work/task");
  }

  @Test
  void a_worktree_may_start_from_any_commit() throws Exception {
    var one = test.git("rev-parse", "HEAD").strip();
    test.git("tag", "-a", "-m", "release", "v1");
    test.write("a.txt", "2\n");
    test.commit("two");
    test.git("update-ref", "refs/remotes/origin/feature", one);
    for (var base : new String[] {"v1", one, "origin/feature", "main~1"}) {
      var path = dir.resolve("from " + base.replace('/', ' '));
      var made = worktrees.create(new WorktreeRequest(path, "t", base, null));
      assertThat(made.base()).isEqualTo(one);
      assertThat(path.resolve("a.txt")).hasContent("1");
    }
  }

  @Test
  void a_base_that_does_not_exist_leaves_nothing() {
    assertThatThrownBy(
            () ->
                worktrees.create(
                    new WorktreeRequest(dir.resolve("trees/x"), "Task", "no-such", null)))
        .hasMessage("There is no commit “no-such” in project.");
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
  }

  @Test
  void a_place_that_is_taken_leaves_what_is_there() throws Exception {
    TestRepository.write(dir, "trees/x/file", "mine");
    assertThatThrownBy(() -> create("x", "Task")).hasMessageContaining("the folder is not empty");
    assertThatThrownBy(() -> create("x/file", "Task"))
        .hasMessageContaining("there is a file of that name");
    assertThat(dir.resolve("trees/x/file")).hasContent("mine");
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
    Files.createDirectories(dir.resolve("trees/empty"));
    assertThat(create("empty", "Task").branch()).isEqualTo("muster/task");
  }

  @Test
  void a_checkout_that_fails_leaves_nothing() throws Exception {
    test.write("secret.bin", "x");
    test.write(".gitattributes", "secret.bin filter=broken\n");
    test.commit("needs a filter");
    test.git("config", "filter.broken.smudge", "false");
    test.git("config", "filter.broken.required", "true");
    assertThatThrownBy(() -> create("x", "Task")).isInstanceOf(GitException.class);
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
    assertThat(test.git("worktree", "list").lines()).hasSize(1);
    assertThat(dir.resolve("trees/x")).doesNotExist();
  }

  @Test
  void hooks_of_the_repository_do_not_run() throws Exception {
    var hook = test.write(".git/hooks/post-checkout", "#!/bin/sh\ntouch " + dir + "/ran\n");
    assertThat(hook.toFile().setExecutable(true)).isTrue();
    create("x", "Task");
    assertThat(dir.resolve("ran")).doesNotExist();
  }

  @Test
  void a_worktree_whose_making_was_cut_short_can_be_made_again() throws Exception {
    var path = dir.resolve("trees/x");
    var trash = new Trash(dir.resolve("trash"));
    worktrees.create(new WorktreeRequest(path, "Task", null, "session abc"));
    Files.delete(path.resolve("a.txt")); // as if the checkout had not come so far
    TestRepository.write(path, "half", "of a file");

    worktrees.discardUnfinished(path, trash);

    assertThat(path).doesNotExist();
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
    assertThat(test.git("worktree", "list").lines()).hasSize(1);
    assertThat(create("x", "Task").branch()).isEqualTo("muster/task");
    assertThat(path.resolve("a.txt")).hasContent("1");
  }

  @Test
  void a_folder_that_git_had_not_come_to_know_is_cleared_away_as_well() throws Exception {
    TestRepository.write(dir, "trees/x/file", "half");
    worktrees.discardUnfinished(dir.resolve("trees/x"), new Trash(dir.resolve("trash")));
    worktrees.discardUnfinished(dir.resolve("trees/never"), new Trash(dir.resolve("trash")));
    assertThat(create("x", "Task").branch()).isEqualTo("muster/task");
    assertThat(dir.resolve("trees/x/file")).doesNotExist();
  }

  @Test
  void the_branch_of_a_worktree_cut_short_stays_when_only_it_holds_its_commit() throws Exception {
    var made = create("x", "Task");
    test.git("-C", made.path().toString(), "commit", "--allow-empty", "-m", "mine alone");
    worktrees.discardUnfinished(made.path(), new Trash(dir.resolve("trash")));
    assertThat(test.git("log", "-1", "--format=%s", "muster/task").strip()).isEqualTo("mine alone");
  }

  @Test
  void a_locked_worktree_says_why_until_it_is_unlocked() throws Exception {
    var path = dir.resolve("trees/x");
    worktrees.create(new WorktreeRequest(path, "Task", null, "session abc runs, since\n12:00"));
    assertThat(worktrees.at(path).locked()).startsWith("session abc runs, since");
    worktrees.lock(path, "again");
    assertThat(worktrees.at(path).locked()).startsWith("session abc");
    worktrees.unlock(path);
    worktrees.unlock(path);
    assertThat(worktrees.at(path).locked()).isNull();
    worktrees.lock(path, "");
    assertThat(worktrees.at(path).locked()).isEmpty();
  }

  @Test
  void the_list_knows_the_main_checkout_and_what_is_missing() throws Exception {
    create("x", "Task");
    test.git("worktree", "add", "-q", "--detach", dir.resolve("detached").toString());
    test.sh(dir, "rm -rf trees/x");
    var list = worktrees.list();
    assertThat(list).hasSize(3);
    assertThat(list.getFirst().main()).isTrue();
    assertThat(list.getFirst().path()).isEqualTo(test.root());
    assertThat(list).extracting(Worktree::missing).containsExactlyInAnyOrder(false, true, false);
    assertThat(worktrees.at(dir.resolve("detached")).head().detached()).isTrue();
    assertThat(worktrees.at(dir.resolve("trees/x")).missing()).isTrue();
    assertThatThrownBy(() -> worktrees.at(dir.resolve("other")))
        .hasMessage("“" + dir.resolve("other") + "” is not a worktree of project.");
  }

  @Test
  void the_cost_of_a_worktree_is_told() throws Exception {
    var made = create("x", "Task");
    TestRepository.write(made.path(), "deep/er/big", "x".repeat(100_000));
    test.sh(made.path(), "ln -s /usr everything");
    var cost = worktrees.cost(made.path());
    assertThat(cost.complete()).isTrue();
    assertThat(cost.files()).isEqualTo(3); // a.txt, .git, big
    assertThat(cost.bytes()).isBetween(100_000L, 101_000L);
    assertThat(worktrees.cost(dir.resolve("nowhere")).complete()).isFalse();
  }

  @Test
  void ignored_files_come_along_as_the_list_says() throws Exception {
    test.write(".gitignore", ".env*\n*.key\nnode_modules/\nlocal/\n:odd\n");
    test.write(
        ".worktreeinclude",
        "# what a session needs\n.env*\n!.env.example\nlocal/**\n/:odd\nnotes.txt\n");
    test.commit("two");
    test.write(".env", "A=1\n");
    test.write("service/.env.test", "B=2\n");
    test.write(".env.example", "no\n");
    test.write("server.key", "not named\n");
    test.write("node_modules/x/index.js", "not named\n");
    test.write("local/dir/data", "x\n");
    test.write(":odd", "x\n");
    test.write("notes.txt", "named but not ignored: would show as a change\n");
    assertThat(test.root().resolve(".env").toFile().setExecutable(true)).isTrue();

    var made = create("x", "Task");

    assertThat(made.copied().examples())
        .containsExactlyInAnyOrder(".env", "service/.env.test", "local/dir/data", ":odd");
    assertThat(made.copied().files()).isEqualTo(4);
    assertThat(made.copied().bytes()).isEqualTo(4 + 4 + 2 + 2);
    assertThat(made.copied().skipped()).isEmpty();
    assertThat(made.path().resolve("service/.env.test")).hasContent("B=2");
    assertThat(Files.isExecutable(made.path().resolve(".env"))).isTrue();
    assertThat(made.path().resolve("server.key")).doesNotExist();
    assertThat(test.git(made.path(), "status", "--porcelain")).isEmpty();
  }

  @Test
  void copying_never_leaves_the_repository_and_never_overwrites() throws Exception {
    var outside = TestRepository.write(dir, "outside/secret", "secret\n");
    test.write(".gitignore", "*.loc\nout/\nin.d\n");
    test.write(".worktreeinclude", "*.loc\nout/\n");
    test.write("kept.loc", "tracked in the base\n");
    test.sh(test.root(), "ln -s " + dir + "/outside away; git add -f kept.loc away");
    test.commit("two");
    var base = test.git("rev-parse", "HEAD").strip();
    // In the checkout the tracked file and link are gone, and other things are in their places.
    test.sh(
        test.root(),
        "git rm -q --cached kept.loc; echo mine >kept.loc; git rm -q away; mkdir away; echo x"
            + " >away/planted.loc; ln -s "
            + dir
            + "/outside/secret abs.loc; ln -s ../outside/secret rel.loc; ln -s a.txt in.loc;"
            + " mkfifo pipe.loc; mkdir out; ln -s "
            + dir
            + "/outside out/dir; git init -q out/repo;"
            + " cd out/repo; git commit -q --allow-empty -m x");

    var path = dir.resolve("trees/x");
    var made = worktrees.create(new WorktreeRequest(path, "Task", base, null));

    assertThat(path.resolve("kept.loc")).hasContent("tracked in the base");
    assertThat(dir.resolve("outside/planted.loc")).doesNotExist();
    assertThat(Files.readSymbolicLink(path.resolve("in.loc"))).isEqualTo(Path.of("a.txt"));
    for (var no : new String[] {"abs.loc", "rel.loc", "pipe.loc", "out/dir", "out/repo"}) {
      assertThat(Files.exists(path.resolve(no), LinkOption.NOFOLLOW_LINKS)).as(no).isFalse();
    }
    assertThat(outside).hasContent("secret");
    assertThat(made.copied().skipped())
        .contains(
            "“abs.loc” is a link that leads out of the repository.",
            "“rel.loc” is a link that leads out of the repository.",
            "“away/planted.loc” would be written outside of the worktree.",
            "“kept.loc” is there already.",
            "“out/repo/” is a repository of its own.");
  }

  @Test
  void twelve_worktrees_at_once_are_made_two_at_a_time_without_a_lock_error() throws Exception {
    for (int i = 0; i < 50; i++) {
      test.write("d" + i % 5 + "/f" + i, "x\n".repeat(i));
    }
    test.commit("two");
    var branches = new ConcurrentLinkedQueue<String>();
    var failures = new ConcurrentLinkedQueue<Throwable>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < 12; i++) {
      int n = i;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      branches.add(
                          test.open()
                              .worktrees()
                              .create(
                                  new WorktreeRequest(
                                      dir.resolve("trees/" + n), "Same title", null, "r"))
                              .branch());
                    } catch (GitException | RuntimeException e) {
                      failures.add(e);
                    }
                  }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertThat(failures).isEmpty();
    assertThat(branches).hasSize(12).doesNotHaveDuplicates();
    for (int i = 0; i < 12; i++) {
      assertThat(test.git(dir.resolve("trees/" + i), "status", "--porcelain")).isEmpty();
    }
  }
}
