package dev.muster.desktop.race;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.RaceSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.team.Races.Picked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a race: those that began with the same prompt, and any a person adds. JavaFX
 * thread only.
 */
public final class RaceModel implements AutoCloseable {
  /** What the facts of a session depend on. */
  private record Stand(SessionState state, int turn, @Nullable CommandRun run) {
    static Stand of(SessionSnapshot s) {
      return new Stand(s.state(), s.turn(), s.lastRun());
    }
  }

  private final FleetModel fleet;
  private final RaceSource source;
  private final EventPump pump;
  private final ObservableList<Racer> racers = FXCollections.observableArrayList();
  private final Map<SessionId, Subscription> following = new HashMap<>();
  private final ReadOnlyStringWrapper task = new ReadOnlyStringWrapper(this, "task", "");
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper(this, "busy");
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");
  private boolean closed;

  public RaceModel(FleetModel fleet, RaceSource source, EventPump pump) {
    this.fleet = fleet;
    this.source = source;
    this.pump = pump;
  }

  /** Shows a session with all that race with it. */
  public void open(SessionItem first) {
    task.set(first.now().title());
    add(first);
    pump.deliver(
        source.of(first.id()),
        race -> {
          if (!race.task().isBlank()) {
            task.set(race.task());
          }
          race.sessions().forEach(id -> fleet.find(id).ifPresent(this::add));
        },
        problem::set);
  }

  /** Those that are shown. */
  public ObservableList<Racer> racers() {
    return racers;
  }

  /** What they were asked. */
  public ReadOnlyStringProperty taskProperty() {
    return task.getReadOnlyProperty();
  }

  /** Whether the others are being dropped. */
  public ReadOnlyBooleanProperty busyProperty() {
    return busy.getReadOnlyProperty();
  }

  /** What could not be done, a sentence; null when all could. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Open sessions of the same project that are not shown yet. */
  List<SessionItem> addable() {
    if (racers.isEmpty()) {
      return List.of();
    }
    String project = racers.getFirst().now().projectId();
    return fleet.items().stream()
        .filter(item -> item.now().projectId().equals(project))
        .filter(item -> item.now().state() != SessionState.CLOSED)
        .filter(item -> racers.stream().noneMatch(racer -> racer.item() == item))
        .toList();
  }

  /** Shows one more. */
  void add(SessionItem item) {
    if (closed || racers.stream().anyMatch(racer -> racer.item() == item)) {
      return;
    }
    Racer racer = new Racer(item);
    racers.add(racer);
    read(racer);
    following.put(
        item.id(), item.snapshotProperty().map(Stand::of).subscribe((_, _) -> read(racer)));
  }

  /** Shows one less; nothing happens to the session. */
  void leaveOut(Racer racer) {
    Subscription old = following.remove(racer.id());
    if (old != null) {
      old.unsubscribe();
    }
    racers.remove(racer);
  }

  private void read(Racer racer) {
    pump.deliver(source.facts(racer.id()), racer::facts, problem::set);
  }

  /** The others that are shown and not over. */
  List<Racer> others(Racer racer) {
    return racers.stream()
        .filter(other -> other != racer && other.now().state() != SessionState.CLOSED)
        .toList();
  }

  /**
   * Takes one; the others that are shown are dropped.
   *
   * @param done gets it when that is done
   */
  void pick(Racer winner, Consumer<SessionItem> done) {
    List<SessionId> others = new ArrayList<>();
    others(winner).forEach(other -> others.add(other.id()));
    busy.set(true);
    problem.set(null);
    pump.deliver(
        source.pick(winner.id(), others),
        picked -> {
          busy.set(false);
          told(picked);
          done.accept(winner.item());
        },
        sentence -> {
          busy.set(false);
          problem.set(sentence);
        });
  }

  private void told(Picked picked) {
    if (!picked.problems().isEmpty()) {
      problem.set(String.join(" ", picked.problems()));
    }
  }

  @Override
  public void close() {
    closed = true;
    following.values().forEach(Subscription::unsubscribe);
    following.clear();
  }
}
