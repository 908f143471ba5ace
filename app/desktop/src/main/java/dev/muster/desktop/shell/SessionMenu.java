package dev.muster.desktop.shell;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.grid.SessionActions;
import dev.muster.desktop.grid.SessionOps;
import dev.muster.desktop.grid.SessionWindows;
import dev.muster.desktop.live.SessionItem;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.ContextMenu;

/** Makes the menu of what can be done with a session now, the same as in its pane. */
final class SessionMenu {
  private final SessionOps ops;
  private final SessionActions.Asking asking;
  private final SessionWindows windows;

  SessionMenu(SessionOps ops, SessionActions.Asking asking, SessionWindows windows) {
    this.ops = ops;
    this.asking = asking;
    this.windows = windows;
  }

  /** A menu that is not shown yet. */
  ContextMenu of(SessionItem item) {
    ContextMenu menu = new ContextMenu();
    new SessionActions(new SimpleObjectProperty<>(item), ops, asking, windows)
        .all().all().stream()
            .filter(Action::enabled)
            .map(ActionNodes::menuItem)
            .forEach(menu.getItems()::add);
    menu.setAutoHide(true);
    return menu;
  }
}
