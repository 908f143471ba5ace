package dev.muster.bench;

import dev.muster.bench.ScreenWatch.Place;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FxFrames;
import dev.muster.desktop.shell.WindowModel;
import dev.muster.desktop.shell.WindowView;
import dev.muster.desktop.theme.Fonts;
import dev.muster.desktop.theme.Theme;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/**
 * The real window with nine sessions whose commands print, all the way: agent, session, journal,
 * pump, pane, screen.
 */
final class WindowScenario implements Scenario {
  @Override
  public List<Figure> measure(Path folder) throws Exception {
    Fx.start();
    List<Figure> figures = new ArrayList<>();
    try (FedFleet fleet = new FedFleet(folder.resolve("home"))) {
      fleet.startNine();
      Scene scene = Fx.get(() -> open(fleet, folder));
      PanesRun run =
          new PanesRun("The window, nine commands", scene, place -> find(scene, fleet, place));
      LineFeed.Taker taker = (place, from, to, text) -> fleet.print(place, text);
      figures.addAll(run.at(1_000, taker, true));
      figures.addAll(run.at(5_000, taker, false));
    }
    return figures;
  }

  private static Scene open(FedFleet fleet, Path folder) {
    Fonts.load();
    Theme theme = Theme.ofDesktop();
    theme.modeProperty().set(Theme.Mode.DARK);
    theme.install();
    WindowModel model = new WindowModel(fleet, new EventPump(new FxFrames()));
    model.grid().layoutProperty().set(GridLayout.NINE);
    WindowView view =
        new WindowView(
            model,
            new Frameless(),
            Clock.systemUTC(),
            folder.resolve("config.toml").toString(),
            "benchmark");
    Stage stage = new Stage(StageStyle.UNDECORATED);
    Scene scene = new Scene(view, 1860, 1020);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
    view.start();
    model.load(null);
    return scene;
  }

  private static Optional<Place> find(Scene scene, FedFleet fleet, int place) {
    for (Node node : scene.getRoot().lookupAll(".pane")) {
      if (node instanceof PaneView pane && pane.item().id().equals(fleet.session(place))) {
        return Places.of(pane);
      }
    }
    return Optional.empty();
  }
}
