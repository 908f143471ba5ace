package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.SessionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes an attempt's words on: streamed text in a few larger pieces instead of thousands of tiny
 * ones, nothing before the attempt was told of and nothing once it was closed. Safe for any thread.
 */
final class Voice implements AgentListener {
  private static final Duration COALESCE = Duration.ofMillis(30);
  private static final int MOST_WAITING = 4_096;
  private static final int MOST_EARLY = 100;

  private final AgentListener out;
  private final Executor later =
      CompletableFuture.delayedExecutor(COALESCE.toMillis(), TimeUnit.MILLISECONDS);
  private final Object lock = new Object();
  private final StringBuilder waiting = new StringBuilder();
  private @Nullable String waitingId;
  private TailKind waitingKind = TailKind.MESSAGE;
  private boolean planned;
  private boolean shut;

  /** What was said before the attempt was told of; null from then on. */
  private @Nullable List<SessionEvent> early = new ArrayList<>();

  Voice(AgentListener out) {
    this.out = out;
  }

  /** From here on words go out, these first and then what was said before. */
  void begin(List<SessionEvent> first) {
    synchronized (lock) {
      List<SessionEvent> held = early;
      early = null;
      first.forEach(this::event);
      if (held != null) {
        held.forEach(this::event);
      }
    }
  }

  /** Waits for words that are on their way, then lets none through. */
  void shut() {
    synchronized (lock) {
      flush();
      shut = true;
      early = null;
    }
  }

  @Override
  public void event(SessionEvent event) {
    synchronized (lock) {
      if (early != null) {
        if (early.size() < MOST_EARLY) {
          early.add(event);
        }
      } else if (!shut) {
        flush();
        out.event(event);
      }
    }
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    synchronized (lock) {
      if (shut || early != null || delta.isEmpty()) {
        return;
      }
      if (!id.equals(waitingId)) {
        flush();
        waitingId = id;
        waitingKind = kind;
      }
      waiting.append(delta);
      if (waiting.length() >= MOST_WAITING) {
        flush();
      } else if (!planned) {
        planned = true;
        later.execute(
            () -> {
              synchronized (lock) {
                planned = false;
                flush();
              }
            });
      }
    }
  }

  @Override
  public void tailDropped(String id) {
    synchronized (lock) {
      flush();
      if (!shut) {
        out.tailDropped(id);
      }
    }
  }

  @Override
  public void raw(boolean fromAgent, String line) {
    synchronized (lock) {
      if (!shut) {
        out.raw(fromAgent, line);
      }
    }
  }

  /** Under the lock. */
  private void flush() {
    String id = waitingId;
    if (id != null && !waiting.isEmpty() && !shut) {
      out.tail(id, waitingKind, waiting.toString());
    }
    waiting.setLength(0);
    waitingId = null;
  }
}
