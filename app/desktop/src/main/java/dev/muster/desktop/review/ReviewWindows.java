package dev.muster.desktop.review;

import dev.muster.desktop.control.Actions;
import dev.muster.desktop.control.SheetMode;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.theme.AppIcon;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.Comparisons;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import org.jspecify.annotations.Nullable;

/**
 * The review windows that are open: one for each session, brought to the front when it is asked for
 * again. JavaFX thread only.
 */
public final class ReviewWindows implements AutoCloseable {
  private static final double WIDTH = 1400;
  private static final double HEIGHT = 880;

  /** How far a second window stands from the first. */
  private static final double BESIDE = 28;

  private record Open(Stage stage, ReviewView view, ReviewModel model) {}

  private final Backend backend;
  private final EventPump pump;
  private final ObservableValue<Instant> now;
  private final Supplier<ReviewSurroundings> surroundings;
  private final Predicate<ReviewPlace> onScreen;
  private final InterruptedModel interrupted;
  private final Map<SessionId, Open> open = new LinkedHashMap<>();
  private @Nullable ReviewPlace last;

  /**
   * @param now the time, renewed once a second at most
   * @param surroundings makes what each window is put into
   * @param onScreen whether a window there could be taken hold of
   */
  public ReviewWindows(
      Backend backend,
      EventPump pump,
      ObservableValue<Instant> now,
      Supplier<ReviewSurroundings> surroundings,
      Predicate<ReviewPlace> onScreen) {
    this.backend = backend;
    this.pump = pump;
    this.now = now;
    this.surroundings = surroundings;
    this.onScreen = onScreen;
    interrupted = new InterruptedModel(backend.review().landing(), pump);
  }

  /**
   * What tells in the main window what a killed Muster left half done; its key is added to the
   * window's.
   */
  public InterruptedNotes notes(FleetModel fleet, Actions keys) {
    InterruptedNotes notes =
        new InterruptedNotes(
            interrupted,
            null,
            id -> fleet.find(id).map(item -> item.now().title()).orElse(id.value()));
    keys.add(notes.go());
    return notes;
  }

  /** Says where the last window was when Muster was left. */
  public void remember(@Nullable ReviewPlace place) {
    last = place;
  }

  /** Where the last window is or was; null when there was none. */
  public @Nullable ReviewPlace place() {
    open.values().forEach(this::keep);
    return last;
  }

  /** Shows what a session changed. */
  public void open(SessionItem item) {
    Open known = open.get(item.id());
    if (known != null) {
      known.stage.setIconified(false);
      known.stage.toFront();
      known.stage.requestFocus();
      return;
    }
    Stage stage = new Stage();
    ReviewModel model = new ReviewModel(item, backend.review(), pump);
    InterruptedNotes notes = new InterruptedNotes(interrupted, item.id(), id -> "");
    ReviewView view =
        new ReviewView(model, now, pump, stage::close, this::open, surroundings.get(), notes);
    ReviewPlace at = last;
    if (at != null) {
      model.modeProperty().set(at.split() ? SheetMode.SPLIT : SheetMode.UNIFIED);
    }
    AppIcon.on(stage);
    stage.setScene(new Scene(view.root(), WIDTH, HEIGHT));
    stage.setMinWidth(720);
    stage.setMinHeight(420);
    put(stage, at);
    stage
        .titleProperty()
        .bind(item.snapshotProperty().map(session -> "Review: " + session.title()));
    Open fresh = new Open(stage, view, model);
    open.put(item.id(), fresh);
    stage.setOnCloseRequest(
        event -> {
          event.consume();
          view.closing(stage::close);
        });
    stage.setOnHiding(_ -> keep(fresh));
    stage.setOnHidden(
        _ -> {
          open.remove(item.id());
          view.close();
        });
    stage.show();
    view.open();
    // Not before the next frame: until it was laid out, the split pane does not hold the sheet.
    pump.post(view::focusSheet);
  }

  /**
   * Shows what a session changed, and begins something there.
   *
   * @param action its id
   */
  public void open(SessionItem item, String action) {
    open(item);
    // Not before the next frame, as the keyboard goes to the sheet first.
    pump.post(() -> of(item.id()).ifPresent(view -> view.run(action)));
  }

  /** Shows how a session's files differ from those of another one. */
  public void compare(SessionItem item, SessionItem other) {
    open(item);
    Open shown = open.get(item.id());
    if (shown != null) {
      Comparisons.of(other.now())
          .ifPresent(point -> shown.model.compare(new Compared(point, null)));
    }
  }

  /** The window of a session, if it is open. */
  public Optional<ReviewView> of(SessionId session) {
    return Optional.ofNullable(open.get(session)).map(Open::view);
  }

  private void put(Stage stage, @Nullable ReviewPlace at) {
    double beside = open.size() * BESIDE;
    if (at != null && onScreen.test(at)) {
      stage.setX(at.x() + beside);
      stage.setY(at.y() + beside);
      stage.setWidth(at.width());
      stage.setHeight(at.height());
      stage.setMaximized(at.maximized());
      return;
    }
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setWidth(Math.min(WIDTH, screen.getWidth()));
    stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
  }

  private void keep(Open one) {
    Stage stage = one.stage;
    ReviewPlace before = last;
    boolean split = one.model.modeProperty().get() == SheetMode.SPLIT;
    boolean plain = !stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen();
    last =
        plain || before == null
            ? new ReviewPlace(
                stage.getX(),
                stage.getY(),
                stage.getWidth(),
                stage.getHeight(),
                stage.isMaximized(),
                split)
            : new ReviewPlace(
                before.x(),
                before.y(),
                before.width(),
                before.height(),
                stage.isMaximized(),
                split);
  }

  /** Closes all of them. */
  @Override
  public void close() {
    List.copyOf(open.values()).forEach(one -> one.stage.close());
  }
}
