package dev.muster.cli;

import dev.muster.engine.event.ConversationEvent;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionState;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a followed session waits for a person to say, as far as its events have been told. */
final class OpenRequests {
  private final Map<String, Request> open = new LinkedHashMap<>();
  private boolean waiting;

  /** Something a person has to answer. */
  sealed interface Request {
    String id();

    /** An action that waits for leave. */
    record Approval(PermissionEvent.ApprovalAsked asked) implements Request {
      @Override
      public String id() {
        return asked.requestId();
      }
    }

    /** A question of the agent. */
    record Question(ConversationEvent.QuestionAsked asked) implements Request {
      @Override
      public String id() {
        return asked.questionId();
      }
    }
  }

  /** Takes an event in; answered and withdrawn requests are gone. */
  synchronized void take(Recorded recorded) {
    switch (recorded.event()) {
      case PermissionEvent.ApprovalAsked asked ->
          open.put(asked.requestId(), new Request.Approval(asked));
      case PermissionEvent.ApprovalAnswered answered -> open.remove(answered.requestId());
      case ConversationEvent.QuestionAsked asked ->
          open.put(asked.questionId(), new Request.Question(asked));
      case ConversationEvent.QuestionAnswered answered -> open.remove(answered.questionId());
      case LifeEvent.StateChanged changed -> waiting = changed.to() == SessionState.NEEDS_YOU;
      default -> {
        // Nothing a person has to answer.
      }
    }
    notifyAll();
  }

  /** The oldest, once the session waits for it; null when it waits for nobody. */
  synchronized @Nullable Request first() {
    return waiting && !open.isEmpty() ? open.values().iterator().next() : null;
  }

  /**
   * Blocks until it waits for something else than {@code before}, the oldest first.
   *
   * @param before what was dealt with last; null at the beginning
   */
  synchronized Request awaitNext(@Nullable Request before) throws InterruptedException {
    while (true) {
      Request next = waiting ? open.values().stream().findFirst().orElse(null) : null;
      if (next != null && !next.equals(before)) {
        return next;
      }
      wait();
    }
  }

  /** Whether it still waits for this one. */
  synchronized boolean waitsFor(Request request) {
    return open.containsKey(request.id());
  }
}
