package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContextLinesTest {
  /** Lines 1 to 100; at 20 one was added, at 60 one replaced. */
  private final List<DiffLine> file =
      IntStream.rangeClosed(1, 100).mapToObj(i -> DiffLine.context("n" + i)).toList();

  private final List<DiffHunk> hunks =
      List.of(
          new DiffHunk(19, 19, "f", List.of(context(19), DiffLine.added("n20"), context(21))),
          new DiffHunk(
              58,
              59,
              "g",
              List.of(context(59), DiffLine.removed("old"), DiffLine.added("n60"), context(61))));

  private static DiffLine context(int number) {
    return DiffLine.context("n" + number);
  }

  @Test
  void lines_above_a_hunk_come_with_their_numbers_on_both_sides() {
    List<DiffHunk> more = ContextLines.more(hunks, file, 1, 5);
    assertThat(more).hasSize(2);
    assertThat(more.get(1).newStart()).isEqualTo(54);
    assertThat(more.get(1).oldStart()).isEqualTo(53);
    assertThat(more.get(1).lines().subList(0, 6))
        .containsExactly(
            context(54), context(55), context(56), context(57), context(58), context(59));
    assertThat(more.getFirst()).isSameAs(hunks.getFirst());
  }

  @Test
  void hunks_that_touch_become_one_and_nothing_is_doubled() {
    List<DiffHunk> more = ContextLines.more(hunks, file, 1, 1_000);
    assertThat(more).hasSize(1);
    assertThat(newSide(more.getFirst()))
        .isEqualTo(IntStream.rangeClosed(19, 61).mapToObj(i -> "n" + i).toList());
  }

  @Test
  void the_beginning_and_the_end_of_the_file_are_the_end_of_it() {
    assertThat(ContextLines.more(hunks, file, 0, 1_000).getFirst().newStart()).isEqualTo(1);
    List<DiffHunk> below = ContextLines.more(hunks, file, 2, 1_000);
    assertThat(newSide(below.getLast()).getLast()).isEqualTo("n100");
    assertThat(ContextLines.after(below, file.size())).isZero();
    assertThat(ContextLines.after(hunks, file.size())).isEqualTo(39);
    assertThat(ContextLines.more(below, file, 2, 20)).isEqualTo(below);
  }

  @Test
  void the_whole_file_is_one_hunk_with_every_line_once() {
    List<DiffHunk> all = ContextLines.all(hunks, file);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().oldStart()).isEqualTo(1);
    assertThat(newSide(all.getFirst()))
        .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> "n" + i).toList());
    assertThat(all.getFirst().lines()).contains(DiffLine.removed("old"));
  }

  private static List<String> newSide(DiffHunk hunk) {
    return hunk.lines().stream()
        .filter(line -> line.kind() != DiffLine.Kind.REMOVED)
        .map(DiffLine::text)
        .toList();
  }
}
