package dev.muster.desktop.live;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * The window's clock: once a second while something counts seconds, else twice a minute, so that an
 * idle window stays idle. A JavaFX timer would wake the window sixty times a second for that.
 */
public final class SecondTicker implements AutoCloseable {
  private static final int IDLE_SECONDS = 30;

  private final ReadOnlyObjectWrapper<Instant> now;
  private final Clock clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("window-clock").factory());
  private final EventPump pump;
  private volatile boolean counting;
  private int idle;

  /**
   * @param counting whether something on the screen counts seconds; asked on the JavaFX thread
   */
  public SecondTicker(EventPump pump, Clock clock, BooleanSupplier counting) {
    this.pump = pump;
    this.clock = clock;
    now = new ReadOnlyObjectWrapper<>(this, "now", clock.instant());
    var ignored = timer.scheduleAtFixedRate(() -> second(counting), 1, 1, TimeUnit.SECONDS);
  }

  /** The time, as far as the window needs to know it. */
  public ReadOnlyObjectProperty<Instant> nowProperty() {
    return now.getReadOnlyProperty();
  }

  private void second(BooleanSupplier asksForSeconds) {
    idle++;
    if (counting || idle >= IDLE_SECONDS) {
      idle = 0;
      pump.post(
          () -> {
            now.set(clock.instant());
            counting = asksForSeconds.getAsBoolean();
          });
    }
  }

  /** Says that something may have begun to count seconds. JavaFX thread. */
  public void wake() {
    counting = true;
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
