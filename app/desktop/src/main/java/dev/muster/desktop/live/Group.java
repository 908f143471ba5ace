package dev.muster.desktop.live;

import dev.muster.engine.event.SessionState;

/** The headings of the sidebar: what a session wants of you, whatever its state is called. */
public enum Group {
  NEEDS_YOU("Needs you"),
  WORKING("Working"),
  READY("Ready to review"),
  QUEUE("Queue"),
  STOPPED("Stopped"),
  CLOSED("Closed");

  private final String title;

  Group(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  /** Where a session in this state belongs: what failed or was lost needs you as well. */
  public static Group of(SessionState state) {
    return switch (state) {
      case NEEDS_YOU, FAILED, LOST -> NEEDS_YOU;
      case STARTING, WORKING -> WORKING;
      case READY -> READY;
      case QUEUED -> QUEUE;
      case STOPPED -> STOPPED;
      case CLOSED -> CLOSED;
    };
  }
}
