package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javafx.animation.AnimationTimer;

/**
 * Decides when views that changed are painted: the one the person works in with every pulse, other
 * visible ones about {@value #OTHERS_PER_SECOND} times a second and not all in the same pulse,
 * hidden ones not at all. Runs only while something waits to be painted, so an idle window has no
 * pulses. One per window; used on the JavaFX thread only.
 *
 * <p>Why: what costs is repainting, not lines. Many small changes painted together are as cheap as
 * one.
 */
public final class FlushClock {
  /** How often a view that is visible but not worked in is painted at most. */
  public static final int OTHERS_PER_SECOND = 22;

  private static final long OTHERS_NANOS = 1_000_000_000L / OTHERS_PER_SECOND;

  /** Something that gathers changes and can paint them all at once. */
  public interface View {
    /** Whether it could be seen if it were painted now. */
    boolean isShown();

    /** Whether the person works in it. */
    boolean isWorkedIn();

    /** Paints what changed since the last time. */
    void flush();
  }

  private final List<View> waiting = new ArrayList<>();
  private final Map<View, Long> painted = new HashMap<>();
  private final AnimationTimer timer =
      new AnimationTimer() {
        @Override
        public void handle(long now) {
          tick(now);
        }
      };

  /**
   * Says that a view has something to paint. Costs nothing if it said so before. A hidden view need
   * not call this until it is shown.
   */
  public void wake(View view) {
    if (!waiting.contains(view)) {
      waiting.add(view);
      timer.start();
    }
  }

  /** Forgets a view that is gone. */
  public void remove(View view) {
    waiting.remove(view);
    painted.remove(view);
  }

  /** Whether anything waits; the timer runs only then. */
  boolean isBusy() {
    return !waiting.isEmpty();
  }

  void tick(long now) {
    // Of the others at most a third goes in one pulse, so that nine panes share three pulses.
    int others = Math.max(1, (int) Math.ceil(waiting.size() / 3.0));
    for (View view : List.copyOf(waiting)) {
      if (!view.isShown()) {
        remove(view);
        continue;
      }
      boolean due = view.isWorkedIn() || now - painted.getOrDefault(view, 0L) >= OTHERS_NANOS;
      if (!due || !view.isWorkedIn() && others-- <= 0) {
        continue;
      }
      waiting.remove(view);
      painted.put(view, now);
      view.flush();
    }
    if (waiting.isEmpty()) {
      timer.stop();
      painted.clear();
    }
  }
}
