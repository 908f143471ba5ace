package dev.muster.desktop.history;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryEntry.Found;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionFeed;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * One session of the history as it is read: a window of its events, at its end or around a place,
 * that grows at either end when it is asked to, so that the longest session opens as fast as the
 * shortest. Of what is asked for while it reads only the last is done. JavaFX thread only.
 */
public final class ReaderModel implements AutoCloseable {
  /** Events read when a session is opened. */
  static final int FIRST = 400;

  /** Events read when more are asked for. */
  static final int MORE = 2_000;

  /** Events that are shown at once at most; the log has a bound of its own, too. */
  static final int MOST = 10_000;

  /** Of the first events, so many stand before the place that was asked for. */
  private static final int BEFORE = 150;

  private static final String EARLIER = "earlier";
  private static final String LATER = "later";

  private enum Way {
    /** Shows the end. */
    END,
    /** Shows a place. */
    PLACE,
    /** Shows everything up to a place, as it stood there. */
    UNTIL,
    /** Adds at the end. */
    APPEND,
    /** Keeps what is to come in a replay. */
    AHEAD
  }

  private record Wanted(SessionId session, Way way, long from, int limit, long place) {}

  private final HistorySource source;
  private final EventPump pump;
  private final ReaderOutput out;
  private final ReadOnlyObjectWrapper<@Nullable HistoryEntry> entry =
      new ReadOnlyObjectWrapper<>(this, "entry");
  private final ReadOnlyObjectWrapper<@Nullable SessionDigest> digest =
      new ReadOnlyObjectWrapper<>(this, "digest");
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private final ReadOnlyLongWrapper shownTo = new ReadOnlyLongWrapper(this, "shownTo");
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final List<Recorded> shown = new ArrayList<>();
  private final Deque<Recorded> ahead = new ArrayDeque<>();
  private ReaderRows rows;
  private @Nullable Wanted next;
  private @Nullable CompletableFuture<SessionDigest> reading;
  private Subscription feed = Subscription.EMPTY;
  private String words = "";
  private boolean busy;
  private boolean replaying;
  private @Nullable String laterKey;
  private @Nullable Wanted last;

  public ReaderModel(HistorySource source, EventPump pump, ReaderOutput out) {
    this.source = source;
    this.pump = pump;
    this.out = out;
    rows = new ReaderRows(out, false);
  }

  /** The session that is read; null for none. */
  public ReadOnlyObjectProperty<@Nullable HistoryEntry> entryProperty() {
    return entry.getReadOnlyProperty();
  }

  /** What there is in it; null until its whole story was read. */
  public ReadOnlyObjectProperty<@Nullable SessionDigest> digestProperty() {
    return digest.getReadOnlyProperty();
  }

  /** Whether events are being read. */
  public ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** The last event that is shown. */
  public ReadOnlyLongProperty shownToProperty() {
    return shownTo.getReadOnlyProperty();
  }

  /** How many events there are. */
  public ReadOnlyLongProperty totalProperty() {
    return total.getReadOnlyProperty();
  }

  /** Whether it is shown as it stood at some moment. */
  public boolean replaying() {
    return replaying;
  }

  /**
   * Opens a session at what was found in it, or at its end.
   *
   * @param searched words to be marked; empty for none
   */
  public void open(HistoryEntry session, String searched) {
    HistoryEntry before = entry.get();
    Found found = session.found();
    boolean same = before != null && before.id().equals(session.id());
    if (same && words.equals(searched) && !replaying) {
      entry.set(session);
      return;
    }
    close();
    words = searched;
    replaying = false;
    total.set(session.events());
    entry.set(session);
    feed = pump.feed(session.id(), new Feed());
    if (found == null) {
      toEnd();
    } else {
      goTo(found.seq());
    }
    readDigest(session.id());
  }

  private void readDigest(SessionId id) {
    CompletableFuture<SessionDigest> mine = source.digest(id);
    reading = mine;
    pump.deliver(
        mine,
        made -> {
          if (reading == mine) {
            digest.set(made);
            showAgain(made);
          }
        },
        sentence -> {
          if (reading == mine) {
            out.put(LogRow.of(LogKind.ERROR, sentence));
          }
        });
  }

  /**
   * Who ran the tools is said at a session's beginning; a part of it is shown before that is read.
   */
  private void showAgain(SessionDigest made) {
    Wanted how = last;
    if (made.insideMuster() && first() > 1 && how != null && !busy && !replaying) {
      show(how, List.copyOf(shown));
    }
  }

  /** Shows the end. */
  public void toEnd() {
    replaying = false;
    long from = Math.max(1, total.get() - FIRST + 1);
    read(Way.END, from, FIRST, 0);
  }

  /** Shows an event with what stands around it. */
  public void goTo(long seq) {
    if (!replaying && !shown.isEmpty() && !busy && seq >= first() && seq <= shownTo.get()) {
      reveal(seq);
      return;
    }
    replaying = false;
    read(Way.PLACE, Math.max(1, seq - BEFORE), FIRST, seq);
  }

  /** Shows everything as it stood after an event. */
  public void showUntil(long seq) {
    long wanted = Math.clamp(seq, 1, Math.max(1, total.get()));
    boolean goesOn = replaying && !shown.isEmpty() && wanted >= shownTo.get();
    if (goesOn && (wanted <= aheadTo() || wanted - shownTo.get() <= FIRST)) {
      take(wanted);
      return;
    }
    replaying = true;
    read(Way.UNTIL, Math.max(1, wanted - FIRST + 1), 2 * FIRST, wanted);
  }

  /** The event that comes next in a replay; null at the end, or while it is being read. */
  public @Nullable Recorded upcoming() {
    if (ahead.isEmpty() && shownTo.get() < total.get() && replaying) {
      read(Way.AHEAD, shownTo.get() + 1, 2 * FIRST, 0);
    }
    return ahead.peek();
  }

  /** The last event shown; null before the first. */
  public @Nullable Recorded current() {
    return shown.isEmpty() ? null : shown.getLast();
  }

  /**
   * Does what a row offers: reads more, or unfolds what a command printed.
   *
   * @return false when it offers nothing
   */
  public boolean activate(LogRow row) {
    if (EARLIER.equals(row.key())) {
      long from = Math.max(1, first() - MORE);
      int limit = (int) Math.min(MOST, shownTo.get() - from + 1);
      read(Way.PLACE, from, limit, first());
      return true;
    }
    if (laterKey != null && laterKey.equals(row.key())) {
      read(Way.APPEND, shownTo.get() + 1, MORE, 0);
      return true;
    }
    return rows.toggle(row.key());
  }

  private long first() {
    return shown.isEmpty() ? 1 : shown.getFirst().seq();
  }

  private long aheadTo() {
    return ahead.isEmpty() ? shownTo.get() : ahead.getLast().seq();
  }

  private void read(Way way, long from, int limit, long place) {
    HistoryEntry session = entry.get();
    if (session == null) {
      return;
    }
    Wanted wanted = new Wanted(session.id(), way, from, limit, place);
    if (busy) {
      next = wanted;
    } else {
      start(wanted);
    }
  }

  private void start(Wanted wanted) {
    busy = true;
    loading.set(true);
    pump.deliver(
        source.events(wanted.session(), wanted.from(), wanted.limit()),
        events -> {
          over();
          if (isOpen(wanted.session())) {
            show(wanted, events);
          }
          startNext();
        },
        sentence -> {
          over();
          if (isOpen(wanted.session())) {
            out.put(LogRow.of(LogKind.ERROR, sentence));
          }
          startNext();
        });
  }

  private void over() {
    busy = false;
    loading.set(next != null);
  }

  private void startNext() {
    Wanted waiting = next;
    next = null;
    if (waiting != null && !busy && isOpen(waiting.session())) {
      start(waiting);
    }
    loading.set(busy);
  }

  private boolean isOpen(SessionId id) {
    HistoryEntry now = entry.get();
    return now != null && now.id().equals(id);
  }

  private void show(Wanted wanted, List<Recorded> events) {
    switch (wanted.way()) {
      case END, PLACE -> {
        restart(events);
        events.forEach(this::accept);
        last = wanted;
        offerLater();
        out.mark(words);
        if (wanted.way() == Way.END) {
          out.toEnd();
        } else {
          reveal(wanted.place());
        }
      }
      case UNTIL -> {
        restart(events);
        ahead.addAll(events);
        take(wanted.place());
        out.mark(words);
        out.toEnd();
      }
      case APPEND -> {
        if (wanted.from() == shownTo.get() + 1) {
          foldLater();
          events.forEach(this::accept);
          offerLater();
          out.mark(words);
        }
      }
      case AHEAD -> {
        if (replaying && wanted.from() == aheadTo() + 1) {
          ahead.addAll(events);
        }
      }
    }
  }

  private void restart(List<Recorded> events) {
    SessionDigest known = digest.get();
    rows = new ReaderRows(out, known != null && known.insideMuster());
    rows.clear();
    shown.clear();
    ahead.clear();
    shownTo.set(0);
    laterKey = null;
    if (!events.isEmpty() && events.getFirst().seq() > 1) {
      long before = events.getFirst().seq() - 1;
      out.put(LogRow.of(LogKind.NOTE, more(before, "earlier")).withKey(EARLIER));
    }
  }

  private void offerLater() {
    long left = total.get() - shownTo.get();
    if (left > 0 && !replaying) {
      laterKey = LATER + shownTo.get();
      out.put(LogRow.of(LogKind.NOTE, more(left, "later")).withKey(laterKey));
    }
  }

  private void foldLater() {
    if (laterKey != null) {
      out.put(LogRow.of(LogKind.NOTE, "").withKey(laterKey));
      laterKey = null;
    }
  }

  private static String more(long count, String which) {
    return String.format(
        java.util.Locale.ROOT,
        "%,d %s events. Click here, or press Enter on it, to show more.",
        count,
        which);
  }

  /** Shows what was read ahead, up to an event; asks for more when that is not enough. */
  private void take(long until) {
    while (!ahead.isEmpty() && ahead.peek().seq() <= until) {
      accept(ahead.removeFirst());
    }
    if (ahead.isEmpty() && shownTo.get() < until) {
      read(Way.UNTIL, Math.max(1, until - FIRST + 1), 2 * FIRST, until);
    }
  }

  private void accept(Recorded event) {
    shown.add(event);
    rows.accept(event);
    shownTo.set(event.seq());
  }

  private void reveal(long seq) {
    String key = rows.find(seq);
    if (key != null) {
      HistoryEntry now = entry.get();
      Found found = now == null ? null : now.found();
      if (found != null && found.seq() == seq) {
        rows.unfold(key);
      }
      out.reveal(key);
    }
  }

  /** Lets go of the session. */
  @Override
  public void close() {
    feed.unsubscribe();
    feed = Subscription.EMPTY;
    CompletableFuture<SessionDigest> under = reading;
    reading = null;
    if (under != null) {
      under.cancel(false);
    }
    next = null;
    last = null;
    digest.set(null);
    entry.set(null);
    shown.clear();
    ahead.clear();
    shownTo.set(0);
    total.set(0);
    replaying = false;
    rows.clear();
  }

  /** What happens in it while it is read. */
  private final class Feed implements SessionFeed {
    @Override
    public void events(List<Recorded> events) {
      for (Recorded event : events) {
        boolean atEnd = !replaying && !busy && shownTo.get() == event.seq() - 1;
        total.set(Math.max(total.get(), event.seq()));
        if (atEnd && shownTo.get() > 0) {
          accept(event);
        }
      }
    }

    @Override
    public void tail(String id, TailKind kind, String text) {
      // What is not stored yet is shown in its pane.
    }

    @Override
    public void tailDropped(String id) {
      // As above.
    }

    @Override
    public void overflowed() {
      if (!replaying && shownTo.get() == total.get()) {
        toEnd();
      }
    }
  }
}
