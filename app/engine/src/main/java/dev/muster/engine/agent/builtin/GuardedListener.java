package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.SessionEvent;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes an attempt's words on until it is closed; nothing comes through afterwards. */
final class GuardedListener implements AgentListener {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

  private final AgentListener out;
  private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean shut;

  GuardedListener(AgentListener out) {
    this.out = out;
  }

  /** Waits for words that are on their way, then lets none through. */
  void shut() {
    lock.writeLock().lock();
    try {
      shut = true;
    } finally {
      lock.writeLock().unlock();
    }
  }

  @Override
  public void event(SessionEvent event) {
    lock.readLock().lock();
    try {
      if (shut) {
        LOG.warn("A closed attempt still told of {}.", event.getClass().getSimpleName());
        return;
      }
      out.event(event);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {
    lock.readLock().lock();
    try {
      if (!shut) {
        out.tail(id, kind, delta);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void tailDropped(String id) {
    lock.readLock().lock();
    try {
      if (!shut) {
        out.tailDropped(id);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void raw(boolean fromAgent, String line) {
    lock.readLock().lock();
    try {
      if (!shut) {
        out.raw(fromAgent, line);
      }
    } finally {
      lock.readLock().unlock();
    }
  }
}
