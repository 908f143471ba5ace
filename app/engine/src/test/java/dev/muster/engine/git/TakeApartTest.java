package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.FileChange.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is dropped goes as a whole, stays under a ref, and comes back as it was. */
class TakeApartTest {
  private static final String ODD = "a b/ünï [x]*?/\"q\" é.txt";

  @TempDir Path dir;
  private ApartPlace place;

  @BeforeEach
  void make() throws Exception {
    place =
        new ApartPlace(
            dir,
            """
            mkdir -p sub 'a b/ünï [x]*?'
            printf 'x\\n' >'a b/ünï [x]*?/"q" é.txt'
            printf '#!/bin/sh\\n' >run; chmod +x run
            printf '\\0\\1\\2' >bin
            ln -s a.txt link
            printf 'a file\\nlong enough\\nto be seen\\nas renamed\\n' >sub/old
            """);
  }

  @AfterEach
  void close() {
    place.close();
  }

  @Test
  void a_dropped_hunk_is_gone_and_comes_back() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    var before = place.live.tree();
    var dropped = place.drop(place.hunk("a.txt", 0));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LAST);
    assertThat(dropped.notes()).isEmpty();
    var kept = dropped.kept();
    assertThat(kept.ref()).isEqualTo("refs/muster/dropped/s1/1");
    assertThat(kept.what()).isEqualTo("a hunk of a.txt");
    assertThat(place.test.git("rev-parse", kept.ref() + "^{tree}").strip()).isEqualTo(before);

    var back = place.apart.putBack(1);
    assertThat(back.notes()).isEmpty();
    assertThat(back.kept().undoes()).isEqualTo(1);
    assertThat(place.live.tree()).isEqualTo(before);
    assertThat(place.apart.kept()).extracting(KeptChange::undone).containsExactly(true, false);

    place.apart.putBack(2);
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LAST);
    assertThat(place.apart.kept())
        .extracting(KeptChange::undone)
        .containsExactly(false, true, false);
    assertThat(place.test.git("for-each-ref", "refs/muster/doing")).isEmpty();
    try (var beside = Files.list(place.tree.getParent())) {
      assertThat(beside).containsExactly(place.tree);
    }
  }

  @Test
  void single_lines_go_and_come_back() throws Exception {
    place.write("a.txt", ApartPlace.LINES.replace("8\n", "eight\nand a half\n"));
    var file = place.change("a.txt");
    var hunk = place.live.diff(place.live.changes(place.base), file).hunks().getFirst();
    int half = 0;
    while (!hunk.lines().get(half).text().equals("and a half")) {
      half++;
    }
    var dropped = place.drop(Part.lines(file, hunk, half, half));
    assertThat(dropped.kept().what()).isEqualTo("a line of a.txt");
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LINES.replace("8\n", "eight\n"));
    place.apart.putBack(1);
    assertThat(place.read("a.txt"))
        .isEqualTo(ApartPlace.LINES.replace("8\n", "eight\nand a half\n"));
  }

  /** What the agent did, which file of the changes is dropped, and as what it is listed. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mkdir -p x/y; echo new >x/y/new            | x/y/new   | ADDED",
        "mkdir x; printf n >x/n; chmod +x x/n       | x/n       | ADDED",
        "mkdir x; : >x/empty                        | x/empty   | ADDED",
        "ln -s /etc/passwd new                      | new       | ADDED",
        "printf 'n\\0' >b; git add b                | b         | ADDED",
        "rm gone.txt                                | gone.txt  | DELETED",
        "git rm -q gone.txt                         | gone.txt  | DELETED",
        "rm -r sub                                  | sub/old   | DELETED",
        "rm -r 'a b'                                | a b/ünï [x]*?/\"q\" é.txt | DELETED",
        "rm run                                     | run       | DELETED",
        "rm link                                    | link      | DELETED",
        "rm bin                                     | bin       | DELETED",
        "echo more >>a.txt                          | a.txt     | MODIFIED",
        "printf 'y\\r\\n' >'a b/ünï [x]*?/\"q\" é.txt' | a b/ünï [x]*?/\"q\" é.txt | MODIFIED",
        "printf '\\0\\7' >bin                       | bin       | MODIFIED",
        "ln -sf gone.txt link                       | link      | MODIFIED",
        "mv sub/old 'sub/new ü'                     | sub/new ü | RENAMED",
        "mkdir t; git mv sub/old t/new; echo x >>t/new | t/new  | RENAMED",
        "mv sub/old sub.old; rmdir sub; mv sub.old sub | sub    | RENAMED",
        "chmod +x a.txt                             | a.txt     | MODE_CHANGED",
        "chmod -x run; git add run                  | run       | MODE_CHANGED",
        "echo x >>run; chmod -x run                 | run       | MODIFIED",
        "rm run; ln -s a.txt run                    | run       | TYPE_CHANGED",
        "rm link; echo file >link                   | link      | TYPE_CHANGED"
      })
  void a_whole_file_goes_back_to_what_it_was_and_comes_again(
      String agent, String path, Status status) throws Exception {
    var clean = place.state();
    place.sh(agent);
    var before = place.state();
    var file = place.change(path);
    assertThat(file.status()).isEqualTo(status);

    var dropped = place.drop(Part.whole(file));
    assertThat(dropped.notes()).isEmpty();
    assertThat(place.live.changes(place.base).files()).isEmpty();
    assertThat(place.state()).isEqualTo(clean);

    assertThat(place.apart.putBack(1).notes()).isEmpty();
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void a_copy_goes_and_its_source_stays() throws Exception {
    place.sh("cp sub/old copy; echo x >>sub/old");
    var options = CompareOptions.DEFAULT.withCopies(true);
    var changes =
        place
            .repository
            .compare()
            .changes(Version.of(place.base), Version.now(place.live), options);
    var copy =
        changes.files().stream().filter(f -> f.status() == Status.COPIED).findFirst().orElseThrow();
    place.drop(Part.whole(copy));
    assertThat(place.live.changes(place.base).files())
        .extracting(FileChange::path)
        .containsExactly("sub/old");
  }

  @Test
  void a_deleted_file_comes_back_where_it_is_ignored_by_now() throws Exception {
    place.sh("git rm -q gone.txt; echo gone.txt >.gitignore");
    var ignored = place.state();
    var dropped = place.drop(Part.whole(place.change("gone.txt")));
    assertThat(dropped.notes()).isEmpty();
    assertThat(place.live.changes(place.base).files())
        .extracting(FileChange::path)
        .containsExactly(".gitignore");
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(ignored);
  }

  @Test
  void only_a_mode_or_a_name_goes_and_the_content_stays() throws Exception {
    place.sh("mv sub/old new; echo x >>new; chmod +x new");
    var file = place.change("new");
    place.drop(new Part.Mode(file));
    assertThat(place.tree.resolve("new")).isRegularFile();
    assertThat(Files.isExecutable(place.tree.resolve("new"))).isFalse();
    place.drop(new Part.Name(place.change("new")));
    assertThat(place.read("sub/old")).endsWith("renamed\nx\n");
    assertThat(place.tree.resolve("new")).doesNotExist();
    place.apart.putBack(2);
    place.apart.putBack(1);
    assertThat(Files.isExecutable(place.tree.resolve("new"))).isTrue();
  }

  @Test
  void a_hunk_of_a_renamed_file_goes_under_its_new_name() throws Exception {
    place.sh("mv a.txt b.txt");
    place.write("b.txt", ApartPlace.BOTH);
    place.drop(place.hunk("b.txt", 1));
    assertThat(place.read("b.txt")).isEqualTo(ApartPlace.FIRST);
    assertThat(place.tree.resolve("a.txt")).doesNotExist();
  }

  @Test
  void some_lines_of_a_new_and_of_a_deleted_file() throws Exception {
    place.write("new", "a\nb\nc\n");
    place.sh("rm gone.txt");
    var added = (Part.Lines) place.hunk("new", 0);
    var removed = (Part.Lines) place.hunk("gone.txt", 0);
    place.drop(
        Part.lines(added.file(), added.hunk(), 1, 1),
        Part.lines(removed.file(), removed.hunk(), 1, 1));
    assertThat(place.read("new")).isEqualTo("a\nc\n");
    assertThat(place.read("gone.txt")).isEqualTo("bye\n");
    place.apart.putBack(1);
    assertThat(place.read("new")).isEqualTo("a\nb\nc\n");
    assertThat(place.tree.resolve("gone.txt")).doesNotExist();
    // All lines of a new file are the file.
    place.drop(place.hunk("new", 0));
    assertThat(place.tree.resolve("new")).doesNotExist();
  }

  @Test
  void everything_at_once_goes_and_comes_back() throws Exception {
    var clean = place.state();
    place.write("a.txt", ApartPlace.BOTH);
    place.write(ODD, "");
    place.sh(
        "rm gone.txt link run; mkdir link; echo in >link/in; mv sub/old n; rmdir sub; echo f >sub;"
            + " chmod +x bin; ln -s x run");
    var before = place.state();
    var changes = place.live.changes(place.base);
    place.apart.drop(changes.files().stream().map(Part::whole).toList());
    assertThat(place.state()).isEqualTo(clean);
    place.apart.putBack(1);
    assertThat(place.state()).isEqualTo(before);
    assertThat(place.live.tree()).isEqualTo(changes.tree());
  }

  @Test
  void parts_of_a_comparison_with_any_checkpoint_can_be_dropped() throws Exception {
    place.write("a.txt", ApartPlace.FIRST);
    var turn = place.live.checkpoint("s1", 1, "one");
    place.write("a.txt", ApartPlace.BOTH);
    var compare = place.repository.compare();
    var options = CompareOptions.DEFAULT.with(CompareOptions.WhiteSpace.IGNORED).withContext(0);
    var changes = compare.changes(Version.of(turn), Version.now(place.live), options);
    var file = changes.files().getFirst();
    var hunks = compare.diff(changes, file, options).hunks();
    assertThat(hunks).hasSize(1);
    place.drop(Part.hunk(file, hunks.getFirst()));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.FIRST);
  }

  @Test
  void a_hunk_seen_without_white_space_leaves_the_white_space_as_it_is() throws Exception {
    place.write("a.txt", ApartPlace.BOTH.replace("2\n", "  2\n"));
    var compare = place.repository.compare();
    var options = CompareOptions.DEFAULT.with(CompareOptions.WhiteSpace.IGNORED);
    var changes = compare.changes(Version.of(place.base), Version.now(place.live), options);
    var file = changes.files().getFirst();
    var hunk = compare.diff(changes, file, options).hunks().getFirst();
    place.drop(Part.hunk(file, hunk));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LAST.replace("2\n", "  2\n"));
  }

  @Test
  void hunks_dropped_one_after_the_other_come_back_in_any_order() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.drop(place.hunk("a.txt", 0));
    place.drop(place.hunk("a.txt", 0));
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.LINES);
    var first = place.apart.putBack(1);
    assertThat(first.notes())
        .containsExactly("“a.txt” has changed since; both changes are in it now.");
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.FIRST);
    place.apart.putBack(2);
    assertThat(place.read("a.txt")).isEqualTo(ApartPlace.BOTH);
  }

  @Test
  void the_patch_that_is_kept_undoes_it_with_plain_git() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("printf '\\0\\7' >bin; rm gone.txt; mv sub/old n");
    var before = place.state();
    var all = place.live.changes(place.base).files().stream().map(Part::whole).toList();
    var dropped = place.apart.drop(all);
    Files.write(place.dir.resolve("patch"), place.apart.patch(dropped.kept()));
    place.test.git(place.tree, "apply", place.dir.resolve("patch").toString());
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void what_was_dropped_outlives_a_restart_and_a_clean_up_by_git() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    place.write("new", "new\n");
    place.sh("git add new; echo more >>new");
    var before = place.state();
    place.drop(place.hunk("a.txt", 0), Part.whole(place.change("new")));
    place.test.git("reflog", "expire", "--expire=now", "--all");
    Files.delete(place.index);
    place.test.git("gc", "-q", "--prune=now");
    var again = place.test.open().worktrees().live(place.tree, place.index, ChangeBounds.DEFAULT);
    var kept = again.takeApart("s1").kept();
    assertThat(kept).hasSize(1);
    assertThat(kept.getFirst().what()).isEqualTo("changes of 2 files");
    assertThat(again.takeApart("s1").putBack(1).notes()).isEmpty();
    assertThat(place.state()).isEqualTo(before);
  }

  @Test
  void an_edit_is_written_only_over_what_was_seen() throws Exception {
    place.write("a.txt", "seen\n");
    var seen = place.change("a.txt").newId();
    var done = place.apart.edit("a.txt", seen, bytes("edited\n"));
    assertThat(place.read("a.txt")).isEqualTo("edited\n");
    assertThat(done.kept().files().getFirst().after().id())
        .isEqualTo(place.change("a.txt").newId());
    assertThatThrownBy(() -> place.apart.edit("a.txt", seen, bytes("again\n")))
        .isInstanceOf(RefusedException.class)
        .hasMessage("“a.txt” has changed since you looked at it. Nothing was done; look again.");
    assertThat(place.read("a.txt")).isEqualTo("edited\n");
    place.apart.putBack(1);
    assertThat(place.read("a.txt")).isEqualTo("seen\n");
  }

  @Test
  void an_edit_keeps_how_the_file_is_written() throws Exception {
    var contents =
        List.of(
            "a\r\nb\r\n".getBytes(StandardCharsets.UTF_8),
            "a\r\nb\nc".getBytes(StandardCharsets.UTF_8),
            "\uFEFFa\nbé\n".getBytes(StandardCharsets.UTF_8),
            "a\nbé\n".getBytes(StandardCharsets.ISO_8859_1));
    var expected =
        List.of(
            "a\r\nB\r\n".getBytes(StandardCharsets.UTF_8),
            "a\r\nB\nc".getBytes(StandardCharsets.UTF_8),
            "\uFEFFa\nBé\n".getBytes(StandardCharsets.UTF_8),
            "a\nBé\n".getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < contents.size(); i++) {
      Files.write(place.tree.resolve("a.txt"), contents.get(i));
      var seen = place.change("a.txt").newId();
      var content = place.repository.compare().content(seen, 0, 1000);
      var form = TextForm.of(content.bytes(), content.last());
      assertThat(form).isNotNull();
      var text = form.decode(content.bytes());
      assertThat(text).doesNotContain("\r").doesNotContain("\uFEFF");
      place.apart.edit("a.txt", seen, form.encode(text.replace("b", "B"), content.bytes()));
      assertThat(Files.readAllBytes(place.tree.resolve("a.txt"))).isEqualTo(expected.get(i));
    }
  }

  @Test
  void an_encoding_without_room_for_a_character_refuses_it() throws Exception {
    var form = TextForm.of(new byte[] {(byte) 0xE9, '\n'}, true);
    assertThat(form).isNotNull();
    assertThatThrownBy(() -> form.encode("日本\n", new byte[0]))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("no room");
  }

  @Test
  void a_new_file_can_be_written_too() throws Exception {
    place.apart.edit("x y/new.txt", "0".repeat(40), bytes("hello\n"));
    assertThat(place.read("x y/new.txt")).isEqualTo("hello\n");
    place.apart.putBack(1);
    assertThat(place.tree.resolve("x y")).doesNotExist();
  }

  @Test
  void the_users_checkout_and_index_are_not_touched() throws Exception {
    place.test.write("a.txt", "the user's own\n");
    place.test.git("add", "a.txt");
    place.test.write("a.txt", "and more\n");
    var mine = new TreeMap<>(place.test.everythingOfTheUser());
    place.write("a.txt", ApartPlace.BOTH);
    place.sh("git add a.txt; rm gone.txt");
    place.drop(place.hunk("a.txt", 0), Part.whole(place.change("gone.txt")));
    place.apart.putBack(1);
    place.apart.edit("a.txt", place.change("a.txt").newId(), bytes("x\n"));
    assertThat(place.test.everythingOfTheUser()).isEqualTo(mine);
  }

  @Test
  void a_hundred_files_go_at_once() throws Exception {
    var clean = place.state();
    for (int i = 0; i < 100; i++) {
      place.write("many/file %d.txt".formatted(i), "content %d\n".formatted(i));
    }
    var parts = new ArrayList<Part>();
    for (var file : place.live.changes(place.base).files()) {
      parts.add(Part.whole(file));
    }
    place.apart.drop(parts);
    assertThat(place.state()).isEqualTo(clean);
    place.apart.putBack(1);
    assertThat(place.live.changes(place.base).files()).hasSize(100);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
