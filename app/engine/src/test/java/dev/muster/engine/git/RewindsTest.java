package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A worktree goes back to a checkpoint, and forward again. */
@DisabledOnOs(OS.WINDOWS)
class RewindsTest {
  private static final String SESSION = "abc1";

  @TempDir Path dir;
  private TestRepository test;
  private LiveTree live;
  private Path tree;
  private int number;

  @BeforeEach
  void make() throws Exception {
    dir = dir.toRealPath();
    test = new TestRepository(dir.resolve("project"));
    test.write(".gitignore", "*.log\n/secret\n");
    test.write("a.txt", "1\n");
    test.write("deep/b.txt", "b\n");
    test.commit("one");
    tree = dir.resolve("trees/x");
    var repository = test.open();
    repository.worktrees().create(new WorktreeRequest(tree, "x", null, null));
    live = repository.worktrees().live(tree, dir.resolve("index/x"), ChangeBounds.DEFAULT);
  }

  @AfterEach
  void close() {
    test.close();
  }

  private void write(String path, String text) {
    TestRepository.write(tree, path, text);
  }

  private String in(String... args) {
    return test.git(tree, args).strip();
  }

  private String sh(String script) {
    return test.sh(tree, script).strip();
  }

  private Checkpoint checkpoint(int turn) throws GitException {
    return live.checkpoint(SESSION, turn, "Turn " + turn);
  }

  private KeptState rewind(String target) throws GitException {
    number++;
    var kept = live.rewinds().keep(SESSION, number, "muster/x", target, "Before");
    live.rewinds().bring(SESSION, number, "muster/x", kept.commit(), target);
    return kept;
  }

  /** Every file with its kind, mode and content; ignored ones and folders that hold nothing too. */
  private TreeMap<String, String> everything() throws Exception {
    var all = new TreeMap<String, String>();
    try (var files = Files.walk(tree)) {
      for (var file : files.toList()) {
        var name = tree.relativize(file).toString();
        if (name.isEmpty() || name.equals(".git")) {
          continue;
        }
        if (Files.isSymbolicLink(file)) {
          all.put(name, "link " + Files.readSymbolicLink(file));
        } else if (Files.isRegularFile(file)) {
          all.put(name, (Files.isExecutable(file) ? "x " : "- ") + Files.readString(file));
        }
      }
    }
    return all;
  }

  @Test
  void files_tracked_and_not_go_back_and_forward_again_bit_for_bit() throws Exception {
    write("a.txt", "2\n");
    write("neu/größe 1.txt", "ä\n");
    write("run.sh", "true\n");
    sh("chmod +x run.sh; ln -s a.txt link; rm deep/b.txt");
    var then = everything();
    var first = checkpoint(1);

    write("a.txt", "3\n");
    sh(
        """
        rm -r neu; echo file > neu
        chmod -x run.sh
        ln -sfn ../gone link
        mkdir deep/b.txt; echo c > deep/b.txt/c
        printf 'x' > 'zwei  räume	tab'
        """);
    var later = everything();

    var kept = rewind(first.commit());
    assertThat(everything()).isEqualTo(then);
    assertThat(kept.ref()).isEqualTo("refs/muster/abc1/rewind/1");
    assertThat(live.tree()).isEqualTo(first.tree());
    assertThat(test.git(tree, "status", "--porcelain").lines())
        .containsExactlyInAnyOrder(" M a.txt", " D deep/b.txt", "?? link", "?? neu/", "?? run.sh");

    rewind(kept.commit());
    assertThat(everything()).isEqualTo(later);
    assertThat(live.tree()).isEqualTo(kept.tree());
  }

  @Test
  void ignored_files_are_left_alone_even_when_somebody_forced_them_in_meanwhile() throws Exception {
    write("build.log", "kept\n");
    write("secret/key", "mine\n");
    write("a.txt", "2\n");
    var first = checkpoint(1);
    write("a.txt", "3\n");
    write("later.log", "also kept\n");
    in("add", "--force", "secret/key");
    in("commit", "-q", "-am", "with the secret");

    rewind(first.commit());

    assertThat(everything())
        .containsEntry("build.log", "- kept\n")
        .containsEntry("later.log", "- also kept\n")
        .containsEntry("secret/key", "- mine\n")
        .containsEntry("a.txt", "- 2\n");
    assertThat(in("status", "--porcelain")).isEqualTo("M a.txt");
  }

  @Test
  void an_ignored_file_that_is_in_the_way_is_kept_and_comes_back() throws Exception {
    write("out", "made by hand\n");
    var first = checkpoint(1);
    in("add", "out");
    in("commit", "-q", "-m", "out");
    // It is not tracked any more, and ignored, with other content: no measurement knows of it.
    in("rm", "-q", "--cached", "out");
    sh("rm out; printf '/out\\n' >> .gitignore");
    live.tree();
    write("out", "of great worth\n");

    var kept = rewind(first.commit());
    assertThat(everything()).containsEntry("out", "- made by hand\n");
    assertThat(test.git("show", kept.commit() + ":out")).isEqualTo("of great worth\n");

    rewind(kept.commit());
    assertThat(everything()).containsEntry("out", "- of great worth\n");
  }

  @Test
  void a_folder_with_ignored_files_where_a_file_was_is_named_and_nothing_is_changed()
      throws Exception {
    write("thing", "a file\n");
    var first = checkpoint(1);
    sh("rm thing; mkdir thing; echo x > thing/y.log; echo z > thing/z");
    var before = everything();

    assertThatThrownBy(() -> rewind(first.commit()))
        .isInstanceOf(GitException.class)
        .hasMessageContainingAll("“thing”", "“thing/y.log”", "Nothing was changed");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void a_repository_inside_the_worktree_is_never_deleted() throws Exception {
    var first = checkpoint(1);
    sh("git init -q inner; echo x > inner/x; echo y > y");
    rewind(first.commit());
    assertThat(everything()).containsEntry("inner/x", "- x\n").doesNotContainKey("y");
  }

  @Test
  void nothing_is_written_or_deleted_through_a_link_out_of_the_worktree() throws Exception {
    var outside = Files.createDirectories(dir.resolve("outside"));
    Files.writeString(outside.resolve("b.txt"), "theirs\n");
    Files.writeString(outside.resolve("new.txt"), "theirs\n");
    write("deep/new.txt", "new\n");
    var first = checkpoint(1);
    sh("rm -r deep; ln -s " + outside + " deep");
    live.tree();

    var kept = rewind(first.commit());
    assertThat(everything()).containsEntry("deep/b.txt", "- b\n");
    assertThat(outside.resolve("b.txt")).hasContent("theirs\n");

    rewind(kept.commit());
    assertThat(everything()).containsEntry("deep", "link " + outside);
    try (var left = Files.list(outside)) {
      assertThat(left).hasSize(2);
    }
    // The same with a link that git does not know of, as it is ignored.
    sh("rm deep; printf 'deep\\n' >> .gitignore; ln -s " + outside + " deep");
    rewind(first.commit());
    assertThat(everything()).containsEntry("deep/b.txt", "- b\n");
    assertThat(outside.resolve("b.txt")).hasContent("theirs\n");
    assertThat(outside.resolve("new.txt")).hasContent("theirs\n");
  }

  @Test
  void the_branch_goes_back_and_what_was_committed_stays_reachable() throws Exception {
    write("a.txt", "2\n");
    in("commit", "-q", "-am", "two");
    var two = in("rev-parse", "HEAD");
    write("a.txt", "2 and more\n");
    var first = checkpoint(1);
    in("commit", "-q", "-am", "three");
    var three = in("rev-parse", "HEAD");
    write("a.txt", "staged\n");
    in("add", "a.txt");
    write("a.txt", "3\n");

    var kept = rewind(first.commit());
    assertThat(in("rev-parse", "muster/x")).isEqualTo(two);
    assertThat(in("symbolic-ref", "HEAD")).isEqualTo("refs/heads/muster/x");
    assertThat(in("diff", "--cached", "--name-only")).isEmpty();
    assertThat(everything()).containsEntry("a.txt", "- 2 and more\n");
    assertThat(test.git("merge-base", "--is-ancestor", three, kept.ref())).isEmpty();

    rewind(kept.commit());
    assertThat(in("rev-parse", "muster/x")).isEqualTo(three);
    assertThat(in("show", ":a.txt")).isEqualTo("staged");
    assertThat(everything()).containsEntry("a.txt", "- 3\n");
  }

  @Test
  void a_branch_of_the_users_is_never_moved() throws Exception {
    test.git("branch", "theirs");
    in("switch", "-q", "theirs");
    var first = checkpoint(1);
    write("a.txt", "2\n");
    in("commit", "-q", "-am", "on a branch of the user's");
    var tip = in("rev-parse", "theirs");

    rewind(first.commit());
    assertThat(test.git("rev-parse", "theirs").strip()).isEqualTo(tip);
    assertThat(in("rev-parse", "HEAD")).isEqualTo(test.git("rev-parse", "main").strip());
    assertThat(in("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("HEAD");
    assertThat(in("status", "--porcelain")).isEmpty();
  }

  @Test
  void a_branch_that_the_user_has_checked_out_is_not_moved_under_them() throws Exception {
    var first = checkpoint(1);
    write("a.txt", "2\n");
    in("commit", "-q", "-am", "two");
    in("switch", "-q", "--detach");
    test.git("switch", "-q", "muster/x");
    var user = test.everythingOfTheUser();
    var before = everything();
    assertThatThrownBy(() -> rewind(first.commit()))
        .hasMessageContainingAll("“muster/x” is checked out in", "Nothing was changed");
    assertThat(everything()).isEqualTo(before);
    assertThat(test.everythingOfTheUser()).isEqualTo(user);
  }

  @Test
  void a_merge_that_was_stopped_in_the_middle_does_not_go_on_later() throws Exception {
    var first = checkpoint(1);
    write("a.txt", "ours\n");
    in("commit", "-q", "-am", "ours");
    in("switch", "-q", "-c", "muster/side", "HEAD^");
    write("a.txt", "side\n");
    in("commit", "-q", "-am", "side");
    var side = in("rev-parse", "HEAD");
    in("switch", "-q", "muster/x");
    sh("git merge -q muster/side >/dev/null 2>&1 || true");
    assertThat(in("status", "--porcelain")).isEqualTo("UU a.txt");
    in("branch", "-q", "-D", "muster/side");

    var kept = rewind(first.commit());
    assertThat(in("status")).contains("nothing to commit").doesNotContain("merg");
    assertThat(everything()).containsEntry("a.txt", "- 1\n");
    assertThat(test.git("merge-base", "--is-ancestor", side, kept.ref())).isEmpty();
    assertThat(test.git("show", kept.commit() + ":a.txt")).contains("<<<<<<<");
  }

  @Test
  void a_rebase_that_was_stopped_in_the_middle_leaves_the_worktree_on_its_branch()
      throws Exception {
    write("a.txt", "ours\n");
    in("commit", "-q", "-am", "ours");
    var first = checkpoint(1);
    in("switch", "-q", "-c", "muster/side", "HEAD^");
    write("a.txt", "side\n");
    in("commit", "-q", "-am", "side");
    in("switch", "-q", "muster/x");
    sh("git rebase -q muster/side >/dev/null 2>&1 || true");
    assertThat(in("rev-parse", "--abbrev-ref", "HEAD")).isEqualTo("HEAD");

    rewind(first.commit());
    assertThat(in("status")).contains("On branch muster/x", "nothing to commit");
    assertThat(everything()).containsEntry("a.txt", "- ours\n");
  }

  @Test
  void the_users_checkout_is_bit_for_bit_what_it_was() throws Exception {
    test.write("a.txt", "changed by the user\n");
    test.write("mine.txt", "untracked\n");
    var user = test.everythingOfTheUser();
    var first = checkpoint(1);
    write("a.txt", "2\n");
    in("commit", "-q", "-am", "two");
    rewind(rewind(first.commit()).commit());
    assertThat(test.everythingOfTheUser()).isEqualTo(user);
  }

  @Test
  void what_somebody_changes_between_the_two_steps_is_kept_as_well() throws Exception {
    var first = checkpoint(1);
    write("a.txt", "2\n");
    var kept = live.rewinds().keep(SESSION, 1, "muster/x", first.commit(), "Before");
    write("a.txt", "in between\n");
    in("commit", "-q", "-am", "in between");
    live.rewinds().bring(SESSION, 1, "muster/x", kept.commit(), first.commit());
    assertThat(everything()).containsEntry("a.txt", "- 1\n");
    assertThat(test.git("show", "refs/muster/abc1/rewind/1:a.txt")).isEqualTo("in between\n");
    assertThat(test.git("merge-base", "--is-ancestor", kept.commit(), "refs/muster/abc1/rewind/1"))
        .isEmpty();
  }

  @Test
  void a_git_that_is_at_work_in_the_worktree_is_waited_for_by_the_person() throws Exception {
    var first = checkpoint(1);
    write("a.txt", "2\n");
    Files.writeString(live.gitDir().resolve("index.lock"), "");
    assertThatThrownBy(() -> rewind(first.commit()))
        .hasMessageContainingAll("index.lock", "Nothing was changed");
    assertThat(everything()).containsEntry("a.txt", "- 2\n");
  }

  @Test
  void line_ends_come_back_as_the_checkout_has_them() throws Exception {
    write(".gitattributes", "*.bat text eol=crlf\n*.bin -text\n");
    write("run.bat", "one\r\ntwo\r\n");
    write("raw.bin", "a\r\nb\n");
    var then = everything();
    var first = checkpoint(1);
    sh("rm run.bat raw.bin");
    rewind(first.commit());
    assertThat(everything()).isEqualTo(then);
  }

  @Test
  void names_that_are_not_utf_8_come_back_too() throws Exception {
    sh("printf a > \"$(printf 'caf\\351')\"");
    var first = checkpoint(1);
    sh("rm caf*; printf b > \"$(printf 'th\\351')\"");
    rewind(first.commit());
    assertThat(sh("ls | od -An -c | tr -d ' \\n'")).contains("caf351").doesNotContain("th351");
  }

  @Test
  void of_many_files_only_those_that_differ_are_written() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      write("many/" + i % 40 + "/f" + i, "file " + i + "\n");
    }
    var old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
    try (var files = Files.walk(tree.resolve("many"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, old);
      }
    }
    var first = checkpoint(1);
    write("many/3/f3", "other\n");
    sh("rm many/4/f4; echo new > many/5/new");

    rewind(first.commit());

    var written = new ArrayList<String>();
    try (var files = Files.walk(tree.resolve("many"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        if (!Files.getLastModifiedTime(file).equals(old)) {
          written.add(tree.relativize(file).toString());
        }
      }
    }
    assertThat(written).isEqualTo(List.of("many/3/f3", "many/4/f4").stream().sorted().toList());
    assertThat(tree.resolve("many/5/new")).doesNotExist();
  }

  @Test
  void a_checkpoint_of_an_older_muster_goes_back_to_its_first_parent() throws Exception {
    var begin = in("rev-parse", "HEAD");
    write("a.txt", "2\n");
    var tree = live.tree();
    var commit =
        test.git("-c", "user.email=muster@localhost", "commit-tree", tree, "-p", begin, "-m", "Old")
            .strip();
    in("commit", "-q", "-am", "two");
    write("a.txt", "3\n");
    rewind(commit);
    assertThat(in("rev-parse", "muster/x")).isEqualTo(begin);
    assertThat(everything()).containsEntry("a.txt", "- 2\n");
  }

  @Test
  void words_of_a_title_are_not_taken_for_what_the_worktree_stood_on() throws Exception {
    var begin = in("rev-parse", "HEAD");
    write("a.txt", "2\n");
    in("commit", "-q", "-am", "two");
    var two = in("rev-parse", "HEAD");
    var first =
        live.checkpoint(
            SESSION,
            1,
            "A title\n\nBranch: refs/heads/main\nHead: " + begin + "\nStaged: " + begin);
    write("a.txt", "3\n");
    in("commit", "-q", "-am", "three");
    rewind(first.commit());
    assertThat(in("rev-parse", "muster/x")).isEqualTo(two);
    assertThat(in("symbolic-ref", "HEAD")).isEqualTo("refs/heads/muster/x");
    assertThat(in("status", "--porcelain")).isEmpty();
    assertThat(test.git("rev-parse", "main").strip()).isEqualTo(begin);
  }

  @Test
  void the_base_itself_can_be_gone_back_to() throws Exception {
    var base = in("rev-parse", "HEAD");
    write("a.txt", "2\n");
    write("new.txt", "new\n");
    in("add", "-A");
    in("commit", "-q", "-m", "two");
    rewind(base);
    assertThat(in("rev-parse", "muster/x")).isEqualTo(base);
    assertThat(in("status", "--porcelain")).isEmpty();
    assertThat(everything()).doesNotContainKey("new.txt").containsEntry("a.txt", "- 1\n");
  }

  @Test
  void a_session_begun_from_a_checkpoint_of_another_one_goes_back_to_it_and_moves_only_its_own()
      throws Exception {
    write("a.txt", "2\n");
    var other = checkpoint(1);
    var tip = in("rev-parse", "muster/x");
    var second = dir.resolve("trees/y");
    var repository = test.open();
    repository.worktrees().create(new WorktreeRequest(second, "y", other.commit(), null));
    TestRepository.write(second, "a.txt", "3\n");
    test.git(second, "commit", "-q", "-am", "three");
    var there = repository.worktrees().live(second, dir.resolve("index/y"), ChangeBounds.DEFAULT);
    var kept = there.rewinds().keep("def2", 1, "muster/y", other.commit(), "Before");
    there.rewinds().bring("def2", 1, "muster/y", kept.commit(), other.commit());
    assertThat(second.resolve("a.txt")).hasContent("2\n");
    assertThat(test.git("rev-parse", "muster/y").strip()).isEqualTo(other.commit());
    assertThat(test.git(second, "status", "--porcelain")).isEmpty();
    assertThat(in("rev-parse", "muster/x")).isEqualTo(tip);
  }
}
