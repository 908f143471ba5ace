package dev.muster.desktop.race;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.RaceSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.review.ReviewSurroundings;
import dev.muster.desktop.theme.AppIcon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;

/** The race windows that are open, one for each session they were asked for. JavaFX thread only. */
public final class RaceWindows implements AutoCloseable {
  private static final double WIDTH = 1240;
  private static final double HEIGHT = 780;

  private final FleetModel fleet;
  private final RaceSource source;
  private final EventPump pump;
  private final Supplier<ReviewSurroundings> surroundings;
  private final Consumer<SessionItem> review;
  private final BiConsumer<SessionItem, SessionItem> compare;
  private final Map<SessionItem, Stage> open = new LinkedHashMap<>();

  /**
   * @param surroundings makes what each window is put into
   * @param review shows what a session changed
   * @param compare shows how the files of the first differ from those of the second
   */
  public RaceWindows(
      FleetModel fleet,
      RaceSource source,
      EventPump pump,
      Supplier<ReviewSurroundings> surroundings,
      Consumer<SessionItem> review,
      BiConsumer<SessionItem, SessionItem> compare) {
    this.fleet = fleet;
    this.source = source;
    this.pump = pump;
    this.surroundings = surroundings;
    this.review = review;
    this.compare = compare;
  }

  /** Shows a session beside all that race with it. */
  public void open(SessionItem item) {
    Stage known = open.get(item);
    if (known != null) {
      known.setIconified(false);
      known.toFront();
      known.requestFocus();
      return;
    }
    Stage stage = new Stage();
    RaceModel model = new RaceModel(fleet, source, pump);
    RaceView view = new RaceView(model, surroundings.get(), stage::close, review, compare);
    AppIcon.on(stage);
    stage.setScene(new Scene(view.root(), WIDTH, HEIGHT));
    stage.setMinWidth(520);
    stage.setMinHeight(380);
    Rectangle2D screen = Screen.getPrimary().getVisualBounds();
    stage.setWidth(Math.min(WIDTH, screen.getWidth()));
    stage.setHeight(Math.min(HEIGHT, screen.getHeight()));
    stage.setTitle("Race: " + item.now().title());
    open.put(item, stage);
    stage.setOnHidden(
        _ -> {
          open.remove(item);
          view.close();
        });
    model.open(item);
    stage.show();
  }

  /** The window that was opened for a session. */
  public Optional<Stage> of(SessionItem item) {
    return Optional.ofNullable(open.get(item));
  }

  /** Closes all of them. */
  @Override
  public void close() {
    List.copyOf(open.values()).forEach(Stage::close);
  }
}
