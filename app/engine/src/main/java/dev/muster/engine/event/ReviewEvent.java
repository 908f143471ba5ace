package dev.muster.engine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person, or a reviewer, said about a session's changes and did with parts of them. */
public sealed interface ReviewEvent extends SessionEvent {

  /** A side of a diff. */
  enum Side {
    OLD,
    NEW
  }

  /**
   * Where a comment stands.
   *
   * @param path as in the repository, with {@code /}
   * @param from first line on that side, from 1; 0 for the whole file
   * @param to last line, the same as {@code from} for one line; 0 for the whole file
   * @param quoted the lines as they were when it was written, bounded; empty for the whole file
   * @param blob id of that side's content then; null when it was not known
   */
  record Place(String path, Side side, int from, int to, String quoted, @Nullable String blob) {}

  /**
   * A comment was written, or written anew when its id is known. It is a draft until it is sent.
   *
   * @param place null for one on the whole
   * @param by {@code you}, or the name of a reviewer
   * @param severity {@code high}, {@code medium} or {@code low} where a reviewer says so; else null
   */
  record CommentWritten(
      String commentId, @Nullable Place place, String text, String by, @Nullable String severity)
      implements ReviewEvent {}

  /**
   * A reviewer gave its answer; its findings stand before this as comments.
   *
   * @param reviewer id of the session in which it was made
   * @param turn of that session
   * @param by the reviewer's name
   * @param problem why its answer could not be read, a sentence; null when it could
   */
  record ReviewRan(String reviewer, int turn, String by, int findings, @Nullable String problem)
      implements ReviewEvent {}

  /** A comment counts no more: a draft that was taken back, a finding that was dismissed. */
  record CommentDismissed(String commentId) implements ReviewEvent {}

  /** Comments went to the agent, all in one prompt. */
  record CommentsSent(String promptId, List<String> commentIds) implements ReviewEvent {
    public CommentsSent {
      commentIds = commentIds == null ? List.of() : List.copyOf(commentIds);
    }
  }

  /**
   * A file was looked at, or is to be looked at again.
   *
   * @param blob id of the content that was seen, so that a mark holds as long as the file is as it
   *     was; {@code gone} for a deleted one
   */
  record FileViewed(String path, String blob, boolean viewed) implements ReviewEvent {}

  /**
   * A part of the changes was taken out of the worktree.
   *
   * @param what in words, such as {@code a hunk of src/pool.ts}
   * @param ref where it stays reachable
   */
  record PartDropped(String dropId, String path, String what, String ref) implements ReviewEvent {}

  /** What was taken out was put back. */
  record PartRestored(String dropId) implements ReviewEvent {}

  /**
   * A person changed a file of the worktree in the review.
   *
   * @param changeId what puts it back, as with {@link PartDropped}
   * @param ref where it stays as it was
   */
  record FileEdited(String changeId, String path, String ref) implements ReviewEvent {}
}
