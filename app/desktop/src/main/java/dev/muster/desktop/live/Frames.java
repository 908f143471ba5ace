package dev.muster.desktop.live;

import java.util.function.BooleanSupplier;

/** Calls back once per frame while there is something to do; costs nothing while there is not. */
public interface Frames {
  /**
   * Has {@code drain} called on the JavaFX thread with the next frame, and with each one after it
   * until it returns false. Any thread may call this; returns at once.
   */
  void run(BooleanSupplier drain);
}
