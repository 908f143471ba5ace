package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Said;
import dev.muster.engine.session.RunFold;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link SessionRecord} from a session's events; can go on where it stands. Not safe for
 * several threads at once.
 */
public final class RecordFold {
  private final RunFold runs = new RunFold(SessionRecord.MOST_RUNS);
  private final Deque<Said> said = new ArrayDeque<>();
  private long lastSeq;
  private long before;
  private @Nullable String lastMessage;

  /** The last event that was taken in; 0 before the first. */
  public long lastSeq() {
    return lastSeq;
  }

  /** Takes the next event in; one that was taken in already is ignored. */
  public void apply(Recorded recorded) {
    if (recorded.seq() <= lastSeq) {
      return;
    }
    lastSeq = recorded.seq();
    if (recorded.event() instanceof ToolFinished finished) {
      finished(recorded, finished, runs.open(finished.callId()));
    }
    runs.apply(recorded);
    switch (recorded.event()) {
      case PromptSent prompt -> say(recorded, Kind.PROMPT, prompt.text(), null, true);
      case MessageAdded message -> {
        if (message.parentCall() == null) {
          lastMessage = cut(message.text(), SessionRecord.LONGEST_MESSAGE);
          say(recorded, Kind.MESSAGE, message.text(), null, true);
        }
      }
      default -> {
        // What ran is computed apart.
      }
    }
  }

  private void finished(Recorded recorded, ToolFinished finished, @Nullable ToolStarted call) {
    if (call == null) {
      return;
    }
    boolean ok = finished.outcome() == ToolOutcome.OK;
    Integer exit = finished.exitCode();
    if (call.kind() == ToolKind.RUN) {
      boolean well = ok && (exit == null || exit == 0);
      say(
          recorded,
          Kind.RUN,
          exit == null ? call.title() : call.title() + " · exit " + exit,
          null,
          well);
    } else if (call.kind() == ToolKind.EDIT) {
      String path = call.paths().isEmpty() ? null : call.paths().getFirst();
      say(recorded, Kind.EDIT, call.title(), path, ok);
    }
  }

  private void say(Recorded at, Kind kind, String text, @Nullable String path, boolean ok) {
    said.addLast(new Said(at.seq(), at.turn(), at.at(), kind, cut(text, Said.LONGEST), path, ok));
    if (said.size() > SessionRecord.MOST_SAID) {
      said.removeFirst();
      before++;
    }
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + "…";
  }

  /** What is known now. */
  public SessionRecord record() {
    return new SessionRecord(
        lastSeq, runs.runs(), runs.forgotten(), List.copyOf(said), before, lastMessage);
  }
}
