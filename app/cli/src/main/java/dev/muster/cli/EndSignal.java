package dev.muster.cli;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, a hang-up or a plain kill: what is under way ends in an orderly way first. The process
 * then ends with 128 and the signal's number, as the Java runtime does it.
 */
final class EndSignal implements Interrupts {
  private static final long LONGEST_SECONDS = 30;

  private final List<Stopping> stoppings = new CopyOnWriteArrayList<>();
  private final CountDownLatch commandIsOver = new CountDownLatch(1);
  private final Terminal terminal;
  private boolean ending;

  private EndSignal(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Listens from now on, until the process ends. */
  static EndSignal ofProcess(Terminal terminal) {
    var signal = new EndSignal(terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(signal::ended, "end-signal"));
    return signal;
  }

  @Override
  public void onInterrupt(Stopping stopping) {
    synchronized (this) {
      if (!ending) {
        // What was begun last ends first: the turn, then the engine that runs it.
        stoppings.addFirst(stopping);
        return;
      }
    }
    // Begun while the process was already told to end.
    Thread.ofVirtual().name("end-signal").start(() -> stop(stopping));
  }

  private static void stop(Stopping stopping) {
    try {
      stopping.stop();
    } catch (InterruptedException processIsGone) {
      Thread.currentThread().interrupt();
    }
  }

  /** The command has ended by itself: there is nothing left to stop. */
  void over() {
    commandIsOver.countDown();
  }

  private void ended() {
    if (commandIsOver.getCount() == 0) {
      return;
    }
    synchronized (this) {
      ending = true;
    }
    try {
      for (Stopping stopping : stoppings) {
        stopping.stop();
      }
      if (!stoppings.isEmpty() && !commandIsOver.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        terminal.say("muster: ended before all was orderly; what is in the journal is kept.");
      }
    } catch (InterruptedException cannotHappenHere) {
      Thread.currentThread().interrupt();
    }
  }
}
