package dev.muster.engine.store;

import dev.muster.engine.event.ClosedAs;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What came of a session, as the history shows it and {@code result:} chooses it. */
public enum SessionResult {
  MERGED("merged"),
  PR("pull request"),
  DROPPED("dropped"),
  KEPT("kept"),
  /** It happened elsewhere, and was taken in: nothing of it was checked or kept here. */
  IMPORTED("imported"),
  READY("ready to review"),
  STOPPED("stopped"),
  FAILED("failed"),
  LOST("lost"),
  /** It is not over. */
  OPEN("at work");

  private final String label;

  SessionResult(String label) {
    this.label = label;
  }

  /** For a person. */
  public String label() {
    return label;
  }

  /** As it is typed after {@code result:}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The result of a session that stands like this. */
  static SessionResult of(SessionRow row) {
    return switch (row.state()) {
      case QUEUED, STARTING, WORKING, NEEDS_YOU -> OPEN;
      case READY -> READY;
      case STOPPED -> STOPPED;
      case FAILED -> FAILED;
      case LOST -> LOST;
      case CLOSED -> closed(row.closedAs());
    };
  }

  private static SessionResult closed(@Nullable ClosedAs as) {
    return switch (as) {
      case null -> IMPORTED; // only what is taken in is closed without a word on its work
      case MERGED -> MERGED;
      case PULL_REQUEST -> PR;
      case DROPPED -> DROPPED;
      case KEPT -> KEPT;
    };
  }
}
