package dev.muster.desktop.history;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.HistorySource;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Reads parts of a session's story, one after the other: of what is asked for while one is read
 * only the last is done. JavaFX thread only.
 */
final class ReaderRequests {
  /** Events read when a session is opened, and around any place of it. */
  static final int FIRST = 400;

  /** Events read when more are asked for. */
  static final int MORE = 2_000;

  /** What is to become of what was read. */
  enum Way {
    /** Shows the end. */
    END,
    /** Shows a place. */
    PLACE,
    /** Shows everything up to a place, as it stood there. */
    UNTIL,
    /** Adds at the beginning. */
    PREPEND,
    /** Adds at the end. */
    APPEND,
    /** Keeps what is to come in a replay. */
    AHEAD
  }

  /** Something that is to be read. */
  record Wanted(SessionId session, Way way, long place) {}

  /** Who asks. */
  interface Asker {
    /** Whether this session is still the one that is read. */
    boolean isOpen(SessionId session);

    /** This was read. */
    void show(Wanted wanted, List<Recorded> events);

    /** This could not be read, for this reason. */
    void failed(String sentence);
  }

  private final HistorySource source;
  private final EventPump pump;
  private final Asker asker;
  private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
  private @Nullable Wanted next;
  private boolean busy;

  ReaderRequests(HistorySource source, EventPump pump, Asker asker) {
    this.source = source;
    this.pump = pump;
    this.asker = asker;
  }

  /** Whether events are being read. */
  ReadOnlyBooleanProperty loadingProperty() {
    return loading.getReadOnlyProperty();
  }

  /** Whether something is being read at this moment. */
  boolean busy() {
    return busy;
  }

  /** Whether something else is to be read after that. */
  boolean waits() {
    return next != null;
  }

  /** Asks for a part. */
  void ask(Wanted wanted) {
    if (busy) {
      next = wanted;
    } else {
      start(wanted);
    }
  }

  /** Forgets what waits; what is being read comes to nobody. */
  void forget() {
    next = null;
  }

  private CompletableFuture<List<Recorded>> events(Wanted wanted) {
    SessionId id = wanted.session();
    long place = wanted.place();
    return switch (wanted.way()) {
      case END -> source.tail(id, FIRST);
      case PLACE -> source.around(id, place, FIRST);
      case UNTIL -> source.before(id, place + 1, FIRST);
      case PREPEND -> source.before(id, place, MORE);
      case APPEND -> source.from(id, place, MORE);
      case AHEAD -> source.from(id, place, FIRST);
    };
  }

  private void start(Wanted wanted) {
    busy = true;
    loading.set(true);
    pump.deliver(
        events(wanted),
        events -> {
          busy = false;
          if (asker.isOpen(wanted.session())) {
            asker.show(wanted, events);
          }
          startNext();
        },
        sentence -> {
          busy = false;
          if (asker.isOpen(wanted.session())) {
            asker.failed(sentence);
          }
          startNext();
        });
  }

  private void startNext() {
    Wanted waiting = next;
    // Showing what was read may have begun to read more: then it waits for that, too.
    if (waiting != null && !busy) {
      next = null;
      if (asker.isOpen(waiting.session())) {
        start(waiting);
      }
    }
    loading.set(busy);
  }
}
