package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Law 5, as far as doing goes: real worktrees, and everything that was in them. */
class RemovalTest {
  @TempDir Path dir;
  private TestRepository test;
  private Repository repository;
  private Removal removal;
  private Trash trash;
  private Path tree;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("it's a project"));
    test.write(".gitignore", ".env*\ntarget/\nlocal/\n*.db\n");
    test.write("a.txt", "1\n");
    test.commit("one");
    repository = test.open();
    trash = new Trash(dir.resolve("data/trash"));
    removal = repository.removal(dir.resolve("data/kept"), trash);
    tree = dir.resolve("data/trees/one");
    repository.worktrees().create(new WorktreeRequest(tree, "One", null, "session abc"));
  }

  @AfterEach
  void close() {
    test.close();
  }

  private RemovalRequest request() {
    return new RemovalRequest("abc", tree, dir.resolve("data/index"), "session abc", null, false);
  }

  private Removed remove() throws Exception {
    var removed = removal.remove(request());
    removed.deleted().get(30, TimeUnit.SECONDS);
    return removed;
  }

  private void cleanUpAsGitWould() {
    test.git("reflog", "expire", "--expire=now", "--all");
    test.git("gc", "-q", "--prune=now");
  }

  @Test
  void an_untouched_worktree_goes_without_a_trace() throws Exception {
    var removed = remove();
    assertThat(removed.archive()).isNull();
    assertThat(removed.restore()).isEqualTo("It held no change and no commit of its own.");
    assertThat(tree).doesNotExist();
    assertThat(dir.resolve("data/trash")).isEmptyDirectory();
    assertThat(repository.worktrees().list()).hasSize(1);
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
    assertThat(removal.archives()).isEmpty();
  }

  @Test
  void no_work_is_thrown_away_and_the_sentence_brings_it_back() throws Exception {
    TestRepository.write(tree, "a.txt", "committed\n");
    test.git(tree, "commit", "-q", "-am", "by the agent");
    TestRepository.write(tree, "a.txt", "changed\n");
    TestRepository.write(tree, "new/file.txt", "untracked\n");

    var removed = remove();

    assertThat(tree).doesNotExist();
    cleanUpAsGitWould();
    assertThat(removed.restore()).startsWith("To get it back: git -C ");
    test.sh(dir, removed.restore().substring("To get it back: ".length()));
    assertThat(tree.resolve("a.txt")).hasContent("changed");
    assertThat(tree.resolve("new/file.txt")).hasContent("untracked");
    assertThat(test.git(tree, "log", "--format=%s", "HEAD").lines().limit(3).toList())
        .containsExactly("Archive of session abc", "by the agent", "one");
    assertThat(removal.archives()).extracting(Archived::session).containsExactly("abc");
    assertThat(removal.archives().getFirst().commit()).isEqualTo(removed.archive());
  }

  @Test
  void no_work_is_thrown_away_when_the_same_session_is_removed_twice() throws Exception {
    TestRepository.write(tree, "new.txt", "first\n");
    var first = remove();
    test.sh(dir, first.restore().substring("To get it back: ".length()));
    TestRepository.write(tree, "new.txt", "second\n");
    var request = new RemovalRequest("abc", tree, dir.resolve("data/index"), null, null, false);
    removal.remove(request).deleted().get(30, TimeUnit.SECONDS);
    cleanUpAsGitWould();
    assertThat(test.git("show", "refs/muster/archive/abc:new.txt")).isEqualTo("second\n");
    assertThat(test.git("show", first.archive() + ":new.txt")).isEqualTo("first\n");
  }

  @Test
  void what_is_only_staged_is_kept() throws Exception {
    TestRepository.write(tree, "a.txt", "staged\n");
    test.git(tree, "add", "a.txt");
    TestRepository.write(tree, "a.txt", "on disk\n");
    var removed = remove();
    cleanUpAsGitWould();
    assertThat(test.git("show", removed.archive() + ":a.txt")).isEqualTo("on disk\n");
    assertThat(test.git("show", removed.archive() + "^2:a.txt")).isEqualTo("staged\n");
  }

  @Test
  void commits_that_were_reset_away_are_kept() throws Exception {
    TestRepository.write(tree, "a.txt", "dropped 1\n");
    test.git(tree, "commit", "-q", "-am", "dropped 1");
    TestRepository.write(tree, "a.txt", "dropped 2\n");
    test.git(tree, "commit", "-q", "-am", "dropped 2");
    var dropped = test.git(tree, "rev-parse", "HEAD").strip();
    test.git(tree, "reset", "-q", "--hard", "HEAD~2");
    assertThat(removal.facts(request()).droppedCommits()).isEqualTo(1);
    assertThat(removal.facts(request()).uncommitted()).isZero();
    var removed = remove();
    cleanUpAsGitWould();
    assertThat(test.git("rev-parse", removed.archive() + "^2").strip()).isEqualTo(dropped);
  }

  @Test
  void commits_of_a_detached_head_are_kept() throws Exception {
    test.git(tree, "checkout", "-q", "--detach");
    TestRepository.write(tree, "a.txt", "detached\n");
    test.git(tree, "commit", "-q", "-am", "detached");
    assertThat(removal.facts(request()).ownCommits()).isEqualTo(1);
    var removed = remove();
    cleanUpAsGitWould();
    assertThat(test.git("show", removed.archive() + "^:a.txt")).isEqualTo("detached\n");
    // The session's branch was left behind and is not this worktree's any more.
    assertThat(test.git("branch", "--list", "muster/*").strip()).isEqualTo("muster/one");
  }

  @Test
  void a_branch_with_commits_of_its_own_stays_and_a_merged_one_goes() throws Exception {
    TestRepository.write(tree, "a.txt", "2\n");
    test.git(tree, "commit", "-q", "-am", "two");
    assertThat(RemovalPlan.of(removal.facts(request())).tells())
        .contains("The branch muster/one stays.");
    test.git("merge", "-q", "--ff-only", "muster/one");
    var plan = remove().plan();
    assertThat(plan.steps()).contains(new RemovalStep.DeleteBranch("muster/one"));
    assertThat(test.git("branch", "--list", "muster/*")).isEmpty();
    assertThat(test.git("show", "main:a.txt")).isEqualTo("2\n");
  }

  @Test
  void ignored_files_worth_keeping_are_kept_beside_it_but_not_in_git() throws Exception {
    test.write(".env", "same everywhere\n");
    TestRepository.write(tree, ".env", "same everywhere\n");
    TestRepository.write(tree, ".env.local", "TOKEN=written by the agent\n");
    TestRepository.write(tree, "local/deep/notes", "notes\n");
    TestRepository.write(tree, "sub/data.db", "rows\n");
    TestRepository.write(tree, "target/classes/x", "made\n");
    assertThat(RemovalPlan.of(removal.facts(request())).tells())
        .contains(
            "3 ignored files and folders are kept beside it: .env.local, local/, sub/.",
            "Made by builds, and deleted: target/ (1 KiB).");

    var removed = remove();

    assertThat(removed.kept()).isEqualTo(dir.resolve("data/kept/abc"));
    assertThat(removed.kept().resolve(".env.local")).hasContent("TOKEN=written by the agent");
    assertThat(removed.kept().resolve("local/deep/notes")).hasContent("notes");
    assertThat(removed.kept().resolve("sub/data.db")).hasContent("rows");
    assertThat(removed.kept().resolve("target")).doesNotExist();
    assertThat(removed.kept().resolve(".env")).doesNotExist();
    assertThat(Files.getPosixFilePermissions(removed.kept())).hasSize(3);
    assertThat(removed.restore()).contains("Its ignored files are in “" + removed.kept() + "”.");
    assertThat(test.git("rev-list", "--all", "--objects")).doesNotContain("env");
    assertThat(dir.resolve("data/trash")).isEmptyDirectory();
  }

  @Test
  void a_repository_inside_keeps_the_folder_in_the_trash() throws Exception {
    test.sh(tree, "git init -q mine; cd mine; echo x >x; git add x; git commit -q -m x");
    var removed = remove();
    assertThat(removed.trash()).isEqualTo(dir.resolve("data/trash/abc"));
    assertThat(test.git(removed.trash().resolve("mine"), "log", "--format=%s")).isEqualTo("x\n");
    assertThat(trash.sweep().get(30, TimeUnit.SECONDS)).isNull();
    assertThat(removed.trash().resolve("mine/x")).hasContent("x");
    // Another one of that name whose folder is gone is not taken for this one.
    repository.worktrees().create(new WorktreeRequest(tree, "One", null, "session abc"));
    test.sh(dir, "rm -rf data/trees/one");
    assertThat(removal.putBack(request())).isFalse();
    assertThat(tree).doesNotExist();
    assertThat(removed.trash().resolve("mine/x")).hasContent("x");
  }

  @Test
  void commits_inside_a_submodule_stay_in_the_trash() throws Exception {
    var lib = new TestRepository(dir.resolve("lib"));
    lib.write("l", "1");
    lib.commit("lib");
    lib.close();
    test.git(
        tree, "-c", "protocol.file.allow=always", "submodule", "add", "-q", dir + "/lib", "lib");
    test.sh(tree.resolve("lib"), "echo 2 >l; git commit -q -am inside");
    var inside = test.git(tree.resolve("lib"), "rev-parse", "HEAD").strip();
    var removed = remove();
    assertThat(removed.trash()).isNotNull();
    assertThat(
            removed
                .trash()
                .resolve(".git-modules/lib/objects")
                .resolve(inside.substring(0, 2))
                .resolve(inside.substring(2)))
        .exists();
  }

  @Test
  void a_folder_that_is_gone_is_forgotten_and_its_commits_are_kept() throws Exception {
    TestRepository.write(tree, "a.txt", "2\n");
    test.git(tree, "checkout", "-q", "--detach");
    test.git(tree, "commit", "-q", "-am", "two");
    test.sh(dir, "rm -rf data/trees/one");
    var removed = remove();
    cleanUpAsGitWould();
    assertThat(test.git("show", removed.archive() + ":a.txt")).isEqualTo("2\n");
    assertThat(repository.worktrees().list()).hasSize(1);
  }

  @Test
  void another_worktree_that_happens_to_be_missing_is_not_forgotten() throws Exception {
    var usb = dir.resolve("usb/tree");
    test.git("worktree", "add", "-q", "-b", "on-usb", usb.toString());
    Files.move(dir.resolve("usb"), dir.resolve("unplugged"));
    remove();
    Files.move(dir.resolve("unplugged"), dir.resolve("usb"));
    assertThat(test.git(usb, "status", "--branch", "--porcelain")).startsWith("## on-usb");
  }

  @Test
  void a_worktree_in_use_is_refused_and_left_as_it_is() throws Exception {
    TestRepository.write(tree, "new.txt", "x\n");
    var index = dir.resolve("data/index");
    assertThatThrownBy(
            () -> removal.remove(new RemovalRequest("abc", tree, index, "session abc", null, true)))
        .isInstanceOf(GitException.class)
        .hasMessage("Its agent still runs. Stop the session first.");
    assertThatThrownBy(
            () ->
                removal.remove(new RemovalRequest("abc", tree, index, "session abc", "x1", false)))
        .hasMessage("Session x1 works in the same worktree.");
    assertThatThrownBy(
            () ->
                removal.remove(
                    new RemovalRequest("abc", tree, index, "another reason", null, false)))
        .hasMessageStartingWith("Somebody locked the worktree: “session abc”.");
    assertThatThrownBy(
            () -> removal.remove(new RemovalRequest("abc", test.root(), index, null, null, false)))
        .hasMessageContaining("is your own checkout");
    assertThatThrownBy(
            () ->
                removal.remove(
                    new RemovalRequest("abc", dir.resolve("data"), index, null, null, false)))
        .hasMessageContaining("is not a worktree of this repository");
    assertThat(tree.resolve("new.txt")).hasContent("x");
    assertThat(repository.worktrees().at(tree).locked()).isEqualTo("session abc");
  }

  @Test
  void what_cannot_be_found_out_is_not_clean() throws Exception {
    Files.writeString(repository.worktrees().at(tree).gitDir().resolve("index"), "garbage");
    var plan = RemovalPlan.of(removal.facts(request()));
    assertThat(plan.refused()).isTrue();
    assertThat(plan.refusals().getFirst())
        .startsWith("Nothing is removed, because this could not be found out: its changes.");
    assertThat(tree.resolve("a.txt")).exists();
  }

  @Test
  void a_removal_that_fails_puts_the_worktree_back() throws Exception {
    TestRepository.write(tree, "new.txt", "x\n");
    var fake =
        TestRepository.write(
            dir,
            "fake/git",
            "#!/bin/sh\n"
                + "case \"$*\" in *'worktree remove'*) echo fatal: no >&2; exit 1;; esac\n"
                + "exec "
                + test.sh(dir, "command -v git").strip()
                + " \"$@\"\n");
    assertThat(fake.toFile().setExecutable(true)).isTrue();
    var env = new java.util.HashMap<>(test.env());
    env.put("PATH", fake.getParent() + ":" + env.get("PATH"));
    var git = Git.on(test.git().host(), env);
    var failing = Repository.open(git, test.root()).removal(dir.resolve("data/kept"), trash);
    assertThatThrownBy(() -> failing.remove(request()))
        .isInstanceOf(GitException.class)
        .hasMessage("“git worktree remove” failed: no");
    assertThat(tree.resolve("new.txt")).hasContent("x");
    assertThat(test.git(tree, "status", "--porcelain")).isEqualTo("?? new.txt\n");
    assertThat(repository.worktrees().at(tree).locked()).isEqualTo("session abc");
  }

  @Test
  void a_trash_that_cannot_be_used_leaves_the_worktree_where_it_is() throws Exception {
    TestRepository.write(tree, "new.txt", "x\n");
    TestRepository.write(dir, "data/trash", "a file in the way");
    assertThatThrownBy(() -> removal.remove(request()))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("was not removed completely")
        .hasMessageContaining("It is where it was. A snapshot is under refs/muster/archive/abc.");
    assertThat(tree.resolve("new.txt")).hasContent("x");
    assertThat(repository.worktrees().at(tree).locked()).isEqualTo("session abc");
  }

  @Test
  void read_only_folders_can_be_deleted_and_links_are_not_followed() throws Exception {
    var outside = TestRepository.write(dir, "outside/precious", "x\n");
    TestRepository.write(tree, "target/mod/cache/file", "x\n");
    test.sh(tree, "ln -s " + dir + "/outside target/out; chmod -R a-w target/mod");
    remove();
    assertThat(dir.resolve("data/trash")).isEmptyDirectory();
    assertThat(outside).hasContent("x");
  }

  @Test
  void deleting_goes_on_where_it_was_cut_short() throws Exception {
    TestRepository.write(dir, "data/trash/old.delete/deep/file", "x");
    TestRepository.write(dir, "data/trash/stays/file", "x");
    trash.sweep().get(30, TimeUnit.SECONDS);
    assertThat(dir.resolve("data/trash/old.delete")).doesNotExist();
    assertThat(dir.resolve("data/trash/stays/file")).exists();
  }
}
