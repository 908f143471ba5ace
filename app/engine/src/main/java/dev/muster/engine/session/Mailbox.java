package dev.muster.engine.session;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tasks one at a time, in the order they came, on virtual threads. Holds no thread while it
 * has nothing to do.
 */
final class Mailbox implements Executor {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final String name;
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private boolean running;
  private boolean shut;

  Mailbox(String name) {
    this.name = name;
  }

  /** Takes a task, which is forgotten after {@link #shut}; returns at once. */
  @Override
  public void execute(Runnable task) {
    if (!offer(task)) {
      LOG.debug("A task of {} came after its end.", name);
    }
  }

  /** Takes a task; returns at once. False after {@link #shut}: then it is not taken. */
  boolean offer(Runnable task) {
    return take(task, false);
  }

  /** Takes the last task, which runs when all before it have run. Does nothing when it is shut. */
  void shut(Runnable last) {
    take(last, true);
  }

  private boolean take(Runnable task, boolean last) {
    synchronized (tasks) {
      if (shut) {
        return false;
      }
      shut = last;
      tasks.add(task);
      if (running) {
        return true;
      }
      running = true;
    }
    Thread.ofVirtual().name(name).start(this::drain);
    return true;
  }

  private void drain() {
    while (true) {
      Runnable task;
      synchronized (tasks) {
        task = tasks.poll();
        if (task == null) {
          running = false;
          return;
        }
      }
      try {
        task.run();
      } catch (RuntimeException | Error failure) {
        // One task's failure must not silence the ones behind it.
        LOG.error("A task of {} failed; the ones behind it go on.", name, failure);
      }
    }
  }
}
