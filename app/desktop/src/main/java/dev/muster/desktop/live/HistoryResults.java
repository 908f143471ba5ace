package dev.muster.desktop.live;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionState;
import java.util.List;

/** What became of a session, in the words of the history's filters. */
public final class HistoryResults {
  private static final List<String> ALL =
      List.of(
          "merged",
          "pr",
          "dropped",
          "kept",
          "imported",
          "ready",
          "working",
          "queued",
          "stopped",
          "failed",
          "lost");

  private HistoryResults() {}

  /** One of the words that {@link #isResult} knows. */
  public static String of(HistoryEntry entry) {
    if (entry.imported() && entry.state() == SessionState.CLOSED) {
      return "imported";
    }
    ClosedAs as = entry.closedAs();
    return switch (entry.state()) {
      case QUEUED -> "queued";
      case STARTING, WORKING, NEEDS_YOU -> "working";
      case READY -> "ready";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
      case LOST -> "lost";
      case CLOSED ->
          switch (as) {
            case MERGED -> "merged";
            case PULL_REQUEST -> "pr";
            case DROPPED -> "dropped";
            case KEPT -> "kept";
            case null -> "kept";
          };
    };
  }

  /** What a person reads. */
  public static String words(String result) {
    return switch (result) {
      case "pr" -> "pull request";
      case "ready" -> "ready to review";
      default -> result;
    };
  }

  /** Whether it is a word for what became of a session. */
  public static boolean isResult(String word) {
    return ALL.contains(word);
  }

  static String known() {
    return String.join(", ", ALL);
  }
}
