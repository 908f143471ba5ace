package dev.muster.desktop.shell;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.shell.SidebarModel.Row;
import dev.muster.desktop.shell.WindowModel.Place;
import dev.muster.desktop.theme.Icons;
import dev.muster.engine.ProjectInfo;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The left side: the project, a new session, all sessions by what they want, the settings. */
final class SidebarView extends VBox {
  /** How far a menu stands from the left of its row. */
  private static final double BESIDE = 24;

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final WindowModel model;
  private final SidebarModel rows;
  private final WindowActions actions;
  private final Consumer<SessionItem> goTo;
  private final SessionMenu menus;
  private final MenuButton project = new MenuButton();
  private final Chip branch = new Chip(Tone.NEUTRAL, "");
  private final ListView<Row> list = new ListView<>();
  private @Nullable ContextMenu menu;

  /**
   * @param goTo shows a session and gives it the focus
   * @param menus what can be done with a session
   */
  SidebarView(
      WindowModel model,
      ObservableValue<Instant> now,
      WindowActions actions,
      Consumer<SessionItem> goTo,
      SessionMenu menus) {
    this.model = model;
    this.actions = actions;
    this.goTo = goTo;
    this.menus = menus;
    rows = new SidebarModel(model.fleet());
    getStyleClass().add("sidebar");

    project.getStyleClass().addAll("flat", "project-switcher", "strong");
    project.setMnemonicParsing(false);
    project.setMinWidth(0);
    project.setOnShowing(_ -> fillProjects());
    project.getItems().add(new MenuItem("…"));
    branch.setMinWidth(30);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox head = new HBox(project, space, branch);
    head.getStyleClass().add("sidebar-head");
    head.setAlignment(Pos.CENTER_LEFT);

    Button fresh = ActionNodes.buttonWithKey(actions.newSession(), Emphasis.ACCENT);
    fresh.getStyleClass().add("new-session-button");
    fresh.setMaxWidth(Double.MAX_VALUE);
    VBox.setMargin(fresh, new javafx.geometry.Insets(0, 15, 0, 14));

    list.setItems(rows.rows());
    list.setCellFactory(_ -> new SidebarCell(model.fleet(), model.grid(), now));
    list.getStyleClass().add("sidebar-list");
    list.setAccessibleText("Sessions");
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    list.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    list.setOnContextMenuRequested(this::menu);
    VBox.setVgrow(list, Priority.ALWAYS);

    Button settings = ActionNodes.button(actions.settings(), Emphasis.FLAT);
    settings.getStyleClass().add("sidebar-link");
    settings.setMaxWidth(Double.MAX_VALUE);
    Button order = ActionNodes.button(actions.landingOrder(), Emphasis.FLAT);
    order.getStyleClass().add("sidebar-link");
    order.setMaxWidth(Double.MAX_VALUE);
    VBox foot = new VBox(order, history(), settings);
    foot.getStyleClass().add("sidebar-foot");
    getChildren().addAll(head, fresh, list, foot);
    model.projectProperty().subscribe(_ -> showProject());
    model.fleet().projectProperty().subscribe(_ -> showProject());
    model.projects().addListener((ListChangeListener<ProjectInfo>) _ -> showProject());
  }

  /** The way to the history, with how many sessions it has. */
  private Node history() {
    Button button = ActionNodes.button(actions.history(), Emphasis.FLAT);
    button.getStyleClass().add("sidebar-link");
    button.setMaxWidth(Double.MAX_VALUE);
    Label count = new Label();
    count.getStyleClass().addAll("muted", "small");
    count.setMouseTransparent(true);
    count.textProperty().bind(model.historyCountProperty());
    StackPane.setAlignment(count, Pos.CENTER_RIGHT);
    StackPane.setMargin(count, new javafx.geometry.Insets(0, 8, 0, 0));
    model
        .placeProperty()
        .subscribe(now -> button.pseudoClassStateChanged(CURRENT, now == Place.HISTORY));
    return new StackPane(button, count);
  }

  private void showProject() {
    ProjectInfo info = model.projectProperty().get();
    String name = model.shownProject();
    project.setText(
        name != null ? name : model.projects().isEmpty() ? "No project" : "All projects");
    project.setAccessibleText("Project: " + project.getText());
    project.setTooltip(
        info == null ? null : new Tooltip(VisibleText.onOneLine(info.path().toString())));
    branch.setVisible(info != null);
    if (info != null) {
      String where = info.branch() == null ? "detached" : info.branch();
      branch.setText(
          info.problem() != null ? "problem" : info.dirty() ? where + " •" : where + " ✓");
      branch.setTone(info.problem() != null ? Tone.DANGER : Tone.NEUTRAL);
      branch.setTooltip(
          new Tooltip(
              info.problem() != null
                  ? info.problem()
                  : info.dirty()
                      ? "Your checkout is on " + where + " and has uncommitted changes."
                      : "Your checkout is on " + where + ", with nothing uncommitted."));
    }
  }

  private void fillProjects() {
    project.getItems().clear();
    for (ProjectInfo info : model.projects()) {
      project.getItems().add(item(info.name(), info));
    }
    Map<String, String> unlisted = model.unlistedProjects();
    unlisted.forEach((id, name) -> project.getItems().add(item(name, id)));
    if (model.projects().size() + unlisted.size() > 1) {
      project.getItems().add(item("All projects", (ProjectInfo) null));
    }
    if (!project.getItems().isEmpty()) {
      project.getItems().add(new SeparatorMenuItem());
    }
    project.getItems().add(ActionNodes.menuItem(actions.openProject()));
    project.getItems().add(ActionNodes.menuItem(actions.demo()));
    project.getItems().add(ActionNodes.menuItem(actions.importConversations()));
  }

  private MenuItem item(String title, @Nullable ProjectInfo info) {
    MenuItem item = new MenuItem(title, info == null ? null : Icons.FOLDER.node());
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> model.choose(info));
    return item;
  }

  /** A project of which only its sessions are known. */
  private MenuItem item(String title, String id) {
    MenuItem item = new MenuItem(title, Icons.FOLDER.node());
    item.setMnemonicParsing(false);
    item.setOnAction(_ -> model.fleet().projectProperty().set(id));
    return item;
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY) {
      open(list.getSelectionModel().getSelectedItem());
    }
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
      open(list.getSelectionModel().getSelectedItem());
      event.consume();
    } else if (event.getCode() == KeyCode.F10 && event.isShiftDown()) {
      // Not every system makes a request for a menu of it.
      if (list.getSelectionModel().getSelectedItem() instanceof Row.Session(SessionItem item)) {
        menuAt(item);
        event.consume();
      }
    }
  }

  /** By the mouse at the row below it, by the menu key at the chosen one. */
  private void menu(ContextMenuEvent event) {
    if (list.getSelectionModel().getSelectedItem() instanceof Row.Session(SessionItem item)) {
      event.consume();
      if (event.isKeyboardTrigger()) {
        menuAt(item);
      } else {
        show(item, event.getScreenX(), event.getScreenY());
      }
    }
  }

  private void menuAt(SessionItem item) {
    Node cell = cell(item);
    Bounds at = cell.localToScreen(cell.getBoundsInLocal());
    show(item, at.getMinX() + BESIDE, at.getMaxY());
  }

  private void show(SessionItem item, double x, double y) {
    ContextMenu before = menu;
    if (before != null) {
      before.hide();
    }
    ContextMenu now = menus.of(item);
    menu = now;
    now.show(list, x, y);
  }

  /** Where a session stands; the list itself when it is scrolled out of it. */
  private Node cell(SessionItem item) {
    return list.lookupAll(".list-cell").stream()
        .filter(
            node ->
                node instanceof SidebarCell cell
                    && cell.getItem() instanceof Row.Session(SessionItem shown)
                    && shown == item)
        .findFirst()
        .orElse(list);
  }

  private void open(@Nullable Row row) {
    switch (row) {
      case null -> {
        // A click beside the rows.
      }
      case Row.Session(SessionItem item) -> goTo.accept(item);
      case Row.Heading head -> {
        if (head.group() == Group.CLOSED) {
          rows.toggle(head.group());
        }
        list.getSelectionModel().clearSelection();
      }
    }
  }
}
