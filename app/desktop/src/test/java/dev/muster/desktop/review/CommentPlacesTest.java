package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import org.junit.jupiter.api.Test;

class CommentPlacesTest {
  private static ReviewFile file(char blob, int from) {
    ReviewFile file = new ReviewFile(Changes.modified("a.ts", blob, 1, 1));
    file.read(ReviewLines.of(Changes.replaced("a.ts", from, "was", "is")));
    return file;
  }

  private static Place place(int line, String quoted, char blob) {
    return new Place("a.ts", Side.NEW, line, line, quoted, String.valueOf(blob).repeat(40));
  }

  @Test
  void a_comment_stands_at_its_line_as_long_as_the_file_is_what_it_was() {
    assertThat(CommentPlaces.line(place(13, "is", 'b'), file('b', 10))).isEqualTo(13);
    assertThat(CommentPlaces.line(place(0, "", 'b'), file('b', 10))).isZero();
  }

  @Test
  void it_follows_its_line_when_the_file_has_changed_and_says_so() {
    Place then = place(13, "is", 'b');
    ReviewFile now = file('c', 40);
    assertThat(CommentPlaces.isOlder(then, now.change())).isTrue();
    assertThat(CommentPlaces.line(then, now)).isEqualTo(43);
    assertThat(CommentPlaces.line(place(13, "gone", 'b'), now)).isEqualTo(13);
  }
}
