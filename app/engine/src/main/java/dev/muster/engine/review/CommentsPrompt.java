package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.git.ShownPath;
import java.util.List;

/** Words comments as one prompt that says exactly where each belongs. */
final class CommentsPrompt {
  private CommentsPrompt() {}

  static String of(List<Comment> comments) {
    StringBuilder text =
        new StringBuilder(
            comments.size() == 1
                ? "I reviewed your changes and have a comment. Please see to it, and say what you"
                    + " did or why not.\n"
                : ("I reviewed your changes and have %d comments. Please see to each of them, and"
                        + " say for each by its number what you did or why not.\n")
                    .formatted(comments.size()));
    int number = 1;
    for (Comment comment : comments) {
      text.append("\n## ");
      if (comments.size() > 1) {
        text.append(number++).append(". ");
      }
      text.append(where(comment.place()));
      if (!comment.by().equals(Reviews.YOU)) {
        text.append(" (found by the reviewer “").append(comment.by()).append("”)");
      }
      text.append('\n');
      if (comment.place() != null) {
        comment.place().quoted().lines().forEach(l -> text.append("> ").append(l).append('\n'));
      }
      text.append('\n').append(comment.text().strip()).append('\n');
    }
    return text.toString();
  }

  private static String where(@org.jspecify.annotations.Nullable Place place) {
    if (place == null) {
      return "On the whole";
    }
    if (place.from() == 0) {
      return ShownPath.of(place.path());
    }
    String lines =
        place.from() == place.to()
            ? "line " + place.from()
            : "lines " + place.from() + " to " + place.to();
    return ShownPath.of(place.path())
        + ", "
        + lines
        + (place.side() == Side.OLD ? " of the old version, before your change" : "");
  }
}
