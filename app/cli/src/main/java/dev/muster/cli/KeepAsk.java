package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.KeepRequest;
import dev.muster.engine.export.ExportListener;
import java.util.concurrent.TimeUnit;

/**
 * Asks the Muster that has the data folder to keep house, and tells what went wrong. Told to end,
 * it ends what can be ended; a person sees how far it is.
 */
final class KeepAsk {
  private static final long BETWEEN = TimeUnit.SECONDS.toNanos(2);

  private final Muster muster;
  private final Terminal terminal;
  private final Interrupts interrupts;
  private volatile boolean stopped;

  KeepAsk(Muster muster, Terminal terminal, Interrupts interrupts) {
    this.muster = muster;
    this.terminal = terminal;
    this.interrupts = interrupts;
  }

  <A> A ask(KeepRequest<A> request) throws CliException {
    try (var open = muster.toWork()) {
      interrupts.onInterrupt(() -> stopped = true);
      return open.reach().keep(request, new Far());
    } catch (ControlException refused) {
      throw Refused.because(refused);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CliException(Exit.FAILED, "Stopped before the end.", asked);
    }
  }

  /** Whether it was told to end. */
  boolean stopped() {
    return stopped;
  }

  private final class Far implements ExportListener {
    private long toldAt = System.nanoTime();

    @Override
    public void progress(long done, long of) {
      long now = System.nanoTime();
      if (terminal.interactive() && now - toldAt > BETWEEN) {
        toldAt = now;
        terminal.say("… " + Words.count(done) + " of " + Words.count(of) + " events");
      }
    }

    @Override
    public boolean cancelled() {
      return stopped;
    }
  }

  /** Bytes for a person: "12.3 MB". */
  static String bytes(long bytes) {
    if (bytes < 1_000) {
      return bytes + " B";
    }
    double value = bytes;
    for (String unit : new String[] {"kB", "MB", "GB"}) {
      value /= 1_000;
      if (value < 1_000) {
        return String.format(
            java.util.Locale.ROOT, value < 10 ? "%.1f %s" : "%.0f %s", value, unit);
      }
    }
    return String.format(java.util.Locale.ROOT, "%.1f TB", value / 1_000);
  }
}
