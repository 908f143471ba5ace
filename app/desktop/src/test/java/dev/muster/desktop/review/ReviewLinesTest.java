package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.DiffLine;
import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReviewLinesTest {
  private static FileDiff diff(Ending before, Ending after) {
    return new FileDiff(
        "a",
        "a",
        FileDiff.State.COMPLETE,
        List.of(
            new Hunk(
                1,
                1,
                1,
                1,
                "",
                List.of(
                    new dev.muster.engine.git.DiffLine(
                        dev.muster.engine.git.DiffLine.Kind.REMOVED, 1, 0, "x", before),
                    new dev.muster.engine.git.DiffLine(
                        dev.muster.engine.git.DiffLine.Kind.ADDED, 0, 1, "x", after)))),
        "");
  }

  @Test
  void a_change_of_line_ends_alone_can_be_seen() {
    ReviewLines.Listed listed = ReviewLines.of(diff(Ending.CRLF, Ending.LF));
    assertThat(listed.hunks().getFirst().lines())
        .containsExactly(DiffLine.removed("x\r"), DiffLine.added("x"));
    assertThat(listed.note()).contains("Line ends differ");
  }

  @Test
  void a_file_of_crlf_lines_says_so_once_and_not_in_each_line() {
    ReviewLines.Listed listed = ReviewLines.of(diff(Ending.CRLF, Ending.CRLF));
    assertThat(listed.hunks().getFirst().lines())
        .containsExactly(DiffLine.removed("x"), DiffLine.added("x"));
    assertThat(listed.note()).isEqualTo("Lines end with CRLF.");
    assertThat(ReviewLines.context("a\r\nb".getBytes(StandardCharsets.UTF_8), true))
        .containsExactly(DiffLine.context("a"), new DiffLine(DiffLine.Kind.CONTEXT, "b", true));
  }

  @Test
  void a_missing_line_break_at_the_end_is_told() {
    ReviewLines.Listed listed = ReviewLines.of(diff(Ending.NONE, Ending.LF));
    assertThat(listed.hunks().getFirst().lines().getFirst().noNewline()).isTrue();
    assertThat(listed.note()).isEmpty();
  }
}
