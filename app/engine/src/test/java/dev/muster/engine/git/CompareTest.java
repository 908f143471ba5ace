package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff.State;
import dev.muster.engine.git.FileSide.Nature;
import dev.muster.engine.git.TextForm.Encoding;
import dev.muster.engine.git.TextForm.LineEnds;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything a review shows can be had of any two states, and what is left out can be loaded. */
class CompareTest {
  private static final CompareOptions DEFAULT = CompareOptions.DEFAULT;

  @TempDir Path dir;
  private ApartPlace place;
  private Compare compare;

  @BeforeEach
  void make() throws Exception {
    place = new ApartPlace(dir, "printf 'x\\ny\\nz\\nlong enough to be known again\\n' >source");
    compare = place.repository.compare();
  }

  @AfterEach
  void close() {
    place.close();
  }

  private Changeset now(CompareOptions options) throws GitException {
    return compare.changes(Version.of(place.base), Version.now(place.live), options);
  }

  private FileDiff diff(String path, CompareOptions options) throws GitException {
    var changes = now(options);
    var file = changes.files().stream().filter(f -> f.path().equals(path)).findFirst();
    return compare.diff(changes, file.orElseThrow(), options);
  }

  private FileSide side(String path) throws GitException {
    return compare.sides(place.change(path)).after();
  }

  private void bytes(String path, byte[] content) throws Exception {
    Files.write(place.tree.resolve(path), content);
  }

  private static List<String> paths(Changeset changes) {
    return changes.files().stream().map(FileChange::path).toList();
  }

  @Test
  void any_two_states_are_compared() throws Exception {
    place.write("a.txt", ApartPlace.FIRST);
    var one = place.live.checkpoint("s1", 1, "one");
    place.write("b.txt", "b\n");
    var two = place.live.checkpoint("s1", 2, "two");
    place.write("c.txt", "c\n");
    place.test.write("d.txt", "d\n");
    place.test.commit("main goes on");

    var now = Version.now(place.live);
    assertThat(paths(compare.changes(Version.of(one), Version.of(two), DEFAULT)))
        .containsExactly("b.txt");
    assertThat(paths(compare.changes(Version.of(one), now, DEFAULT)))
        .containsExactly("b.txt", "c.txt");
    assertThat(paths(compare.changes(Version.of("main"), now, DEFAULT)))
        .containsExactly("a.txt", "b.txt", "c.txt", "d.txt");
    assertThat(paths(compare.changes(now, Version.of(one.tree()), DEFAULT)))
        .containsExactly("b.txt", "c.txt");
    assertThat(paths(compare.changes(Version.of(one.ref()), Version.of("muster/one"), DEFAULT)))
        .containsExactly("a.txt");
    assertThat(now(DEFAULT).tree()).isEqualTo(place.live.tree());
  }

  @Test
  void two_sessions_are_compared_as_they_are() throws Exception {
    var other = place.dir.resolve("trees/two");
    place.repository.worktrees().create(new WorktreeRequest(other, "Two", null, null));
    TestRepository.write(other, "a.txt", ApartPlace.LAST);
    place.write("a.txt", ApartPlace.FIRST);
    var second =
        place
            .repository
            .worktrees()
            .live(other, place.dir.resolve("data/index/two"), ChangeBounds.DEFAULT);
    var changes = compare.changes(Version.now(place.live), Version.now(second), DEFAULT);
    assertThat(changes.added()).isEqualTo(2);
    assertThat(changes.removed()).isEqualTo(2);
  }

  @Test
  void a_version_that_is_not_there_is_told() {
    for (var odd : List.of("no-such", "--help", "", "HEAD:a.txt", "a\nb")) {
      assertThatThrownBy(() -> compare.changes(Version.of(odd), Version.of(place.base), DEFAULT))
          .isInstanceOf(GitException.class)
          .hasMessageContaining("to compare with");
    }
  }

  @Test
  void white_space_is_hidden_as_far_as_is_wanted() throws Exception {
    place.write("a.txt", ApartPlace.LINES.replace("\n", "\r\n").replace("8\r\n", "  8\r\n"));
    assertThat(diff("a.txt", DEFAULT).hunks().getFirst().lines()).hasSize(30);
    var ends = DEFAULT.with(WhiteSpace.LINE_ENDS_IGNORED).withContext(0);
    assertThat(diff("a.txt", ends).hunks().getFirst().lines()).hasSize(2);
    assertThat(now(ends).files().getFirst().added()).isEqualTo(1);
    var none = DEFAULT.with(WhiteSpace.IGNORED);
    var same = diff("a.txt", none);
    assertThat(same.hunks()).isEmpty();
    assertThat(same.state()).isEqualTo(State.COMPLETE);
    assertThat(same.note()).isEqualTo("Only white space differs.");
    // It is listed all the same, as a text.
    assertThat(now(none).files())
        .extracting(FileChange::path, FileChange::kind, FileChange::lines)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("a.txt", FileChange.Kind.TEXT, 0));
    place.write("a.txt", ApartPlace.LINES.replace("8\n", "8 9\n"));
    place.write("source", "x\ny\nz\nlong  enough to be  known again\n");
    var amount = DEFAULT.with(WhiteSpace.AMOUNT_IGNORED);
    assertThat(diff("source", amount).hunks()).isEmpty();
    assertThat(diff("a.txt", amount).hunks()).hasSize(1);
  }

  @Test
  void context_is_as_wide_as_is_wanted() throws Exception {
    place.write("a.txt", ApartPlace.BOTH);
    assertThat(diff("a.txt", DEFAULT.withContext(0)).hunks().getFirst().lines()).hasSize(2);
    assertThat(diff("a.txt", DEFAULT).hunks()).hasSize(2);
    assertThat(diff("a.txt", DEFAULT.withContext(10)).hunks()).hasSize(1);
    var whole = diff("a.txt", DEFAULT.withContext(CompareOptions.WHOLE_FILE));
    assertThat(whole.hunks().getFirst().lines()).hasSize(17);
    // Step by step, from the content.
    var id = place.change("a.txt").newId();
    assertThat(compare.lines(id, 5, 3, 100))
        .extracting(TextLine::number, TextLine::text)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(5, "5"),
            org.assertj.core.groups.Tuple.tuple(6, "6"),
            org.assertj.core.groups.Tuple.tuple(7, "7"));
    assertThat(compare.lines(id, 14, 10, 100))
        .extracting(TextLine::text)
        .containsExactly("14", "last");
    assertThat(compare.lines(id, 100, 10, 100)).isEmpty();
  }

  @Test
  void renames_and_copies_are_found_when_wanted() throws Exception {
    place.sh("cp source copy; echo more >>source; mv gone.txt moved.txt");
    assertThat(now(DEFAULT).files())
        .extracting(FileChange::status)
        .containsExactlyInAnyOrder(Status.ADDED, Status.MODIFIED, Status.RENAMED);
    assertThat(now(DEFAULT.withCopies(true)).files())
        .extracting(FileChange::status)
        .containsExactlyInAnyOrder(Status.COPIED, Status.MODIFIED, Status.RENAMED);
    assertThat(now(DEFAULT.withRenames(false)).files())
        .extracting(FileChange::status)
        .containsExactlyInAnyOrder(Status.ADDED, Status.MODIFIED, Status.DELETED, Status.ADDED);
  }

  @Test
  void how_a_text_is_written_is_told() throws Exception {
    bytes("utf8", "é\n".getBytes(StandardCharsets.UTF_8));
    bytes("marked", "\uFEFFé\r\n".getBytes(StandardCharsets.UTF_8));
    bytes("latin", "é\nx".getBytes(StandardCharsets.ISO_8859_1));
    bytes("wide", "\uFEFFé\r\nx\n".getBytes(StandardCharsets.UTF_16LE));
    bytes("mixed", "a\r\nb\n".getBytes(StandardCharsets.UTF_8));
    bytes("empty", new byte[0]);
    assertThat(side("utf8").text())
        .isEqualTo(new TextForm(Encoding.UTF_8, LineEnds.LF, true, true));
    assertThat(side("marked").text())
        .isEqualTo(new TextForm(Encoding.UTF_8_MARKED, LineEnds.CRLF, true, true));
    assertThat(side("latin").text())
        .isEqualTo(new TextForm(Encoding.SINGLE_BYTE, LineEnds.LF, false, true));
    assertThat(side("wide").text())
        .isEqualTo(new TextForm(Encoding.UTF_16_LE, LineEnds.MIXED, true, true));
    assertThat(side("wide").nature()).isEqualTo(Nature.WIDE_TEXT);
    assertThat(side("mixed").text())
        .isEqualTo(new TextForm(Encoding.UTF_8, LineEnds.MIXED, true, true));
    assertThat(side("empty").text())
        .isEqualTo(new TextForm(Encoding.UTF_8, LineEnds.NONE, true, true));
    var latin = diff("latin", DEFAULT);
    assertThat(latin.hunks().getFirst().lines().getFirst().text()).isEqualTo("é");
    assertThat(latin.note()).contains("Lines that are not UTF-8 are shown as Windows-1252.");
    assertThat(diff("utf8", DEFAULT).note()).isEmpty();
    var content = compare.content(place.change("wide").newId(), 0, 100);
    var form = side("wide").text();
    assertThat(form).isNotNull();
    assertThat(form.decode(content.bytes())).isEqualTo("é\nx\n");
  }

  @Test
  void images_binaries_links_pointers_and_submodules_are_told_apart() throws Exception {
    bytes("i.png", "\u0089PNG\r\n\u001a\n\0\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes("i.jpg", "\u00ff\u00d8\u00ff\u00e0\0".getBytes(StandardCharsets.ISO_8859_1));
    bytes("i.svg", "<svg xmlns='…'/>\n".getBytes(StandardCharsets.UTF_8));
    bytes("bin", new byte[] {0, 1, 2});
    place.write(
        "big.psd",
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22ea"
            + "dbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n");
    place.sh(
        "ln -s a.txt link; git init -q m; git -C m -c user.name=a -c user.email=b commit -q"
            + " --allow-empty -m x; git add m 2>/dev/null; rm gone.txt");
    assertThat(side("i.png").mediaType()).isEqualTo("image/png");
    assertThat(side("i.png").nature()).isEqualTo(Nature.IMAGE);
    assertThat(side("i.jpg").mediaType()).isEqualTo("image/jpeg");
    assertThat(side("i.svg").mediaType()).isEqualTo("image/svg+xml");
    assertThat(side("i.svg").nature()).isEqualTo(Nature.TEXT);
    assertThat(side("bin").nature()).isEqualTo(Nature.BINARY);
    assertThat(side("bin").bytes()).isEqualTo(3);
    assertThat(side("big.psd").nature()).isEqualTo(Nature.LFS_POINTER);
    assertThat(side("big.psd").lfs())
        .isEqualTo(
            new LfsPointer(
                "sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393", 12345));
    assertThat(diff("big.psd", DEFAULT).note()).contains("Git LFS");
    assertThat(side("link").nature()).isEqualTo(Nature.LINK);
    assertThat(side("m").nature()).isEqualTo(Nature.SUBMODULE);
    assertThat(side("gone.txt").nature()).isEqualTo(Nature.NONE);
    assertThat(compare.sides(place.change("gone.txt")).before().bytes()).isEqualTo(8);
  }

  @Test
  void a_content_is_loaded_piece_by_piece() throws Exception {
    var all = new byte[1 << 20];
    new java.util.Random(7).nextBytes(all);
    bytes("bin", all);
    var id = place.change("bin").newId();
    var read = new java.io.ByteArrayOutputStream();
    Content piece;
    do {
      piece = compare.content(id, read.size(), 300_000);
      read.writeBytes(piece.bytes());
      assertThat(piece.total()).isEqualTo(all.length);
    } while (!piece.last());
    assertThat(read.toByteArray()).isEqualTo(all);
    assertThat(compare.content(id, 5_000_000, 10).bytes()).isEmpty();
    assertThatThrownBy(() -> compare.content("1".repeat(40), 0, 10))
        .isInstanceOf(GitException.class)
        .hasMessageContaining("not in the repository any more");
  }

  @Test
  void a_line_of_a_megabyte_is_cut_and_can_be_loaded() throws Exception {
    var line = "é".repeat(500_000);
    place.write("min.js", "a\r\n" + line + "\r\nb");
    var shown = diff("min.js", DEFAULT).hunks().getFirst().lines().get(1);
    assertThat(shown.text()).hasSize(ChangeBounds.DEFAULT.maxLineChars());
    var id = place.change("min.js").newId();
    var cut = compare.lines(id, 2, 1, 1000).getFirst();
    assertThat(cut).isEqualTo(new TextLine(2, "é".repeat(1000), Ending.CRLF, true));
    var whole = compare.lines(id, 2, 2, 2_000_000);
    assertThat(whole.getFirst()).isEqualTo(new TextLine(2, line, Ending.CRLF, false));
    assertThat(whole.getLast()).isEqualTo(new TextLine(3, "b", Ending.NONE, false));
  }

  @Test
  void the_lines_of_a_large_text_are_counted_apart_from_the_list() throws Exception {
    place.write("a.txt", "one more line of a large file\n".repeat(60_000));
    place.write("new.lock", "line\n".repeat(300_000) + "no end");
    place.write("blob.bin", "\0".repeat(2 << 20));
    place.write("source", "small\n");
    var list = now(DEFAULT);
    var large = list.files().stream().filter(FileChange::uncounted).toList();
    assertThat(large).extracting(FileChange::path).containsExactly("a.txt", "new.lock");
    assertThat(list.files())
        .filteredOn(f -> f.path().equals("source"))
        .first()
        .matches(f -> f.added() == 1);
    assertThat(list.files())
        .filteredOn(f -> f.path().equals("blob.bin"))
        .first()
        .matches(f -> f.kind() == FileChange.Kind.BINARY);
    assertThat(compare.counted(large.getFirst(), DEFAULT).added()).isEqualTo(60_000);
    var whole = compare.counted(large.getLast(), DEFAULT);
    assertThat(whole.added()).isEqualTo(300_001);
    assertThat(whole.removed()).isZero();
    var begin =
        compare.diff(list, large.getLast(), DEFAULT.with(ChangeBounds.REVIEW.withLines(400)));
    assertThat(begin.state()).isEqualTo(State.CUT);
    assertThat(begin.hunks().getFirst().lines()).hasSize(400);
  }

  @Test
  void what_a_bound_left_out_comes_with_wider_ones() throws Exception {
    var tight = new ChangeBounds(1000, 10, 2, 1 << 20, 1 << 20, 4000, 20, 10);
    place.write("new", "0123456789abc\n".repeat(100));
    place.write("a.txt", "x\n".repeat(100));
    place.write("source", "x\n");
    var options = DEFAULT.with(tight);
    var few = now(options);
    assertThat(few.files()).hasSize(2);
    assertThat(few.moreFiles()).isEqualTo(1);
    assertThat(diff("a.txt", options).state()).isEqualTo(State.CUT);
    assertThat(diff("a.txt", options).note()).isEqualTo("Only the beginning is shown.");
    var wider = DEFAULT.with(tight.wider());
    assertThat(now(wider).moreFiles()).isZero();
    assertThat(diff("a.txt", wider).state()).isEqualTo(State.COMPLETE);
    assertThat(diff("new", wider).hunks().getFirst().lines())
        .hasSize(100)
        .allMatch(l -> l.text().equals("0123456789abc"));
  }

  @Test
  void a_viewed_mark_outlives_a_rebase_but_not_another_content() throws Exception {
    place.write("a.txt", ApartPlace.FIRST);
    place.sh("rm gone.txt; chmod +x source");
    var seen = now(DEFAULT).files().stream().map(FileChange::contentId).toList();
    assertThat(seen).contains(FileChange.GONE);
    place.test.write("other", "x\n");
    var main = place.test.commit("main goes on");
    place.sh("git commit -qam work; git rebase -q main");
    var after = compare.changes(Version.of(main), Version.now(place.live), DEFAULT);
    assertThat(after.files().stream().map(FileChange::contentId).toList()).isEqualTo(seen);
    place.write("a.txt", ApartPlace.BOTH);
    assertThat(place.change("a.txt").contentId()).isNotIn(seen);
  }

  @Test
  void nothing_of_the_user_is_touched() throws Exception {
    place.test.write("a.txt", "mine\n");
    var mine = place.test.everythingOfTheUser();
    place.write("a.txt", ApartPlace.BOTH);
    diff("a.txt", DEFAULT);
    side("a.txt");
    assertThat(place.test.everythingOfTheUser()).isEqualTo(mine);
  }
}
