package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff.State;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveTreeTest {
  @TempDir Path dir;
  private TestRepository test;
  private Repository repository;
  private Path tree;
  private Path index;
  private String base;
  private LiveTree live;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write(".gitignore", "*.log\ntarget/\n");
    test.write("a.txt", "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n");
    test.write("b.txt", "old\n");
    test.write("gone.txt", "bye\nbye\n");
    test.write("long name.txt", "this file\nis long enough\nto be seen\nas renamed\nlater\n");
    test.write("dir/x", "x\n");
    test.write("dir/y", "y\n");
    test.sh(
        test.root(),
        "printf 'crlf\\r\\nlines\\r\\n' >crlf.txt; printf '\\0\\1\\2' >bin; ln -s a.txt link");
    test.git("config", "core.autocrlf", "false");
    base = test.commit("base");
    repository = test.open();
    tree = dir.resolve("trees/one");
    repository.worktrees().create(new WorktreeRequest(tree, "One", null, null));
    index = dir.resolve("data/index/one");
    live = repository.worktrees().live(tree, index, ChangeBounds.DEFAULT);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private FileChange change(String path) throws GitException {
    return live.changes(base).files().stream()
        .filter(f -> f.path().equals(path))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no change of " + path));
  }

  private FileDiff diff(String path) throws GitException {
    return live.diff(live.changes(base), change(path));
  }

  private static List<String> lines(FileDiff diff) {
    var lines = new ArrayList<String>();
    for (var hunk : diff.hunks()) {
      for (var line : hunk.lines()) {
        var sign =
            switch (line.kind()) {
              case CONTEXT -> " ";
              case ADDED -> "+";
              case REMOVED -> "-";
            };
        lines.add(sign + line.text());
      }
    }
    return lines;
  }

  /** What plain git says about the same: everything added to another index. */
  private String treeByGit() {
    return test.sh(
            tree,
            "export GIT_INDEX_FILE="
                + dir.resolve("by-git")
                + "; cp -p \"$(git rev-parse --git-dir)/index\" $GIT_INDEX_FILE; git add -A"
                + " 2>/dev/null; git write-tree; rm $GIT_INDEX_FILE")
        .strip();
  }

  @Test
  void an_untouched_worktree_has_no_changes() throws Exception {
    var changes = live.changes(base);
    assertThat(changes.isEmpty()).isTrue();
    assertThat(changes.base()).isEqualTo(base);
    assertThat(changes.tree()).isEqualTo(test.git("rev-parse", base + "^{tree}").strip());
  }

  @Test
  void every_kind_of_change_is_seen_as_git_sees_it() throws Exception {
    TestRepository.write(tree, "a.txt", "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\n11\n");
    TestRepository.write(tree, "new/deep/ü.txt", "one\ntwo\n");
    TestRepository.write(tree, "ignored.log", "noise\n");
    TestRepository.write(tree, "target/out", "noise\n");
    test.sh(
        tree,
        "rm gone.txt; mv 'long name.txt' 'longer name.txt'; chmod +x b.txt; printf '\\0\\7' >bin;"
            + " rm link; ln -s b.txt link; rm dir/x; mkdir dir/x; echo in >dir/x/in; rm dir/y; ln"
            + " -s x dir/y");

    var changes = live.changes(base);

    assertThat(changes.tree()).isEqualTo(treeByGit());
    assertThat(changes.files())
        .extracting(
            FileChange::path,
            FileChange::status,
            FileChange::kind,
            FileChange::added,
            FileChange::removed)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("a.txt", Status.MODIFIED, Kind.TEXT, 2, 1),
            org.assertj.core.groups.Tuple.tuple("b.txt", Status.MODE_CHANGED, Kind.TEXT, 0, 0),
            org.assertj.core.groups.Tuple.tuple("bin", Status.MODIFIED, Kind.BINARY, -1, -1),
            org.assertj.core.groups.Tuple.tuple("dir/x", Status.DELETED, Kind.TEXT, 0, 1),
            org.assertj.core.groups.Tuple.tuple("dir/x/in", Status.ADDED, Kind.TEXT, 1, 0),
            org.assertj.core.groups.Tuple.tuple("dir/y", Status.TYPE_CHANGED, Kind.LINK, 1, 1),
            org.assertj.core.groups.Tuple.tuple("gone.txt", Status.DELETED, Kind.TEXT, 0, 2),
            org.assertj.core.groups.Tuple.tuple("link", Status.MODIFIED, Kind.LINK, 1, 1),
            org.assertj.core.groups.Tuple.tuple("longer name.txt", Status.RENAMED, Kind.TEXT, 0, 0),
            org.assertj.core.groups.Tuple.tuple("new/deep/ü.txt", Status.ADDED, Kind.TEXT, 2, 0));
    assertThat(change("longer name.txt").oldPath()).isEqualTo("long name.txt");
    assertThat(changes.added()).isEqualTo(2 + 1 + 1 + 1 + 2);
    assertThat(changes.leftOut()).isEmpty();
  }

  @Test
  void a_folder_that_becomes_a_file_or_a_link_is_seen() throws Exception {
    test.sh(tree, "rm -r dir; ln -s /etc dir");
    assertThat(live.changes(base).tree()).isEqualTo(treeByGit());
    test.sh(tree, "rm dir; echo file >dir");
    assertThat(live.changes(base).tree()).isEqualTo(treeByGit());
    test.sh(tree, "rm dir; git checkout -q -- dir");
    assertThat(live.changes(base).isEmpty()).isTrue();
  }

  @Test
  void a_file_that_became_a_pipe_counts_as_deleted_and_is_told() throws Exception {
    test.sh(tree, "rm b.txt; mkfifo b.txt; echo x >>a.txt");
    var changes = live.changes(base);
    assertThat(changes.files())
        .extracting(FileChange::path, FileChange::status)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("a.txt", Status.MODIFIED),
            org.assertj.core.groups.Tuple.tuple("b.txt", Status.DELETED));
    assertThat(changes.leftOut())
        .containsExactly("“b.txt” is neither a file nor a link now, and counts as deleted.");
  }

  @Test
  void changes_are_followed_step_by_step_and_back_to_nothing() throws Exception {
    var before = live.tree();
    TestRepository.write(tree, "b.txt", "new\n");
    assertThat(live.tree()).isEqualTo(treeByGit()).isNotEqualTo(before);
    TestRepository.write(tree, "b.txt", "old\n");
    assertThat(live.tree()).isEqualTo(before);
    TestRepository.write(tree, "c.txt", "c\n");
    assertThat(live.changes(base).files()).hasSize(1);
    Files.delete(tree.resolve("c.txt"));
    assertThat(live.changes(base).files()).isEmpty();
  }

  @Test
  void an_equal_state_gives_the_very_same_answer() throws Exception {
    TestRepository.write(tree, "b.txt", "new\n");
    assertThat(live.changes(base)).isSameAs(live.changes(base));
  }

  @Test
  void asking_again_for_a_worktree_finds_what_was_measured_before() throws Exception {
    TestRepository.write(tree, "b.txt", "new\n");
    var before = live.changes(base);
    var again = repository.worktrees().live(tree, index, ChangeBounds.DEFAULT);
    assertThat(again).isSameAs(live);
    assertThat(again.changes(base)).isSameAs(before);
  }

  @Test
  void commits_and_staging_of_the_agent_do_not_hide_what_changed() throws Exception {
    TestRepository.write(tree, "b.txt", "committed\n");
    test.git(tree, "commit", "-q", "-am", "by the agent");
    TestRepository.write(tree, "a.txt", "staged\n");
    test.git(tree, "add", "a.txt");
    TestRepository.write(tree, "c.txt", "untracked\n");
    assertThat(live.changes(base).files())
        .extracting(FileChange::path)
        .containsExactly("a.txt", "b.txt", "c.txt");
  }

  @Test
  void a_file_forced_in_although_it_is_ignored_is_seen() throws Exception {
    assertThat(live.changes(base).isEmpty()).isTrue();
    TestRepository.write(tree, "forced.log", "1\n");
    assertThat(live.changes(base).isEmpty()).isTrue();
    test.git(tree, "add", "-f", "forced.log");
    assertThat(change("forced.log").status()).isEqualTo(Status.ADDED);
    TestRepository.write(tree, "forced.log", "1\n2\n");
    assertThat(change("forced.log").added()).isEqualTo(2);
  }

  @Test
  void bits_that_hide_a_file_from_git_do_not_hide_it_here() throws Exception {
    test.git(tree, "update-index", "--assume-unchanged", "a.txt");
    test.git(tree, "update-index", "--skip-worktree", "b.txt");
    TestRepository.write(tree, "a.txt", "hidden\n");
    TestRepository.write(tree, "b.txt", "hidden\n");
    assertThat(live.changes(base).files())
        .extracting(FileChange::path)
        .containsExactly("a.txt", "b.txt");
  }

  @Test
  void attributes_cannot_hide_the_lines_of_a_change() throws Exception {
    TestRepository.write(tree, ".gitattributes", "*.txt -diff\n");
    TestRepository.write(tree, "b.txt", "new\n");
    assertThat(lines(diff("b.txt"))).containsExactly("-old", "+new");
  }

  @Test
  void the_index_may_be_deleted_at_any_time() throws Exception {
    TestRepository.write(tree, "b.txt", "new\n");
    var tree1 = live.tree();
    Files.delete(index);
    test.git(tree, "add", "-A");
    assertThat(live.tree()).isEqualTo(tree1);
    // What the copy of the worktree's index already holds is not mistaken for "nothing new".
    TestRepository.write(tree, "b.txt", "newer\n");
    test.git(tree, "add", "-A");
    Files.delete(index);
    assertThat(live.tree()).isEqualTo(treeByGit()).isNotEqualTo(tree1);
  }

  @Test
  void an_index_as_young_as_the_files_is_written_anew_so_that_they_are_not_read_each_time()
      throws Exception {
    TestRepository.write(tree, "b.txt", "new\n");
    var before = live.tree();
    var past = java.nio.file.attribute.FileTime.from(java.time.Instant.now().minusSeconds(60));
    Files.setLastModifiedTime(index, past);
    assertThat(live.tree()).isEqualTo(before);
    var settled = Files.getLastModifiedTime(index);
    assertThat(settled).isGreaterThan(past);
    assertThat(live.tree()).isEqualTo(before);
    assertThat(Files.getLastModifiedTime(index)).isEqualTo(settled);
  }

  @Test
  void two_views_of_a_worktree_agree() throws Exception {
    var other = test.open().worktrees().live(tree, index, ChangeBounds.DEFAULT);
    assertThat(other.tree()).isEqualTo(live.tree());
    TestRepository.write(tree, "b.txt", "new\n");
    var seen = other.tree();
    assertThat(live.tree()).isEqualTo(seen).isEqualTo(treeByGit());
  }

  @Test
  void contents_that_git_pruned_meanwhile_are_taken_in_again() throws Exception {
    TestRepository.write(tree, "c.txt", "only measured, never kept\n");
    var before = live.tree();
    test.git("gc", "-q", "--prune=now");
    TestRepository.write(tree, "d.txt", "more\n");
    assertThat(live.tree()).isEqualTo(treeByGit()).isNotEqualTo(before);
    assertThat(live.changes(base).files()).hasSize(2);
  }

  @Test
  void an_unfinished_merge_is_measured_with_its_marks() throws Exception {
    test.sh(
        tree,
        "git checkout -q -b side; echo side >b.txt; git commit -qam side; git checkout -q"
            + " muster/one; echo mine >b.txt; git commit -qam mine; git merge -q side || true");
    assertThat(lines(diff("b.txt"))).contains("+<<<<<<< HEAD", "+mine", "+side");
    assertThat(live.checkpoint("s", 1, "in the middle").leftOut()).isEmpty();
  }

  @Test
  void a_repository_inside_is_told_and_nothing_in_it_is_run() throws Exception {
    var ran = dir.resolve("ran");
    test.sh(
        tree,
        "git init -q sub; cd sub; echo x >x; git add x; git commit -q -m x;"
            + " git config core.fsmonitor 'touch "
            + ran
            + ";'; git config filter.f.clean 'touch "
            + ran
            + "; cat';"
            + " echo 'x filter=f' >.gitattributes; echo y >x");
    for (int i = 0; i < 3; i++) {
      var changes = live.changes(base);
      assertThat(changes.files()).isEmpty();
      assertThat(changes.leftOut())
          .containsExactly("“sub/” is a repository of its own; its files are not part of this.");
      assertThat(changes.isEmpty()).isFalse();
      live.checkpoint("s", i, "m");
      // As the agent would make it a submodule.
      test.git(
          tree,
          "-c",
          "core.fsmonitor=false",
          "update-index",
          "--add",
          "--cacheinfo",
          "160000,"
              + test.git(tree.resolve("sub"), "-c", "core.fsmonitor=false", "rev-parse", "HEAD")
                  .strip()
              + ",sub");
      repository.facts();
      assertThat(ran).doesNotExist();
    }
  }

  @Test
  void a_submodule_of_the_project_that_moves_is_one_change() throws Exception {
    var lib = new TestRepository(dir.resolve("lib"));
    lib.write("l", "1");
    lib.commit("lib");
    lib.close();
    test.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", dir + "/lib", "lib");
    var with = test.commit("with a submodule");
    var path = dir.resolve("trees/two");
    var made = repository.worktrees().create(new WorktreeRequest(path, "Two", null, null));
    assertThat(made.notes())
        .containsExactly(
            "Its submodule (lib) is empty in a session until “git submodule update --init” runs"
                + " there; the setup script is the place for that.");
    var two = repository.worktrees().live(path, dir.resolve("i2"), ChangeBounds.DEFAULT);
    assertThat(two.changes(with).isEmpty()).isTrue();
    test.git(path, "-c", "protocol.file.allow=always", "submodule", "update", "-q", "--init");
    assertThat(two.changes(with).files()).isEmpty();
    assertThat(two.changes(with).leftOut())
        .containsExactly(
            "Of submodules only their commits are part of this, not changed files inside them.");
    test.sh(path.resolve("lib"), "echo 2 >l; git commit -q -am two");
    var change = two.changes(with).files();
    assertThat(change).hasSize(1);
    assertThat(change.getFirst().kind()).isEqualTo(Kind.SUBMODULE);
    assertThat(two.diff(two.changes(with), change.getFirst()).note()).startsWith("Submodule: ");
  }

  @Test
  void what_is_too_much_is_left_out_and_told() throws Exception {
    var bounds = new ChangeBounds(1000, 3, 2, 500, 500, 1 << 20, 100, 80);
    var small = repository.worktrees().live(tree, dir.resolve("small"), bounds);
    TestRepository.write(tree, "big.dat", "x".repeat(2000));
    for (int i = 0; i < 5; i++) {
      TestRepository.write(tree, "n" + i, "n\n");
    }
    var changes = small.changes(base);
    assertThat(changes.files()).hasSize(2);
    assertThat(changes.moreFiles()).isEqualTo(1);
    assertThat(changes.leftOut())
        .containsExactly(
            "“big.dat” is not part of this: it is new and large (0 MiB).",
            "2 more new files are not part of this: there are too many. Should they be ignored?");
    assertThat(small.checkpoint("s", 1, "m").leftOut()).isEqualTo(changes.leftOut());
  }

  @Test
  void lines_of_a_change_have_their_numbers_on_both_sides() throws Exception {
    TestRepository.write(tree, "a.txt", "1\n2\nthree\n4\n5\n6\n7\n8\n9\n10\n11\n");
    var diff = diff("a.txt");
    assertThat(diff.state()).isEqualTo(State.COMPLETE);
    assertThat(diff.hunks()).hasSize(2);
    var hunk = diff.hunks().getFirst();
    assertThat(hunk.oldStart()).isEqualTo(1);
    assertThat(hunk.oldCount()).isEqualTo(6);
    assertThat(hunk.newCount()).isEqualTo(6);
    assertThat(hunk.lines().get(2))
        .isEqualTo(new DiffLine(DiffLine.Kind.REMOVED, 3, 0, "3", Ending.LF));
    assertThat(hunk.lines().get(3))
        .isEqualTo(new DiffLine(DiffLine.Kind.ADDED, 0, 3, "three", Ending.LF));
    assertThat(diff.hunks().getLast().lines().getLast())
        .isEqualTo(new DiffLine(DiffLine.Kind.ADDED, 0, 11, "11", Ending.LF));
  }

  @Test
  void line_ends_are_told_apart() throws Exception {
    test.sh(tree, "printf 'crlf\\nlines\\r\\n' >crlf.txt; printf 'no end' >b.txt");
    assertThat(diff("crlf.txt").hunks().getFirst().lines())
        .containsExactly(
            new DiffLine(DiffLine.Kind.REMOVED, 1, 0, "crlf", Ending.CRLF),
            new DiffLine(DiffLine.Kind.ADDED, 0, 1, "crlf", Ending.LF),
            new DiffLine(DiffLine.Kind.CONTEXT, 2, 2, "lines", Ending.CRLF));
    assertThat(diff("b.txt").hunks().getFirst().lines().getLast())
        .isEqualTo(new DiffLine(DiffLine.Kind.ADDED, 0, 1, "no end", Ending.NONE));
  }

  @Test
  void new_deleted_renamed_binary_and_empty_files_have_a_diff() throws Exception {
    test.sh(
        tree,
        "printf 'one\\r"
            + "\\n"
            + "two' >new.txt; rm gone.txt; : >empty; printf '\\0\\7' >bin; chmod +x b.txt; mv 'long"
            + " name.txt' r.txt; echo more >>r.txt; rm link; ln -s b.txt link");
    var added = diff("new.txt");
    assertThat(added.oldPath()).isNull();
    assertThat(added.hunks().getFirst().lines())
        .containsExactly(
            new DiffLine(DiffLine.Kind.ADDED, 0, 1, "one", Ending.CRLF),
            new DiffLine(DiffLine.Kind.ADDED, 0, 2, "two", Ending.NONE));
    var gone = diff("gone.txt");
    assertThat(gone.newPath()).isNull();
    assertThat(gone.path()).isEqualTo("gone.txt");
    assertThat(lines(gone)).containsExactly("-bye", "-bye");
    assertThat(diff("empty").hunks()).isEmpty();
    assertThat(diff("empty").note()).isEqualTo("It is empty.");
    assertThat(diff("bin").state()).isEqualTo(State.BINARY);
    assertThat(diff("b.txt").note()).isEqualTo("Mode 100644 → 100755.");
    var renamed = diff("r.txt");
    assertThat(renamed.oldPath()).isEqualTo("long name.txt");
    assertThat(renamed.note()).isEqualTo("Renamed from “long name.txt”.");
    assertThat(lines(renamed)).endsWith("+more").doesNotContain("-this file");
    assertThat(lines(diff("link"))).containsExactly("-a.txt", "+b.txt");
  }

  @Test
  void a_diff_beyond_the_bounds_is_cut_and_says_so() throws Exception {
    var bounds = new ChangeBounds(1 << 20, 10, 10, 1 << 20, 1 << 20, 1 << 20, 20, 10);
    var small = repository.worktrees().live(tree, dir.resolve("small"), bounds);
    TestRepository.write(tree, "n", "0123456789😀\n".repeat(50));
    TestRepository.write(tree, "b.txt", "012345678😀\n".repeat(50));
    for (var file : small.changes(base).files()) {
      var diff = small.diff(small.changes(base), file);
      assertThat(diff.state()).isEqualTo(State.CUT);
      assertThat(diff.note()).isEqualTo("Only the beginning is shown.");
      assertThat(lines(diff)).hasSize(20);
      assertThat(lines(diff).getLast())
          .isEqualTo(file.path().equals("n") ? "+0123456789" : "+012345678");
    }
  }

  @Test
  void a_large_file_is_not_shown_as_text() throws Exception {
    var bounds = new ChangeBounds(1 << 20, 10, 10, 1000, 1000, 1 << 20, 20_000, 100);
    var small = repository.worktrees().live(tree, dir.resolve("small"), bounds);
    TestRepository.write(tree, "b.txt", "line\n".repeat(1000));
    var change = small.changes(base).files().getFirst();
    assertThat(change.kind()).isEqualTo(Kind.BINARY);
    assertThat(change.added()).isEqualTo(-1);
    assertThat(small.diff(small.changes(base), change).state()).isEqualTo(State.BINARY);
  }

  @Test
  void names_that_are_not_utf8_are_measured() throws Exception {
    test.sh(tree, "printf 'x\\n' >\"$(printf 'latin\\351')\"");
    var changes = live.changes(base);
    assertThat(changes.tree()).isEqualTo(treeByGit());
    assertThat(changes.files().getFirst().path()).isEqualTo("latin\uFFFD");
    assertThat(lines(live.diff(changes, changes.files().getFirst()))).containsExactly("+x");
  }

  @Test
  void files_that_change_while_they_are_measured_do_no_harm() throws Exception {
    var stop = new java.util.concurrent.atomic.AtomicBoolean();
    var writer =
        Thread.ofPlatform()
            .start(
                () -> {
                  for (int i = 0; !stop.get(); i++) {
                    try {
                      TestRepository.write(tree, "churn/" + i % 7, "x".repeat(i % 1000));
                      Files.deleteIfExists(tree.resolve("churn/" + (i + 3) % 7));
                      if (i % 5 == 0) {
                        Files.deleteIfExists(tree.resolve("b.txt"));
                        Files.createDirectories(tree.resolve("b.txt"));
                        Files.delete(tree.resolve("b.txt"));
                        TestRepository.write(tree, "b.txt", "b" + i);
                      }
                    } catch (java.io.IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  }
                });
    for (int i = 0; i < 20; i++) {
      live.changes(base);
    }
    stop.set(true);
    writer.join();
    assertThat(live.tree()).isEqualTo(treeByGit());
  }

  @Test
  void a_worktree_that_is_gone_is_a_sentence() throws Exception {
    test.sh(dir, "rm -rf trees/one");
    assertThatThrownBy(() -> live.changes(base))
        .isInstanceOf(GitException.class)
        .hasMessage("The worktree “" + tree + "” is gone.");
    assertThatThrownBy(() -> repository.worktrees().live(tree, index, ChangeBounds.DEFAULT))
        .hasMessage("The worktree “" + tree + "” is gone.");
  }

  @Test
  void a_swapped_git_file_does_not_lead_git_elsewhere() throws Exception {
    live.tree();
    var ran = dir.resolve("ran");
    test.sh(
        dir,
        "git init -q evil; git -C evil config core.fsmonitor 'touch "
            + ran
            + ";';"
            + " git -C evil config filter.f.clean 'touch "
            + ran
            + "; cat'; echo 'gitdir: "
            + dir
            + "/evil/.git' >trees/one/.git;"
            + " echo '* filter=f' >trees/one/.gitattributes; echo new >trees/one/b.txt");
    assertThat(live.changes(base).files())
        .extracting(FileChange::path)
        .containsExactly(".gitattributes", "b.txt");
    live.checkpoint("s", 1, "m");
    assertThat(ran).doesNotExist();
  }

  @Test
  void users_own_diff_settings_do_not_disturb_reading() throws Exception {
    test.sh(
        test.root(),
        "git config color.ui always; git config color.diff always; git config diff.noprefix true;"
            + " git config diff.mnemonicPrefix true; git config diff.external false; git config"
            + " diff.context 0; git config diff.suppressBlankEmpty true; git config core.quotePath"
            + " false; git config diff.renames false; git config core.pager false; git config"
            + " diff.algorithm patience");
    TestRepository.write(tree, "b.txt", "old\n\nnew\n");
    test.git(tree, "mv", "long name.txt", "renamed");
    assertThat(change("renamed").status()).isEqualTo(Status.RENAMED);
    assertThat(lines(diff("b.txt"))).containsExactly(" old", "+", "+new");
  }
}
