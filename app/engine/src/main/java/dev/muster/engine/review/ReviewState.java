package dev.muster.engine.review;

import java.util.List;
import java.util.Map;

/**
 * A review as it stands.
 *
 * @param comments all of them, dismissed ones included, in the order in which they were first
 *     written
 * @param viewed for each path marked as viewed the id of the content that was seen: the mark holds
 *     as long as the file has that content
 * @param dropped what was taken out, the last first
 * @param runs what reviewers answered, in order
 */
public record ReviewState(
    List<Comment> comments,
    Map<String, String> viewed,
    List<DroppedPart> dropped,
    List<ReviewRun> runs) {
  public static final ReviewState EMPTY =
      new ReviewState(List.of(), Map.of(), List.of(), List.of());

  public ReviewState {
    comments = List.copyOf(comments);
    viewed = Map.copyOf(viewed);
    dropped = List.copyOf(dropped);
    runs = List.copyOf(runs);
  }

  /** The comments that can be sent, in order. */
  public List<Comment> drafts() {
    return comments.stream().filter(c -> c.status() == Comment.Status.DRAFT).toList();
  }
}
