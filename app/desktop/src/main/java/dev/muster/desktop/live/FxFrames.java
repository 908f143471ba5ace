package dev.muster.desktop.live;

import java.util.function.BooleanSupplier;
import javafx.animation.AnimationTimer;
import javafx.application.Platform;

/** Frames of JavaFX. The one place in Muster that calls {@link Platform#runLater}. */
public final class FxFrames implements Frames {
  @Override
  public void run(BooleanSupplier drain) {
    if (Platform.isFxApplicationThread()) {
      start(drain);
    } else {
      Platform.runLater(() -> start(drain));
    }
  }

  private static void start(BooleanSupplier drain) {
    new AnimationTimer() {
      @Override
      public void handle(long now) {
        if (!drain.getAsBoolean()) {
          stop();
        }
      }
    }.start();
  }
}
