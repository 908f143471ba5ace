package dev.muster.bench;

import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.control.LogKind;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.theme.Fonts;
import dev.muster.desktop.theme.Theme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.RowConstraints;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/** Nine logs that scroll with every line, without the rest of Muster: what painting alone costs. */
final class LogViewScenario implements Scenario {
  private final List<LogView> logs = new ArrayList<>();

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    Fx.start();
    Scene scene = Fx.get(this::open);
    PanesRun run = new PanesRun("Nine scrolling logs", scene, place -> Places.of(logs.get(place)));
    List<Figure> figures = new ArrayList<>(run.at(1_000, this::take, true));
    figures.addAll(run.at(5_000, this::take, false));
    return figures;
  }

  private Scene open() {
    Fonts.load();
    Theme theme = Theme.ofDesktop();
    theme.modeProperty().set(Theme.Mode.DARK);
    theme.install();
    FlushClock clock = new FlushClock();
    GridPane grid = new GridPane(6, 6);
    for (int n = 0; n < 3; n++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100 / 3.0);
      grid.getColumnConstraints().add(column);
      RowConstraints row = new RowConstraints();
      row.setPercentHeight(100 / 3.0);
      grid.getRowConstraints().add(row);
    }
    for (int n = 0; n < 9; n++) {
      LogView log = new LogView(clock);
      logs.add(log);
      grid.add(log, n % 3, n / 3);
    }
    Stage stage = new Stage(StageStyle.UNDECORATED);
    Scene scene = new Scene(grid, 1860, 1020);
    stage.setScene(scene);
    stage.setX(0);
    stage.setY(0);
    stage.show();
    return scene;
  }

  private void take(int place, int from, int to, String text) {
    List<LogRow> rows = text.lines().map(line -> LogRow.of(LogKind.OUTPUT, line)).toList();
    Platform.runLater(() -> logs.get(place).appendAll(rows));
  }
}
