package dev.muster.engine.session;

import dev.muster.engine.event.ConversationEvent.QuestionAnswered;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What has to be written for a session whose Muster died under it, as a pure function of where its
 * journal ends. The session then stands as lost, nothing in it still claims to run, and it can be
 * resumed.
 */
final class Recovery {
  private static final int MOST_WAITED = 5;

  private Recovery() {}

  /** The events to append; empty when the session was not at work and nothing waits for it. */
  static List<SessionEvent> events(SessionFold fold, RecoveryReport.Cause cause) {
    SessionSnapshot last = fold.snapshot();
    if (last.state() == SessionState.READY && !last.queued().isEmpty()) {
      // What was said to it has not reached it: it waits for its turn like any other.
      return List.of(new StateChanged(last.state(), SessionState.QUEUED, null, null));
    }
    if (!last.state().takesSlot()) {
      return List.of();
    }
    List<SessionEvent> events = new ArrayList<>(closeOpenCalls(fold));
    last.approvals()
        .forEach(
            asked ->
                events.add(
                    new ApprovalAnswered(
                        asked.requestId(), false, DecidedBy.NOBODY, Reach.ONCE, null, null)));
    last.questions().forEach(asked -> events.add(new QuestionAnswered(asked.questionId(), null)));
    if (last.state() != SessionState.STARTING) {
      events.add(
          new TurnEnded(TurnEvent.End.INTERRUPTED, ended(cause) + " while this turn was running."));
    }
    events.add(
        new StateChanged(
            last.state(),
            SessionState.LOST,
            ended(cause)
                + " while this was running. Everything up to then is kept; resume it to go"
                + " on.",
            null));
    return events;
  }

  /**
   * When a lost session was last heard of: what {@link #events} stored for it later is no sign of
   * life.
   *
   * @param tail the last events of the session, in order
   * @param otherwise when nothing else is in it
   */
  static Instant heardAt(List<Recorded> tail, Instant otherwise) {
    int lost = lost(tail);
    for (int at = lost - 1; at >= 0; at--) {
      if (!isOfEnd(tail.get(at).event())) {
        return tail.get(at).at();
      }
    }
    return otherwise;
  }

  /**
   * What a lost session had asked a person when it was cut short, a sentence each, oldest first; at
   * most {@value #MOST_WAITED}.
   *
   * @param tail the last events of the session, in order
   */
  static List<String> waited(List<Recorded> tail) {
    int lost = lost(tail);
    Set<String> withdrawn = new HashSet<>();
    for (int at = lost - 1; at >= 0 && isOfEnd(tail.get(at).event()); at--) {
      switch (tail.get(at).event()) {
        case ApprovalAnswered answered -> withdrawn.add("a" + answered.requestId());
        case QuestionAnswered answered -> withdrawn.add("q" + answered.questionId());
        default -> {
          // Asked nobody anything.
        }
      }
    }
    List<String> waited = new ArrayList<>();
    for (Recorded each : tail.subList(0, Math.max(0, lost))) {
      if (waited.size() == MOST_WAITED) {
        break;
      }
      switch (each.event()) {
        case QuestionAsked asked when withdrawn.contains("q" + asked.questionId()) ->
            waited.add("It had asked you: " + asked.text());
        case ApprovalAsked asked when withdrawn.contains("a" + asked.requestId()) ->
            waited.add(
                "It waited for your leave: "
                    + (asked.exact().isBlank() ? asked.title() : asked.exact()));
        default -> {
          // Asks nobody anything.
        }
      }
    }
    return waited;
  }

  private static int lost(List<Recorded> tail) {
    int lost = tail.size() - 1;
    while (lost >= 0
        && !(tail.get(lost).event() instanceof StateChanged to && to.to() == SessionState.LOST)) {
      lost--;
    }
    return lost;
  }

  private static boolean isOfEnd(SessionEvent event) {
    return switch (event) {
      case ToolFinished call -> call.outcome() == ToolOutcome.CANCELLED;
      case ApprovalAnswered answered -> answered.by() == DecidedBy.NOBODY;
      case QuestionAnswered answered -> answered.answer() == null;
      case TurnEnded ended -> ended.end() == TurnEvent.End.INTERRUPTED;
      default -> false;
    };
  }

  private static String ended(RecoveryReport.Cause cause) {
    return switch (cause) {
      case PROGRAM_ENDED -> "Muster ended";
      case MACHINE_RESTARTED -> "The machine was restarted";
    };
  }

  /** Ends the tool calls that never came to an end. */
  static List<SessionEvent> closeOpenCalls(SessionFold fold) {
    List<SessionEvent> events = new ArrayList<>();
    fold.openCalls()
        .forEach(
            call ->
                events.add(
                    new ToolFinished(
                        call.callId(),
                        ToolOutcome.CANCELLED,
                        null,
                        0,
                        "interrupted",
                        null,
                        null,
                        null)));
    return events;
  }
}
