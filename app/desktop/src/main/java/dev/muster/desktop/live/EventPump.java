package dev.muster.desktop.live;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.AgentLoad;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.Storing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one way from the engine's threads to the JavaFX thread: takes in whatever the fleet tells and
 * gives it on once per frame. Of a session's state only the latest is kept; of its events only what
 * a pane listens for, and no more than {@link FeedBuffer} holds; a pane that misses some is told so
 * and reads them from the journal.
 *
 * <p>Everything it calls is called on the JavaFX thread, never inside one of its own calls.
 */
public final class EventPump implements FleetListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

  /** Who hears of the fleet as a whole. Called on the JavaFX thread. */
  public interface Audience {
    /** These sessions stand like this now; at most one entry each. */
    void changed(Collection<SessionSnapshot> sessions);

    /** What these sessions' agents take of the machine now. */
    default void loads(Map<SessionId, AgentLoad> loads) {}

    /** The slots and the queue now. */
    void slots(Slots slots);

    /** Whether what happens is stored now. */
    default void storing(Storing now) {}

    /** Nothing can be stored any more. */
    void journalStopped(String sentence);
  }

  private final Frames frames;
  private final Object lock = new Object();
  private final Map<SessionId, SessionSnapshot> changed = new LinkedHashMap<>();
  private final Map<SessionId, AgentLoad> loads = new LinkedHashMap<>();
  private final Map<SessionId, Feeds> feeds = new LinkedHashMap<>();
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private @Nullable Slots slots;
  private @Nullable String stopped;
  private boolean running;
  private final List<Audience> audiences = new ArrayList<>();

  /** The listeners of one session and what is on its way to them. */
  private static final class Feeds {
    final List<SessionFeed> listeners = new ArrayList<>();
    final FeedBuffer buffer = new FeedBuffer();
  }

  public EventPump(Frames frames) {
    this.frames = frames;
  }

  /** Adds a listener to the fleet as a whole. JavaFX thread. */
  public Subscription listen(Audience audience) {
    audiences.add(audience);
    return () -> audiences.remove(audience);
  }

  /** From now on, keeps a session's events for this pane. JavaFX thread. */
  public Subscription feed(SessionId session, SessionFeed feed) {
    synchronized (lock) {
      feeds.computeIfAbsent(session, _ -> new Feeds()).listeners.add(feed);
    }
    return () -> {
      synchronized (lock) {
        Feeds all = feeds.get(session);
        if (all != null && all.listeners.remove(feed) && all.listeners.isEmpty()) {
          feeds.remove(session);
        }
      }
    };
  }

  /** Has this run on the JavaFX thread with the next frame. Any thread. */
  public void post(Runnable task) {
    synchronized (lock) {
      // Not bounded by a number: there is one for each thing a person has asked for and one per
      // second of the clock, and each frame takes them all.
      tasks.add(task);
      wake();
    }
  }

  /**
   * Hands on what comes of a future, on the JavaFX thread; nothing of one that was cancelled, which
   * nobody waits for any more. Any thread.
   *
   * @param failed gets a sentence for a person
   */
  public <T extends @Nullable Object> void deliver(
      CompletableFuture<T> future, Consumer<? super T> done, Consumer<String> failed) {
    var ignored =
        future.whenComplete(
            (value, error) -> {
              if (future.isCancelled()) {
                return;
              }
              post(
                  () -> {
                    if (error == null) {
                      done.accept(value);
                    } else {
                      failed.accept(sentence(error));
                    }
                  });
            });
  }

  /** What to tell a person of a failure: its own sentence, without the wrapping. */
  public static String sentence(Throwable error) {
    Throwable cause = error;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    if (cause instanceof RuntimeException || cause instanceof Error || message == null) {
      LOG.warn("An operation failed in a way nobody foresaw.", cause);
    }
    return message == null || message.isBlank()
        ? "That failed (" + cause.getClass().getSimpleName() + "). Muster's log file says more."
        : message;
  }

  @Override
  public void recorded(List<Recorded> events) {
    synchronized (lock) {
      for (Recorded event : events) {
        Feeds all = feeds.get(event.session());
        if (all != null) {
          all.buffer.event(event);
          wake();
        }
      }
    }
  }

  @Override
  public void changed(SessionSnapshot session) {
    synchronized (lock) {
      changed.put(session.id(), session);
      wake();
    }
  }

  @Override
  public void tail(SessionId session, String id, TailKind kind, String delta) {
    synchronized (lock) {
      Feeds all = feeds.get(session);
      if (all != null) {
        all.buffer.tail(id, kind, delta);
        wake();
      }
    }
  }

  @Override
  public void tailDropped(SessionId session, String id) {
    synchronized (lock) {
      Feeds all = feeds.get(session);
      if (all != null) {
        all.buffer.drop(id);
        wake();
      }
    }
  }

  @Override
  public void load(SessionId session, AgentLoad load) {
    synchronized (lock) {
      loads.put(session, load);
      wake();
    }
  }

  @Override
  public void queueChanged(Slots now) {
    synchronized (lock) {
      slots = now;
      wake();
    }
  }

  @Override
  public void storing(Storing now) {
    post(() -> each(audiences, audience -> audience.storing(now)));
  }

  @Override
  public void journalStopped(String sentence) {
    synchronized (lock) {
      stopped = sentence;
      wake();
    }
  }

  private void wake() {
    if (!running) {
      running = true;
      frames.run(this::drain);
    }
  }

  /** What one session's listeners have to hear. */
  private record Full(List<SessionFeed> listeners, FeedBuffer buffer) {}

  /** What one frame has to tell. */
  private record Batch(
      List<SessionSnapshot> changed,
      Map<SessionId, AgentLoad> loads,
      List<Full> feeds,
      List<Runnable> tasks,
      @Nullable Slots slots,
      @Nullable String stopped) {
    boolean isEmpty() {
      return changed.isEmpty()
          && loads.isEmpty()
          && feeds.isEmpty()
          && tasks.isEmpty()
          && slots == null
          && stopped == null;
    }
  }

  private boolean drain() {
    Batch batch;
    synchronized (lock) {
      batch = take();
      if (batch.isEmpty()) {
        running = false;
        return false;
      }
    }
    Slots newSlots = batch.slots;
    if (newSlots != null) {
      each(audiences, audience -> audience.slots(newSlots));
    }
    if (!batch.changed.isEmpty()) {
      each(audiences, audience -> audience.changed(batch.changed));
    }
    if (!batch.loads.isEmpty()) {
      each(audiences, audience -> audience.loads(batch.loads));
    }
    batch.feeds.forEach(full -> each(full.listeners, full.buffer::tell));
    String sentence = batch.stopped;
    if (sentence != null) {
      each(audiences, audience -> audience.journalStopped(sentence));
    }
    each(batch.tasks, Runnable::run);
    return true;
  }

  private Batch take() {
    List<Full> full = new ArrayList<>();
    for (Feeds all : feeds.values()) {
      if (!all.buffer.isEmpty()) {
        full.add(new Full(List.copyOf(all.listeners), all.buffer.take()));
      }
    }
    Batch batch =
        new Batch(
            List.copyOf(changed.values()),
            Map.copyOf(loads),
            full,
            List.copyOf(tasks),
            slots,
            stopped);
    changed.clear();
    loads.clear();
    tasks.clear();
    slots = null;
    stopped = null;
    return batch;
  }

  /** One that fails must not keep the others, or the next frame, from being told. */
  private static <T> void each(Collection<T> all, Consumer<? super T> tell) {
    for (T one : List.copyOf(all)) {
      try {
        tell.accept(one);
      } catch (RuntimeException failed) {
        LOG.error("A part of the window could not take in what happened.", failed);
      }
    }
  }
}
