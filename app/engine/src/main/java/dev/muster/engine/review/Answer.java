package dev.muster.engine.review;

import org.jspecify.annotations.Nullable;

/**
 * What became of the place a comment stands on since the comment went to the agent, as the kept
 * states of the files have it. That something changed there does not say that it is well now.
 *
 * @param commentId of a comment that was sent
 * @param how the most that happened there
 * @param turn the turn in which that was first; 0 when it was outside of turns, or nothing was
 * @param from full id of the commit or tree before that change; null when there is none to show
 * @param to full id of the commit or tree after it; null as with {@code from}
 * @param path where the file is after that change; null for a comment on the whole
 * @param line where the lines are after that change, from 1; 0 for the file
 * @param files how many files that change touched, for a comment on the whole; else 0
 * @param others how many other changes since touched it or what is directly beside it
 * @param back whether all of it was undone since: it is now as it was when the comment was sent
 * @param lookedAt the last turn that was looked at; 0 when none has ended since
 * @param why what cannot be told and why, a sentence; empty but with {@link How#UNKNOWN}
 */
public record Answer(
    String commentId,
    How how,
    int turn,
    @Nullable String from,
    @Nullable String to,
    @Nullable String path,
    int line,
    int files,
    int others,
    boolean back,
    int lookedAt,
    String why) {

  /** How much happened at a place, from least to most. */
  public enum How {
    /** The turn that got the comment is not over. */
    WAITING,
    /** It cannot be told. */
    UNKNOWN,
    /** Neither the lines nor their file were touched. */
    UNTOUCHED,
    /** Only other lines of the file were changed. */
    ELSEWHERE,
    /** Only lines directly before or after were changed. */
    BESIDE,
    /** It was moved as it is: to another place in the file, or with its file to another name. */
    MOVED,
    /** Only white space was changed. */
    WHITE_SPACE,
    /** It was taken out, or its file was deleted. */
    GONE,
    /** It was changed. */
    CHANGED;

    /** Whether there is a change that can be looked at. */
    public boolean touched() {
      return compareTo(UNTOUCHED) > 0;
    }
  }

  static Answer unknown(String commentId, int lookedAt, String why) {
    return new Answer(commentId, How.UNKNOWN, 0, null, null, null, 0, 0, 0, false, lookedAt, why);
  }

  static Answer waiting(String commentId) {
    return new Answer(commentId, How.WAITING, 0, null, null, null, 0, 0, 0, false, 0, "");
  }
}
