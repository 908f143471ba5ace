package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionSnapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Taking a session back to one of its points, forward again, and beginning another one there.
 * JavaFX thread only.
 */
public final class RewindModel {
  /**
   * What the list of points depends on; a session moves to its next state when the checkpoint of
   * its turn is made, which is some time after the turn's end.
   */
  private record Line(
      int turn, boolean running, SessionState state, int standsAt, @Nullable Rewound rewound) {
    static Line of(SessionSnapshot s) {
      return new Line(s.turn(), s.turnSince() != null, s.state(), s.standsAt(), s.rewound());
    }
  }

  private final SessionItem item;
  private final Fleet fleet;
  private final EventPump pump;
  private final Runnable turned;
  private final Runnable moved;
  private final ReadOnlyObjectWrapper<List<RewindPoint>> points =
      new ReadOnlyObjectWrapper<>(this, "points", List.of());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private final ObservableValue<Boolean> atWork;
  private final ObservableValue<@Nullable Rewound> rewound;
  private int asked;

  /**
   * @param turned called when there are other points than before
   * @param moved called when a person has taken the files to another point
   */
  RewindModel(SessionItem item, Fleet fleet, EventPump pump, Runnable turned, Runnable moved) {
    this.item = item;
    this.fleet = fleet;
    this.pump = pump;
    this.turned = turned;
    this.moved = moved;
    atWork = item.snapshotProperty().map(s -> s.state().takesSlot());
    rewound = item.snapshotProperty().map(SessionSnapshot::rewound);
  }

  /** Begins to follow the session. */
  Subscription open() {
    read();
    return item.snapshotProperty()
        .map(Line::of)
        .subscribe(
            (before, now) -> {
              read();
              turned.run();
            });
  }

  /** The points of the session, oldest first; those it left behind as well. */
  ReadOnlyObjectProperty<List<RewindPoint>> pointsProperty() {
    return points.getReadOnlyProperty();
  }

  /** The point at the end of a turn; 0 for the beginning. */
  Optional<RewindPoint> point(int turn) {
    return points.get().stream().filter(point -> point.turn() == turn).findFirst();
  }

  /** Whether something is being done. */
  ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What could not be done, a sentence; null when all could. */
  ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Whether the agent works, so that nothing may be done with its files. */
  ObservableValue<Boolean> atWork() {
    return atWork;
  }

  /** The rewind that can be taken back; null when there is none. */
  ObservableValue<@Nullable Rewound> rewound() {
    return rewound;
  }

  SessionSnapshot now() {
    return item.now();
  }

  /** Forgets what failed before. */
  void begin() {
    problem.set(null);
  }

  /** Ends the running turn; all that it did stays. */
  void interrupt() {
    problem.set(null);
    pump.deliver(fleet.interrupt(item.id()), _ -> {}, problem::set);
  }

  /** Takes the session back to the end of a turn. */
  void back(int turn, Runnable done) {
    does(
        fleet.rewind(item.id(), turn),
        () -> {
          done.run();
          moved.run();
        });
  }

  /** Takes the last rewind back. */
  void forward(Runnable done) {
    does(
        fleet.forward(item.id()),
        () -> {
          done.run();
          moved.run();
        });
  }

  /** Begins another session at the end of a turn. */
  void fork(int turn, String task, Runnable done) {
    does(fleet.fork(item.id(), turn, task, null), done);
  }

  private void does(CompletableFuture<?> asking, Runnable done) {
    busy.set(true);
    problem.set(null);
    pump.deliver(
        asking,
        _ -> {
          busy.set(false);
          done.run();
        },
        sentence -> {
          busy.set(false);
          problem.set(sentence);
        });
  }

  private void read() {
    int mine = ++asked;
    pump.deliver(
        fleet.points(item.id()),
        found -> {
          if (mine == asked) {
            points.set(List.copyOf(found));
          }
        },
        problem::set);
  }
}
