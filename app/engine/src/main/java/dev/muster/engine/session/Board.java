package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.JournalListener;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What everyone is shown: each session folded from what the journal has committed, and the
 * listeners who are told of it. Nothing is on the board before it is in the journal.
 */
final class Board implements JournalListener {
  private static final Logger LOG = LoggerFactory.getLogger(Board.class);

  private final Map<SessionId, SessionFold> folds = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<SessionId, SessionSnapshot> shown =
      new ConcurrentSkipListMap<>();
  private final CopyOnWriteArrayList<FleetListener> listeners = new CopyOnWriteArrayList<>();
  private final Set<SessionId> quiet = ConcurrentHashMap.newKeySet();
  private final Consumer<String> stopped;
  private final Consumer<SessionId> closed;

  /**
   * @param stopped told when the journal can store nothing more
   * @param closed told when a session is over for good
   */
  Board(Consumer<String> stopped, Consumer<SessionId> closed) {
    this.stopped = stopped;
    this.closed = closed;
  }

  /** What is told of this session from now on happened long ago, and is no news. */
  void quiet(SessionId id) {
    quiet.add(id);
  }

  /** Puts a session up as the journal has it; before the board follows the journal. */
  void put(SessionId id, SessionFold fold) {
    folds.put(id, fold);
    shown.put(id, fold.snapshot());
  }

  List<SessionSnapshot> all() {
    return List.copyOf(shown.values());
  }

  Optional<SessionSnapshot> one(SessionId id) {
    return Optional.ofNullable(shown.get(id));
  }

  Fleet.Subscription subscribe(FleetListener listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public void committed(List<Recorded> events) {
    Map<SessionId, List<Recorded>> bySession = new LinkedHashMap<>();
    events.forEach(e -> bySession.computeIfAbsent(e.session(), id -> new ArrayList<>()).add(e));
    bySession.forEach(this::takeIn);
  }

  private void takeIn(SessionId id, List<Recorded> batch) {
    SessionFold fold = folds.get(id);
    if (fold == null) {
      // What is imported is over and belongs to history: a thousand of them are not shown as news.
      if (id.isImported()
          || quiet.contains(id)
          || !(batch.getFirst().event() instanceof SessionCreated)) {
        return;
      }
      fold = new SessionFold(batch.getFirst());
      folds.put(id, fold);
    }
    batch.forEach(fold::apply);
    SessionSnapshot now = fold.snapshot();
    shown.put(id, now);
    tell(l -> l.recorded(batch));
    tell(l -> l.changed(now));
    if (now.state() == SessionState.CLOSED) {
      closed.accept(id);
    }
  }

  @Override
  public void stopped(String sentence) {
    tell(l -> l.journalStopped(sentence));
    stopped.accept(sentence);
  }

  /** Where streaming text goes. */
  static Tails tailsTo(Supplier<Board> board) {
    return new Tails() {
      @Override
      public void tail(SessionId session, String id, TailKind kind, String delta) {
        board.get().tell(l -> l.tail(session, id, kind, delta));
      }

      @Override
      public void dropped(SessionId session, String id) {
        board.get().tell(l -> l.tailDropped(session, id));
      }
    };
  }

  /** Tells every listener something. */
  void tell(Consumer<FleetListener> what) {
    for (FleetListener listener : listeners) {
      try {
        what.accept(listener);
      } catch (RuntimeException failure) {
        // One listener's fault must not keep the others from hearing.
        LOG.error("A listener of the fleet failed.", failure);
      }
    }
  }
}
