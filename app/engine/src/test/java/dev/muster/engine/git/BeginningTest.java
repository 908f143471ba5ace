package dev.muster.engine.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.git.CompareOptions.WhiteSpace;
import dev.muster.engine.git.DiffLine.Kind;
import dev.muster.engine.git.FileDiff.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a large difference begins is told early, and what is told is true. */
class BeginningTest {
  private static final int LINES = 60_000;
  private static final CompareOptions FIRST =
      CompareOptions.DEFAULT.with(ChangeBounds.REVIEW.withLines(400));

  @TempDir Path dir;
  private ApartPlace place;
  private Compare compare;
  private final List<String> base = lines("entry");

  @BeforeEach
  void make() throws Exception {
    place = new ApartPlace(dir, "");
    TestRepository.write(place.test.root(), "package.lock", text(base));
    place.base = place.test.commit("a lock file");
    place.sh("git merge -q main");
    compare = place.repository.compare();
  }

  @AfterEach
  void close() {
    place.close();
  }

  private static List<String> lines(String word) {
    return IntStream.range(0, LINES)
        .mapToObj(i -> "  \"%s-%d\": \"of a large file\",".formatted(word, i))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static String text(List<String> lines) {
    return String.join("\n", lines) + "\n";
  }

  private FileChange changed(String text) throws GitException {
    place.write("package.lock", text);
    var changes =
        compare.changes(Version.of(place.base), Version.now(place.live), CompareOptions.DEFAULT);
    var file = changes.files().getFirst();
    assertThat(file.uncounted()).isTrue();
    return file;
  }

  private FileDiff all(FileChange file) throws GitException {
    return compare.diff(new Changeset("", "", List.of(file), 0, List.of()), file, FIRST);
  }

  @Test
  void where_every_line_is_another_the_beginning_is_that_of_the_whole() throws Exception {
    var file = changed(text(lines("other")));
    var begun = compare.beginning(file, FIRST).orElseThrow();
    assertThat(begun.state()).isEqualTo(State.CUT);
    assertThat(begun.note()).isEqualTo("Only the beginning is shown.");
    assertThat(begun.hunks().getFirst().lines()).hasSize(400);
    assertThat(begun.hunks().getFirst().lines()).isEqualTo(all(file).hunks().getFirst().lines());
  }

  @Test
  void changes_that_are_far_apart_begin_with_those_in_reach() throws Exception {
    var now = new ArrayList<>(base);
    for (int i = 50_000; i >= 20_000; i -= 1_000) {
      now.set(i, "changed " + i);
      now.add(i + 7, "added " + i);
    }
    var file = changed(text(now));
    var begun = compare.beginning(file, FIRST).orElseThrow();
    var whole = all(file);
    assertThat(begun.state()).isEqualTo(State.CUT);
    assertThat(begun.hunks()).hasSizeBetween(4, 61);
    assertThat(begun.hunks()).isEqualTo(whole.hunks().subList(0, begun.hunks().size()));
  }

  @Test
  void a_change_near_the_end_is_told_as_a_whole() throws Exception {
    var now = new ArrayList<>(base);
    now.set(LINES - 3, "changed");
    var file = changed(text(now) + "no end");
    var begun = compare.beginning(file, FIRST).orElseThrow();
    assertThat(begun).isEqualTo(all(file));
    assertThat(begun.state()).isEqualTo(State.COMPLETE);
  }

  @Test
  void lines_that_only_moved_down_are_not_told_as_gone() throws Exception {
    var now = new ArrayList<>(base);
    now.addAll(100, lines("inserted"));
    assertThat(compare.beginning(changed(text(now)), FIRST)).isEmpty();
  }

  @Test
  void lines_of_a_large_stretch_that_went_are_told_as_gone() throws Exception {
    var now = new ArrayList<>(base);
    now.subList(100, 30_000).clear();
    var file = changed(text(now) + text(lines("more")));
    var begun = compare.beginning(file, FIRST).orElseThrow();
    assertThat(begun.hunks().getFirst().lines())
        .isEqualTo(all(file).hunks().getFirst().lines())
        .filteredOn(line -> line.kind() == Kind.REMOVED)
        .hasSizeGreaterThan(390);
  }

  @Test
  void where_only_white_space_differs_and_does_not_count_the_whole_is_compared() throws Exception {
    var now = base.stream().map(line -> " " + line).toList();
    assertThat(compare.beginning(changed(text(now)), FIRST.with(WhiteSpace.IGNORED))).isEmpty();
  }

  @Test
  void a_file_that_is_one_line_has_no_beginning_of_its_own() throws Exception {
    TestRepository.write(place.test.root(), "package.lock", "a".repeat(5_000_000));
    place.base = place.test.commit("one line");
    var file = changed("a".repeat(2_500_000) + "b".repeat(2_500_000) + "\r\n");
    assertThat(compare.beginning(file, FIRST)).isEmpty();
    var whole = all(file);
    assertThat(whole.state()).as("nothing is cut but the lines").isEqualTo(State.COMPLETE);
    int kept = ChangeBounds.REVIEW.maxLineChars();
    assertThat(whole.hunks().getFirst().lines())
        .containsExactly(
            new DiffLine(
                Kind.REMOVED, 1, 0, "a".repeat(kept), DiffLine.Ending.NONE, 5_000_000 - kept),
            new DiffLine(
                Kind.ADDED, 0, 1, "a".repeat(kept), DiffLine.Ending.CRLF, 5_000_000 - kept));
  }

  @Test
  void a_new_file_of_one_long_line_and_others_is_shown_to_its_end() throws Exception {
    place.write("min.js", "é".repeat(3_000_000) + "\nlast\n");
    var changes =
        compare.changes(Version.of(place.base), Version.now(place.live), CompareOptions.DEFAULT);
    var whole = compare.diff(changes, changes.files().getFirst(), FIRST);
    assertThat(whole.state()).isEqualTo(State.COMPLETE);
    assertThat(whole.note()).isEmpty();
    assertThat(whole.hunks().getFirst().lines())
        .extracting(DiffLine::more)
        .containsExactly(3_000_000 - ChangeBounds.REVIEW.maxLineChars(), 0);
  }

  @Test
  void whatever_is_told_early_is_true() throws Exception {
    var random = new Random(7);
    for (int round = 0; round < 12; round++) {
      var now = new ArrayList<>(base);
      int edits = 1 + random.nextInt(1 << random.nextInt(11));
      for (int i = 0; i < edits; i++) {
        int at = random.nextInt(now.size());
        switch (random.nextInt(3)) {
          case 0 -> now.set(at, "set " + random.nextInt(100));
          case 1 -> now.add(at, base.get(random.nextInt(LINES)));
          default ->
              now.subList(at, Math.min(now.size(), at + random.nextInt(random.nextInt(300) + 1)))
                  .clear();
        }
      }
      var begun = compare.beginning(changed(text(now)), FIRST);
      if (begun.isPresent()) {
        check(begun.get(), now);
      }
    }
  }

  /** That the lines are where they are said to be, and that between the hunks nothing differs. */
  private void check(FileDiff begun, List<String> now) {
    int old = 1;
    int next = 1;
    for (var hunk : begun.hunks()) {
      assertThat(hunk.oldStart() - old).isEqualTo(hunk.newStart() - next);
      assertThat(base.subList(old - 1, hunk.oldStart() - 1))
          .isEqualTo(now.subList(next - 1, hunk.newStart() - 1));
      old = hunk.oldStart();
      next = hunk.newStart();
      for (var line : hunk.lines()) {
        if (line.kind() != Kind.ADDED) {
          assertThat(line.oldNo()).isEqualTo(old);
          assertThat(line.text()).isEqualTo(base.get(old++ - 1));
        }
        if (line.kind() != Kind.REMOVED) {
          assertThat(line.newNo()).isEqualTo(next);
          assertThat(line.text()).isEqualTo(now.get(next++ - 1));
        }
      }
    }
    if (begun.state() == State.COMPLETE) {
      assertThat(base.subList(old - 1, base.size())).isEqualTo(now.subList(next - 1, now.size()));
    }
  }
}
