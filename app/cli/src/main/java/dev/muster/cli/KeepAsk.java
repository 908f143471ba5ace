package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.KeepRequest;

/** Asks the Muster that has the data folder to keep house, and tells what went wrong. */
final class KeepAsk {
  private final Muster muster;

  KeepAsk(Muster muster) {
    this.muster = muster;
  }

  <A> A ask(KeepRequest<A> request) throws CliException {
    try (var open = muster.toWork()) {
      return open.reach().keep(request);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CliException(Exit.FAILED, "Stopped before the end.", asked);
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
