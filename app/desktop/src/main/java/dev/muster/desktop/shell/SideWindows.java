package dev.muster.desktop.shell;

import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.race.RaceWindows;
import dev.muster.desktop.review.ReviewWindows;
import java.time.Instant;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The windows beside the main one: what sessions changed, and sessions side by side. */
final class SideWindows implements AutoCloseable {
  private final WindowModel model;
  private final ReviewWindows reviews;
  private final RaceWindows races;

  /**
   * @param now the time, renewed once a second at most
   */
  SideWindows(WindowModel model, ObservableValue<Instant> now) {
    this.model = model;
    reviews =
        new ReviewWindows(
            model.backend(),
            model.pump(),
            now,
            ReviewFrame::new,
            place ->
                WindowPlacement.isOnAScreen(
                    new WindowState.Bounds(place.x(), place.y(), place.width(), place.height())));
    races =
        new RaceWindows(
            model.fleet(),
            model.backend().races(),
            model.pump(),
            ReviewFrame::new,
            reviews::open,
            reviews::compare);
  }

  ReviewWindows reviews() {
    return reviews;
  }

  RaceWindows races() {
    return races;
  }

  /** Shows a session beside all that race with it. */
  void race(@Nullable SessionItem item) {
    if (item == null) {
      model.notices().info("Choose a session first: its race is shown.");
    } else {
      races.open(item);
    }
  }

  @Override
  public void close() {
    races.close();
    reviews.close();
  }
}
