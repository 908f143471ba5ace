package dev.muster.engine.imported;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.store.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through what the journal has of a conversation, beside its file. Used by one thread. */
final class Kept {
  private static final int PAGE = 32;

  private final Journal journal;
  private final SessionId session;
  private final EventJson json;
  private final Deque<Recorded> page = new ArrayDeque<>();

  /** Usage that is kept at an earlier place than the file now has it; a few. */
  private final List<SessionEvent> early = new ArrayList<>();

  private long nextSeq;
  private boolean over;

  Kept(Journal journal, SessionId session, EventJson json, long fromSeq) {
    this.journal = journal;
    this.session = session;
    this.json = json;
    this.nextSeq = fromSeq;
  }

  /** How an event of the file stands to what is kept. */
  enum Match {
    /** It is kept. */
    SAME,
    /** Everything kept comes before it. */
    BEYOND,
    /** Something else is kept at this place. */
    OTHER
  }

  /**
   * Compares the file's next event with what is kept next, and goes on when they are the same.
   *
   * <p>A file that ended for a while was told with the end of its turn and what its last answer
   * used, and with the name it had got; now other things may come first.
   */
  Match next(SessionEvent event) {
    Recorded here = peek();
    if (here != null && same(here.event(), event)) {
      page.remove();
      return Match.SAME;
    }
    if (event instanceof UsageReported && early.remove(event)) {
      return Match.SAME;
    }
    while (here != null && isEnding(here.event()) && !same(here.event(), event)) {
      if (here.event() instanceof UsageReported usage) {
        early.add(usage);
      }
      page.remove();
      here = peek();
    }
    if (here == null) {
      return event instanceof UsageReported && early.remove(event) ? Match.SAME : Match.BEYOND;
    }
    if (!same(here.event(), event)) {
      return Match.OTHER;
    }
    page.remove();
    return Match.SAME;
  }

  private static boolean isEnding(SessionEvent event) {
    return event instanceof TurnEnded || event instanceof UsageReported || event instanceof Renamed;
  }

  private boolean same(SessionEvent kept, SessionEvent now) {
    return kept.equals(now)
        || (EventJson.kind(kept).equals(EventJson.kind(now))
            && json.write(kept).equals(json.write(now)));
  }

  private @Nullable Recorded peek() {
    if (page.isEmpty() && !over) {
      page.addAll(journal.read(session, nextSeq, PAGE));
      over = page.size() < PAGE;
      nextSeq += page.size();
    }
    return page.peek();
  }
}
