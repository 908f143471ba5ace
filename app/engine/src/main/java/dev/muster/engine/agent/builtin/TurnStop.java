package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.builtin.model.Cancel;
import org.jspecify.annotations.Nullable;

/** The switch that ends one turn, and why it was thrown. The first reason stays. Any thread. */
final class TurnStop {
  private final Cancel cancel = new Cancel();
  private @Nullable Ending ending;

  /** Ends the turn this way. May run the end of tools on this thread. */
  void stop(Ending how) {
    synchronized (this) {
      if (ending == null) {
        ending = how;
      }
    }
    cancel.cancel();
  }

  /** For whatever can be cancelled. */
  Cancel cancel() {
    return cancel;
  }

  /** How the turn is to end; null while it is not to. */
  synchronized @Nullable Ending ending() {
    return ending;
  }
}
