package dev.muster.desktop.shell;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.grid.GridView;
import dev.muster.desktop.session.FirstRunView;
import dev.muster.desktop.session.RepositoryPicker;
import dev.muster.desktop.shell.WindowModel.Place;
import java.util.function.Supplier;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the middle of the window: the grid, the history, or the first screen while there
 * is nothing at all. JavaFX thread only.
 */
final class WindowCentre {
  private final BorderPane main;
  private final WindowModel model;
  private final GridView grid;
  private final HistoryRoom history;
  private final WindowActions actions;
  private final Supplier<RepositoryPicker> pickers;
  private final Runnable focusPane;
  private @Nullable FirstRunView firstRun;

  /**
   * @param main in whose middle it stands
   * @param focusPane gives the keyboard to the pane that has the focus
   */
  WindowCentre(
      BorderPane main,
      WindowModel model,
      GridView grid,
      HistoryRoom history,
      WindowActions actions,
      Supplier<RepositoryPicker> pickers,
      Runnable focusPane) {
    this.main = main;
    this.model = model;
    this.grid = grid;
    this.history = history;
    this.actions = actions;
    this.pickers = pickers;
    this.focusPane = focusPane;
  }

  /** Shows what belongs there now. To be called once the window is in its scene. */
  void show() {
    boolean past = model.placeProperty().get() == Place.HISTORY;
    boolean none = model.projects().isEmpty() && model.fleet().items().isEmpty();
    if (none && !past && model.loadedProperty().get()) {
      if (firstRun == null) {
        showFirstRun();
      }
    } else if (past) {
      firstRun = null;
      main.setCenter(history.view());
    } else if (main.getCenter() != grid) {
      firstRun = null;
      main.setCenter(grid);
      grid.open();
      model.pump().post(focusPane);
    }
  }

  private void showFirstRun() {
    RepositoryPicker picker = pickers.get();
    FirstRunView view =
        new FirstRunView(
            model.agents(),
            model.backend().gitVersion(),
            picker,
            model.makingDemoProperty(),
            actions.demo()::run,
            ActionNodes.button(actions.agents(), Emphasis.PLAIN));
    firstRun = view;
    main.setCenter(view);
    // Not before the next frame: until it was laid out, the scroll pane does not hold it.
    model.pump().post(picker.first()::requestFocus);
    // What is installed and in which version is half of what this screen is for.
    model.lookForAgents();
  }
}
