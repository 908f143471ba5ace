package dev.muster.desktop.history;

import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.history.ReaderRequests.Wanted;
import dev.muster.desktop.history.ReaderRequests.Way;
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
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
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
  private final HistorySource source;
  private final EventPump pump;
  private final ReaderOutput out;
  private final ReaderWindow window;
  private final ReadOnlyObjectWrapper<@Nullable HistoryEntry> entry =
      new ReadOnlyObjectWrapper<>(this, "entry");
  private final ReadOnlyObjectWrapper<@Nullable SessionDigest> digest =
      new ReadOnlyObjectWrapper<>(this, "digest");
  private final ReadOnlyLongWrapper shownTo = new ReadOnlyLongWrapper(this, "shownTo");
  private final ReadOnlyLongWrapper total = new ReadOnlyLongWrapper(this, "total");
  private final Deque<Recorded> ahead = new ArrayDeque<>();
  private final ReaderRequests requests;
  private @Nullable Wanted last;
  private @Nullable CompletableFuture<SessionDigest> reading;
  private Subscription feed = Subscription.EMPTY;
  private String words = "";
  private boolean replaying;

  public ReaderModel(HistorySource source, EventPump pump, ReaderOutput out) {
    this.source = source;
    this.pump = pump;
    this.out = out;
    window = new ReaderWindow(out);
    requests = new ReaderRequests(source, pump, new Parts());
  }

  /** The session that is read; null for none. */
  public ReadOnlyObjectProperty<@Nullable HistoryEntry> entryProperty() {
    return entry.getReadOnlyProperty();
  }

  /** What there is in it; null until its whole story was gone through. */
  public ReadOnlyObjectProperty<@Nullable SessionDigest> digestProperty() {
    return digest.getReadOnlyProperty();
  }

  /** Whether events are being read. */
  public ReadOnlyBooleanProperty loadingProperty() {
    return requests.loadingProperty();
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
    if (same && words.equals(searched)) {
      entry.set(session);
      return;
    }
    close();
    words = searched;
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

  /** Who ran the tools is said at the beginning; the end is shown before that was read. */
  private void showAgain(SessionDigest made) {
    Wanted how = last;
    if (made.insideMuster()
        && window.first() > 1
        && how != null
        && !requests.busy()
        && !replaying) {
      show(how, window.events());
    }
  }

  /** Shows the end. */
  public void toEnd() {
    replaying = false;
    read(Way.END, 0);
  }

  /** Shows an event with what stands around it. */
  public void goTo(long seq) {
    if (!replaying && !requests.busy() && window.has(seq)) {
      reveal(seq);
      return;
    }
    replaying = false;
    read(Way.PLACE, seq);
  }

  /** Shows everything as it stood after an event. */
  public void showUntil(long seq) {
    long wanted = Math.clamp(seq, 1, Math.max(1, total.get()));
    if (replaying && !window.isEmpty() && wanted >= window.last() && wanted <= aheadTo()) {
      take(wanted);
      return;
    }
    replaying = true;
    read(Way.UNTIL, wanted);
  }

  /** The event that comes next in a replay; null at the end, or while it is being read. */
  public @Nullable Recorded upcoming() {
    if (ahead.isEmpty() && replaying && !requests.busy() && window.last() < total.get()) {
      read(Way.AHEAD, window.last() + 1);
    }
    return ahead.peek();
  }

  /** The event that a row tells of; 0 for a row that tells of none. */
  long eventOf(LogRow row) {
    return window.eventOf(row);
  }

  /** The turn an event lies in, 0 before the first; null while that is not known. */
  @Nullable Integer turnOf(long seq) {
    Integer shown = window.turnOf(seq);
    SessionDigest read = digest.get();
    if (shown != null || read == null) {
      return shown;
    }
    SessionDigest.Turn turn = read.turnAt(seq);
    return turn == null ? 0 : turn.number();
  }

  /** The last event shown; null before the first. */
  public @Nullable Recorded current() {
    return window.current();
  }

  /**
   * Does what a row offers: reads more, or unfolds what a command printed.
   *
   * @return false when it offers nothing
   */
  public boolean activate(LogRow row) {
    if (window.isEarlier(row)) {
      if (!replaying) {
        read(Way.PREPEND, window.first());
      }
      return true;
    }
    if (window.isLater(row)) {
      read(Way.APPEND, window.last() + 1);
      return true;
    }
    return window.toggle(row.key());
  }

  private long aheadTo() {
    return ahead.isEmpty() ? window.last() : ahead.getLast().seq();
  }

  private void read(Way way, long place) {
    HistoryEntry session = entry.get();
    if (session != null) {
      requests.ask(new Wanted(session.id(), way, place));
    }
  }

  private void show(Wanted wanted, List<Recorded> events) {
    switch (wanted.way()) {
      case END, PLACE -> {
        last = wanted;
        restart(events);
        window.offerLater(total.get());
        out.mark(words);
        if (wanted.way() == Way.END) {
          out.toEnd();
          catchUp();
        } else {
          reveal(wanted.place());
        }
      }
      case UNTIL -> {
        restart(events);
        out.mark(words);
        out.toEnd();
      }
      case PREPEND -> {
        if (wanted.place() == window.first() && !replaying) {
          window.prepend(events, insideMuster());
          window.offerLater(total.get());
          out.mark(words);
          window.reveal(wanted.place(), false);
          shownTo.set(window.last());
        }
      }
      case APPEND -> {
        if (wanted.place() == window.last() + 1 && !replaying) {
          window.foldLater();
          events.forEach(this::append);
          window.offerLater(total.get());
          out.mark(words);
        }
      }
      case AHEAD -> {
        if (replaying && wanted.place() == aheadTo() + 1) {
          ahead.addAll(events);
        }
      }
    }
  }

  /** What happened while the end was read follows it. */
  private void catchUp() {
    if (window.last() < total.get() && !window.isEmpty() && !requests.waits()) {
      read(Way.APPEND, window.last() + 1);
    }
  }

  private boolean insideMuster() {
    SessionDigest known = digest.get();
    return known != null && known.insideMuster();
  }

  private void restart(List<Recorded> events) {
    ahead.clear();
    window.restart(events, insideMuster());
    shownTo.set(window.last());
  }

  /** Shows what was read ahead, up to an event. */
  private void take(long until) {
    while (!ahead.isEmpty() && ahead.getFirst().seq() <= until) {
      append(ahead.removeFirst());
    }
  }

  private void append(Recorded event) {
    window.append(event);
    shownTo.set(event.seq());
  }

  private void reveal(long seq) {
    HistoryEntry now = entry.get();
    Found found = now == null ? null : now.found();
    window.reveal(seq, found != null && found.seq() == seq);
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
    requests.forget();
    last = null;
    digest.set(null);
    entry.set(null);
    ahead.clear();
    window.clear();
    shownTo.set(0);
    total.set(0);
    replaying = false;
  }

  /** Takes in what was read. */
  private final class Parts implements ReaderRequests.Asker {
    @Override
    public boolean isOpen(SessionId id) {
      HistoryEntry now = entry.get();
      return now != null && now.id().equals(id);
    }

    @Override
    public void show(Wanted wanted, List<Recorded> events) {
      ReaderModel.this.show(wanted, events);
    }

    @Override
    public void failed(String sentence) {
      out.put(LogRow.of(LogKind.ERROR, sentence));
    }
  }

  /** What happens in it while it is read. */
  private final class Feed implements SessionFeed {
    @Override
    public void events(List<Recorded> events) {
      for (Recorded event : events) {
        boolean atEnd = !replaying && !requests.busy() && window.last() == event.seq() - 1;
        total.set(Math.max(total.get(), event.seq()));
        if (atEnd && !window.isEmpty()) {
          append(event);
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
      if (!replaying && window.last() == total.get()) {
        toEnd();
      }
    }
  }
}
