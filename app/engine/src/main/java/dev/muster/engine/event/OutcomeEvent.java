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
