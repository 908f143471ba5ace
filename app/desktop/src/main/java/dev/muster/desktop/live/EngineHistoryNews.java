package dev.muster.desktop.live;

import dev.muster.engine.Engine;
import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.LifeEvent.Shelved;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.PullRequestOpened;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.JournalListener;
import dev.muster.engine.store.Subscription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the journal for what changes the list of sessions, also what a command line beside the
 * window has done, and tells it together, at most twice a second, once it can be found. Follows
 * nothing while nobody listens. Any thread.
 */
final class EngineHistoryNews {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHistoryNews.class);
  private static final long PAUSE_MILLIS = 500;

  private final Engine engine;
  private final Executor later =
      CompletableFuture.delayedExecutor(
          PAUSE_MILLIS,
          TimeUnit.MILLISECONDS,
          Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("history-news").factory()));
  private final List<Consumer<HistoryNews>> listeners = new CopyOnWriteArrayList<>();
  private final Object lock = new Object();
  private final Map<SessionId, Shelf> shelved = new LinkedHashMap<>();
  private @Nullable Subscription following;
  private boolean counts;
  private boolean due;

  EngineHistoryNews(Engine engine) {
    this.engine = engine;
  }

  /** Tells from now on; the listener is called on a thread of its own, one call at a time. */
  Runnable follow(Consumer<HistoryNews> listener) {
    listeners.add(listener);
    synchronized (lock) {
      if (following == null) {
        JournalListener events = this::committed;
        following = engine.journal().subscribeAll(engine.journal().position(), events);
      }
    }
    return () -> {
      listeners.remove(listener);
      synchronized (lock) {
        if (listeners.isEmpty() && following != null) {
          following.close();
          following = null;
        }
      }
    };
  }

  private void committed(List<Recorded> events) {
    boolean any = false;
    synchronized (lock) {
      for (Recorded recorded : events) {
        switch (recorded.event()) {
          case Shelved to -> {
            shelved.put(recorded.session(), to.to());
            counts = true;
          }
          case Pruned _ -> {
            shelved.put(recorded.session(), Shelf.PRUNED);
            counts = true;
          }
          case SessionCreated _ -> counts = true;
          case Renamed _,
              StateChanged _,
              TurnStarted _,
              TurnEnded _,
              Merged _,
              PullRequestOpened _ -> {
            // What it says is read anew by whoever lists it.
          }
          default -> {
            continue;
          }
        }
        any = true;
      }
      if (!any || due) {
        return;
      }
      due = true;
    }
    later.execute(this::tell);
  }

  private void tell() {
    HistoryNews news;
    synchronized (lock) {
      due = false;
      news = new HistoryNews(shelved, counts);
      shelved.clear();
      counts = false;
    }
    if (listeners.isEmpty()) {
      return; // The window was closed meanwhile, and with it perhaps the journal.
    }
    try {
      engine.search().catchUp();
    } catch (JournalException closing) {
      // Told all the same: what is looked at then says by itself what is wrong with the journal.
      LOG.debug("The index did not catch up.", closing);
    }
    listeners.forEach(listener -> listener.accept(news));
  }
}
