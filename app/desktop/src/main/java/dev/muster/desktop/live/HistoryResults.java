package dev.muster.desktop.live;

/** What became of a session, as its colour and its word tell. */
public enum HistoryResults {
  MERGED,
  PULL_REQUEST,
  DROPPED,
  KEPT,
  IMPORTED,
  READY,
  NEEDS_YOU,
  WORKING,
  QUEUED,
  STOPPED,
  FAILED,
  LOST;

  /** What became of a session. */
  public static HistoryResults of(HistoryEntry entry) {
    return switch (entry.state()) {
      case QUEUED -> QUEUED;
      case NEEDS_YOU -> NEEDS_YOU;
      case STARTING, WORKING -> WORKING;
      case READY -> READY;
      case STOPPED -> STOPPED;
      case FAILED -> FAILED;
      case LOST -> LOST;
      case CLOSED ->
          entry.imported()
              ? IMPORTED
              : switch (entry.closedAs()) {
                case MERGED -> MERGED;
                case PULL_REQUEST -> PULL_REQUEST;
                case DROPPED -> DROPPED;
                case KEPT -> KEPT;
                case null -> IMPORTED;
              };
    };
  }

  /** What a person reads. */
  public String word() {
    return switch (this) {
      case PULL_REQUEST -> "pull request";
      case MERGED -> "merged";
      case DROPPED -> "dropped";
      case KEPT -> "kept";
      case IMPORTED -> "imported";
      case READY -> "ready";
      case NEEDS_YOU -> "needs you";
      case WORKING -> "working";
      case QUEUED -> "queued";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
      case LOST -> "lost";
    };
  }
}
