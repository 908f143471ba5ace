package dev.muster.bench;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.AnimationTimer;

/**
 * Counts the frames of the JavaFX thread and notes how far they are apart: a gap is a time in which
 * nothing on the screen moved. Asks for a frame each time, so that there is one to count.
 */
final class FrameWatch {
  private final List<Long> frames = new ArrayList<>();
  private final Runnable each;
  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          frames.add(System.nanoTime());
          each.run();
        }
      };

  /**
   * @param each called at each frame, before it is laid out
   */
  FrameWatch(Runnable each) {
    this.each = each;
  }

  /** What was seen. */
  record Seen(double perSecond, double longestMillis) {}

  /** Begins. JavaFX thread. */
  void start() {
    frames.add(System.nanoTime());
    timer.start();
  }

  /** Ends. JavaFX thread. */
  Seen stop() {
    timer.stop();
    frames.add(System.nanoTime());
    long longest = 0;
    for (int i = 1; i < frames.size(); i++) {
      longest = Math.max(longest, frames.get(i) - frames.get(i - 1));
    }
    double seconds = (frames.getLast() - frames.getFirst()) / 1e9;
    return new Seen((frames.size() - 2) / seconds, longest / 1e6);
  }
}
