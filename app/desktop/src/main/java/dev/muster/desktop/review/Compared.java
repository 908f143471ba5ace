package dev.muster.desktop.review;

import dev.muster.desktop.live.Words;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which two states are compared.
 *
 * @param from null for the session's base
 * @param to null for the files as they are now
 */
public record Compared(@Nullable ComparePoint from, @Nullable ComparePoint to) {
  /** All that the session changed. */
  public static final Compared ALL = new Compared(null, null);

  private static final int MOST_TITLE = 40;

  boolean toNow() {
    return to == null;
  }

  @Nullable String fromCommit() {
    ComparePoint point = from;
    return point == null ? null : point.commit();
  }

  @Nullable String toCommit() {
    ComparePoint point = to;
    return point == null ? null : point.commit();
  }

  /** What the changes are against, in a few words. */
  String words() {
    ComparePoint point = from;
    ComparePoint last = to;
    if (point == null) {
      return "base of session";
    }
    return last != null && last.kind() == Kind.TOGETHER
        ? point.name() + " · all sessions together"
        : words(point);
  }

  /** A state in a few words. */
  static String words(ComparePoint point) {
    return switch (point.kind()) {
      case BASE -> "base of session";
      case TARGET -> point.name() + " as it is now";
      case TURN -> point.turn() == 0 ? "start" : "turn " + point.turn();
      case SESSION -> "“" + Words.line(point.name(), MOST_TITLE) + "”";
      case TOGETHER -> "all sessions together";
    };
  }

  static boolean isTurn(ComparePoint point) {
    return point.kind() == Kind.TURN;
  }
}
