package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentSession;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.WorkClock;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt of the Muster agent: turns run one at a time, each on a virtual thread of its own.
 */
final class BuiltinSession implements AgentSession, TurnLoop.Steers {
  private static final Logger LOG = LoggerFactory.getLogger(BuiltinSession.class);
  private static final Duration ORDERLY_END = Duration.ofSeconds(10);
  private static final Duration FORCED_END = Duration.ofSeconds(5);

  private final String label;
  private final TurnLoop loop;
  private final GuardedListener out;
  private final WorkClock clock;
  private final @Nullable Integer minutes;

  private final Object lock = new Object();
  private final List<Prompt> steers = new ArrayList<>();
  private @Nullable TurnStop running;
  private @Nullable Thread lastThread;
  private boolean closed;

  /**
   * An attempt that waits for its first prompt.
   *
   * @param minutes working time of one turn; null without limit
   */
  BuiltinSession(
      String label,
      TurnLoop loop,
      GuardedListener out,
      WorkClock clock,
      @Nullable Integer minutes) {
    this.label = label;
    this.loop = loop;
    this.out = out;
    this.clock = clock;
    this.minutes = minutes;
  }

  @Override
  public void prompt(Prompt prompt) {
    synchronized (lock) {
      if (running != null) {
        steers.add(prompt);
      } else if (!closed) {
        begin(prompt);
      }
    }
  }

  @Override
  public void steer(Prompt prompt) {
    synchronized (lock) {
      if (running != null) {
        steers.add(prompt);
        return;
      }
      if (closed) {
        return;
      }
    }
    // The turn it was for is just over: it waits for the next one. Told on a thread of its own,
    // because the caller may be the one who has to make room for it.
    Thread.ofVirtual().name("muster-late").start(() -> out.event(queued(prompt)));
  }

  private static PromptQueued queued(Prompt prompt) {
    return new PromptQueued(
        prompt.promptId(), prompt.text(), prompt.attachments(), PromptOrigin.QUEUE);
  }

  @Override
  public List<Prompt> take() {
    synchronized (lock) {
      List<Prompt> taken = List.copyOf(steers);
      steers.clear();
      return taken;
    }
  }

  @Override
  public void interrupt() {
    synchronized (lock) {
      if (running != null) {
        stop(running, Ending.INTERRUPTED);
      }
    }
  }

  /** On a thread of its own, because ending a process tree takes a moment. */
  private static void stop(TurnStop turn, Ending how) {
    Thread.ofVirtual().name("muster-stop").start(() -> turn.stop(how));
  }

  /** Under the lock. */
  private void begin(Prompt prompt) {
    TurnStop stop = new TurnStop();
    Thread thread =
        Thread.ofVirtual().name("muster-turn-" + label).unstarted(() -> turn(prompt, stop));
    running = stop;
    lastThread = thread;
    thread.start();
  }

  private void turn(Prompt prompt, TurnStop stop) {
    clock.restart();
    Thread timer = minutes == null ? null : timer(Duration.ofMinutes(minutes), stop);
    Ending end = Ending.failed("Muster's agent stopped without a reason. This is a fault.");
    try {
      out.event(new TurnStarted(prompt.promptId()));
      end = loop.run(prompt, this, stop);
    } catch (InterruptedException _) {
      end = stop.ending() != null ? stop.ending() : Ending.INTERRUPTED;
    } catch (RuntimeException | Error e) {
      LOG.error("A turn of {} broke.", label, e);
      end = Ending.failed("Muster's agent broke (" + e + "). The work is kept; send it again.");
    } finally {
      if (timer != null) {
        timer.interrupt();
      }
      over(end);
    }
  }

  private void over(Ending end) {
    List<Prompt> late;
    synchronized (lock) {
      running = null; // before the end is told: whoever hears it may send the next prompt
      late = List.copyOf(steers);
      steers.clear();
    }
    late.forEach(prompt -> out.event(queued(prompt))); // they did not make it into this turn
    out.event(end.event());
  }

  private Thread timer(Duration limit, TurnStop stop) {
    return Thread.ofVirtual()
        .name("muster-timer-" + label)
        .start(
            () -> {
              try {
                Duration left = limit.minus(clock.worked());
                while (left.isPositive()) {
                  // A second more each time: what a person is waited for does not count.
                  if (stop.cancel().await(left.plusSeconds(1))) {
                    return;
                  }
                  left = limit.minus(clock.worked());
                }
                stop.stop(
                    Ending.limit(
                        "The time limit of "
                            + limit.toMinutes()
                            + " minutes is reached. The work is kept; send a prompt to go on."));
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt(); // the turn is over first
              }
            });
  }

  @Override
  public void close() {
    Thread thread;
    synchronized (lock) {
      if (closed) {
        return;
      }
      closed = true;
      thread = lastThread; // also when its turn is over: it may still be telling so
      if (running != null) {
        stop(running, Ending.INTERRUPTED);
      }
    }
    if (thread != null) {
      end(thread);
    }
    out.shut();
  }

  private void end(Thread thread) {
    try {
      if (!thread.join(ORDERLY_END)) {
        thread.interrupt();
        if (!thread.join(FORCED_END)) {
          LOG.error("A turn of {} does not end; it is left behind without a voice.", label);
        }
      }
    } catch (InterruptedException _) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
  }
}
