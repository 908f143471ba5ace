package dev.muster.cli;

import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.LandRequest;

/** Asks the Muster that has the data folder to land work, and tells what went wrong. */
final class LandAsk {
  private final Muster muster;

  LandAsk(Muster muster) {
    this.muster = muster;
  }

  <A> A ask(LandRequest<A> request) throws CliException {
    try (var open = muster.toWork()) {
      return open.reach().land(request);
    } catch (ControlException refused) {
      throw Refused.because(refused);
    } catch (InterruptedException asked) {
      Thread.currentThread().interrupt();
      throw new CliException(
          Exit.FAILED, "Stopped before the end; what was begun is finished all the same.", asked);
    }
  }
}
