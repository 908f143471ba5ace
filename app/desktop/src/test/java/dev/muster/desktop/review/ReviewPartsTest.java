package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.control.SheetCard.Side;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.engine.git.Part;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReviewPartsTest {
  private final ReviewFile file = new ReviewFile(Changes.modified("a.ts", 'b', 1, 1));

  ReviewPartsTest() {
    file.read(ReviewLines.of(Changes.replaced("a.ts", 10, "was", "is")));
  }

  @Test
  void a_hunk_is_named_as_git_told_of_it_also_when_more_lines_are_shown_around_it() {
    List<Part> before = ReviewParts.hunk(file, 0);
    assertThat(before).containsExactly(Part.hunk(file.change(), file.original().getFirst()));
    var lines =
        IntStream.rangeClosed(1, 60)
            .mapToObj(i -> dev.muster.desktop.control.DiffLine.context("line " + i))
            .toList();
    file.grown(ContextLines.all(file.hunks(), lines), lines);
    assertThat(ReviewParts.hunk(file, 0)).isEqualTo(before);
    assertThat(ReviewParts.hunk(file, 1)).isEmpty();
  }

  @Test
  void of_selected_lines_only_the_changed_ones_count() {
    SheetSelection both =
        new SheetSelection("a.ts", Side.NEW, 12, 14, List.of(), List.of(13), List.of(13));
    assertThat(ReviewParts.lines(file, both))
        .containsExactly(new Part.Lines(file.change(), file.original().getFirst(), Set.of(3, 4)));
    SheetSelection none =
        new SheetSelection("a.ts", Side.NEW, 10, 11, List.of(), List.of(), List.of());
    assertThat(ReviewParts.lines(file, none)).isEmpty();
  }
}
