package dev.muster.desktop.shell;

import dev.muster.desktop.grid.SessionWindows;
import dev.muster.desktop.race.RaceWindows;
import dev.muster.desktop.review.ReviewWindows;
import java.time.Instant;
import javafx.beans.value.ObservableValue;

/** The windows beside the main one: what sessions changed, and sessions side by side. */
final class SideWindows implements AutoCloseable {
  private final ReviewWindows reviews;
  private final RaceWindows races;

  /**
   * @param now the time, renewed once a second at most
   */
  SideWindows(WindowModel model, ObservableValue<Instant> now) {
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

  /** What shows a session. */
  SessionWindows ofSession() {
    return new SessionWindows(
        reviews::open,
        item -> reviews.open(item, "review.land"),
        item -> reviews.open(item, "review.pull-request"),
        races::open);
  }

  @Override
  public void close() {
    races.close();
    reviews.close();
  }
}
