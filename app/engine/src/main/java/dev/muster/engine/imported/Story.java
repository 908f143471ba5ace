package dev.muster.engine.imported;

import dev.muster.engine.agent.transcript.Told;
import dev.muster.engine.agent.transcript.Transcripts;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.store.Past;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One conversation on its way from its file into the journal: what is kept already is passed over,
 * what is new is appended. Used by one thread.
 */
final class Story implements Transcripts.Listener {
  private static final int BATCH = 256;
  private static final long BATCH_WEIGHT = 1 << 20;

  /** No agent is older. */
  private static final Instant EARLIEST = Instant.parse("2020-01-01T00:00:00Z");

  private final SessionId session;
  private final @Nullable Kept kept;
  private final @Nullable Instant keptUntil;
  private final Instant latest;
  private final @Nullable Appender out;
  private final BooleanSupplier cancelled;
  private final IntConsumer read;
  private final List<Past> batch = new ArrayList<>();
  private long weight;
  private boolean rewritten;
  private Instant last;
  private int turn;
  private boolean prompted;
  private long added;

  /**
   * @param kept what the journal has; null when it has nothing
   * @param keptUntil when the last of that happened
   * @param latest nothing can have happened later
   * @param out null when nothing is to be stored
   * @param read is told how many bytes were read
   */
  Story(
      SessionId session,
      @Nullable Kept kept,
      @Nullable Instant keptUntil,
      Instant started,
      Instant latest,
      @Nullable Appender out,
      BooleanSupplier cancelled,
      IntConsumer read) {
    this.session = session;
    this.kept = kept;
    this.keptUntil = keptUntil;
    this.latest = latest;
    this.out = out;
    this.cancelled = cancelled;
    this.read = read;
    this.last = sane(started, EARLIEST);
  }

  /** A time that can be: files are written by anyone, and clocks go wrong. */
  private Instant sane(Instant at, Instant otherwise) {
    if (at.isBefore(EARLIEST)) {
      return otherwise;
    }
    return at.isAfter(latest) ? latest : at;
  }

  /** Stores what every story begins with; at the same time as its first event. */
  void begin(List<SessionEvent> events) {
    events.forEach(event -> add(new Past(last, 0, event)));
  }

  @Override
  public void told(Told told) {
    checkCancelled();
    last = sane(told.at(), last);
    Past past = new Past(last, turnOf(told.event()), told.event());
    if (kept != null && !rewritten) {
      switch (kept.next(told.event())) {
        case SAME -> {
          return;
        }
        case BEYOND -> {}
        case OTHER -> rewritten = true;
      }
    }
    if (rewritten) {
      later(past);
    } else {
      add(past);
    }
  }

  /** The file says something else than what is kept: only what is later is new. */
  private void later(Past past) {
    Instant until = keptUntil;
    if (until == null || !past.at().isAfter(until)) {
      return;
    }
    if (added == 0) {
      add(
          new Past(
              past.at(),
              past.turn(),
              new Noted(
                  Level.WARNING,
                  "The file of this conversation was written anew since it was imported. What was"
                      + " imported is kept; what was added later follows.",
                  null)));
    }
    add(past);
  }

  private int turnOf(SessionEvent event) {
    if (event instanceof PromptSent prompt && !prompt.steer()) {
      turn++;
      prompted = true;
    } else if (event instanceof TurnStarted) {
      turn += prompted ? 0 : 1;
      prompted = false;
    }
    return turn;
  }

  /** It has got another name, which does not stand in its file. */
  void rename(String name) {
    add(new Past(last, turn, new Renamed(name)));
  }

  private void add(Past past) {
    added++;
    if (out == null) {
      return;
    }
    batch.add(past);
    weight += weight(past.event());
    if (batch.size() >= BATCH || weight >= BATCH_WEIGHT) {
      flush();
    }
  }

  /** Hands over what is gathered. */
  void flush() {
    if (out != null && !batch.isEmpty()) {
      out.append(session, List.copyOf(batch), weight);
      batch.clear();
      weight = 0;
    }
  }

  private static long weight(SessionEvent event) {
    return 200L
        + switch (event) {
          case PromptSent prompt -> prompt.text().length();
          case MessageAdded message -> message.text().length();
          case ThoughtAdded thought -> thought.text().length();
          case ToolStarted call -> call.input().length();
          case ToolOutput output -> output.text().length();
          case ToolFinished finished -> length(finished.result());
          case Compacted compacted -> length(compacted.summary());
          default -> 0;
        };
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  /** How many events are new. */
  long added() {
    return added;
  }

  @Override
  public void progressed(int bytes) {
    checkCancelled();
    read.accept(bytes);
  }

  private void checkCancelled() {
    if (cancelled.getAsBoolean()) {
      throw new CancellationException();
    }
  }
}
