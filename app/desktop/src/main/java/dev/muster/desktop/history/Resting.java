package dev.muster.desktop.history;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** A rest of a sixth of a second, on the JavaFX thread; costs nothing while nobody rests. */
final class Resting implements MomentModel.Rest {
  private static final Duration REST = Duration.millis(160);

  private final PauseTransition pause = new PauseTransition(REST);

  @Override
  public void begin(Runnable then) {
    pause.setOnFinished(_ -> then.run());
    pause.playFromStart();
  }

  @Override
  public void stop() {
    pause.stop();
  }
}
