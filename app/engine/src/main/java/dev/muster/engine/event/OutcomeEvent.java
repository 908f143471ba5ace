package dev.muster.engine.event;

import org.jspecify.annotations.Nullable;

/** What became of the work, and remarks. */
public sealed interface OutcomeEvent extends SessionEvent {

  /** The work was committed on the session's branch. */
  record Committed(String commit, String message) implements OutcomeEvent {}

  /** The work was merged. */
  record Merged(String target, String commit, String how) implements OutcomeEvent {}

  /**
   * A landing was taken back.
   *
   * @param commit what had landed; it stays reachable
   */
  record LandingUndone(String target, String commit) implements OutcomeEvent {}

  /** A pull request was opened. */
  record PullRequestOpened(String url) implements OutcomeEvent {}

  /**
   * The work was dropped.
   *
   * @param ref where it stays reachable
   */
  record Dropped(String ref) implements OutcomeEvent {}

  /**
   * A person has the files taken to another state of the session: this is stored before anything is
   * touched, so that a start after a crash can finish it.
   *
   * @param number counts the session's rewinds from 1
   * @param toTurn the turn at whose end the files were like that; 0 for before the first
   * @param forward whether it takes an earlier rewind back
   * @param target full id of the commit that holds that state
   * @param ref where the state before stays reachable
   * @param before full id of the commit that holds the state before
   * @param conversation whether the agent's memory goes there as well
   */
  record RewindBegun(
      int number,
      int toTurn,
      boolean forward,
      String target,
      String ref,
      String before,
      boolean conversation)
      implements OutcomeEvent {}

  /**
   * The files are as they were at the end of a turn; the next turn goes on from there. A second one
   * of the same number says that the agent could not take its memory there after all.
   *
   * @param number of the {@link RewindBegun}
   * @param toTurn as there
   * @param forward as there
   * @param ref as there
   * @param before as there
   * @param conversation whether the agent begins its next turn with what it knew then; otherwise it
   *     is told in the next prompt
   */
  record Rewound(
      int number, int toTurn, boolean forward, String ref, String before, boolean conversation)
      implements OutcomeEvent {}

  /**
   * A rewind came to nothing.
   *
   * @param number of the {@link RewindBegun}
   * @param why a sentence: what happened, and how the files are now
   */
  record RewindFailed(int number, String why) implements OutcomeEvent {}

  /** How much a note matters. */
  enum Level {
    INFO,
    WARNING,
    ERROR
  }

  /**
   * A remark in the log.
   *
   * @param raw what an adapter did not understand, as JSON; null for Muster's own remarks
   */
  record Noted(Level level, String text, @Nullable String raw) implements OutcomeEvent {}
}
