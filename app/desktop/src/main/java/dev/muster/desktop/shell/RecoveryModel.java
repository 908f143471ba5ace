package dev.muster.desktop.shell;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.Notices;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.RecoveryReport;
import dev.muster.engine.session.RecoveryReport.Cause;
import dev.muster.engine.session.RecoveryReport.Interrupted;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.RescueReport.Missing;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * The sessions that a crash cut short, for as long as nobody has decided what becomes of them.
 * JavaFX thread only.
 */
public final class RecoveryModel implements EventPump.Audience, AutoCloseable {
  private final Backend backend;
  private final EventPump pump;
  private final Notices notices;
  private final ObservableList<Interrupted> open = FXCollections.observableArrayList();
  private final ObservableList<Interrupted> openView =
      FXCollections.unmodifiableObservableList(open);
  private final ReadOnlyBooleanWrapper asks = new ReadOnlyBooleanWrapper(this, "asks");
  private final Consumer<Set<String>> resumed;
  private final Set<String> projects = new LinkedHashSet<>();
  private final Subscription following;
  private List<Missing> incomplete = List.of();
  private Cause cause = Cause.PROGRAM_ENDED;

  /**
   * @param resumed told of the projects of those that were resumed, when all are decided on
   */
  RecoveryModel(Backend backend, EventPump pump, Notices notices, Consumer<Set<String>> resumed) {
    this.resumed = resumed;
    this.backend = backend;
    this.pump = pump;
    this.notices = notices;
    following = pump.listen(this);
  }

  /** Looks what the last end of Muster left; once, at the start. */
  void look() {
    incomplete = backend.rescued().map(RescueReport::missing).orElse(List.of());
    asks.set(!incomplete.isEmpty());
    boolean any = backend.fleet().sessions().stream().anyMatch(s -> s.state() == SessionState.LOST);
    if (any) {
      pump.deliver(backend.fleet().recovery(), this::show, notices::problem);
    }
  }

  private void show(RecoveryReport report) {
    cause = report.cause();
    open.setAll(report.sessions());
    asks.set(!open.isEmpty() || !incomplete.isEmpty());
  }

  /** Those that are not decided on, the one that last gave a sign of life first. */
  ObservableList<Interrupted> open() {
    return openView;
  }

  /** What else is to be known of this start, a sentence each, as of a damaged journal. */
  List<String> told() {
    return backend.startProblems();
  }

  /** Sessions of which a damaged journal has lost something. */
  List<Missing> incomplete() {
    return incomplete;
  }

  Cause cause() {
    return cause;
  }

  /** Whether there is something to decide that was not put off. */
  public ReadOnlyBooleanProperty asksProperty() {
    return asks.getReadOnlyProperty();
  }

  /** Goes on with one. */
  void resume(Interrupted session) {
    projects.add(session.session().projectId());
    tell(backend.fleet().resume(session.id()));
  }

  /** Leaves one as it is; it can be resumed at any time. */
  void leave(Interrupted session) {
    tell(backend.fleet().stop(session.id()));
  }

  void resumeAll() {
    List.copyOf(open).stream().filter(s -> s.how().hindrance() == null).forEach(this::resume);
  }

  void leaveAll() {
    List.copyOf(open).forEach(this::leave);
  }

  /** Puts it off until the next start. */
  void later() {
    asks.set(false);
    projects.clear();
  }

  private void tell(CompletableFuture<?> asked) {
    pump.deliver(asked, _ -> {}, notices::problem);
  }

  @Override
  public void changed(Collection<SessionSnapshot> sessions) {
    boolean any = !open.isEmpty();
    for (SessionSnapshot now : sessions) {
      if (now.state() != SessionState.LOST) {
        open.removeIf(session -> session.id().equals(now.id()));
      }
    }
    if (any && open.isEmpty()) {
      asks.set(false);
      if (!projects.isEmpty()) {
        resumed.accept(Set.copyOf(projects));
        projects.clear();
      }
    }
  }

  @Override
  public void slots(Slots slots) {
    // Who waits for a slot is decided on.
  }

  @Override
  public void journalStopped(String sentence) {
    // A dialog of the window says it.
  }

  @Override
  public void close() {
    following.unsubscribe();
  }
}
