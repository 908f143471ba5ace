package dev.muster.desktop.shell;

import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.shell.PaletteModel.Item;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * The command palette: one field for everything that can be done in the window, and for words that
 * were ever said or run in any session. The keyboard stays in the field; the arrow keys choose.
 */
final class Palette extends VBox {
  private static final double WIDTH = 640;
  private static final double ROW = 32;
  private static final int ROWS = 14;

  private final PaletteModel model;
  private final TextField field = new TextField();
  private final ListView<Item> list;
  private final Overlay overlay;
  private final BiConsumer<String, HistoryEntry> read;
  private final Consumer<String> all;

  /**
   * @param read opens a session where the words are
   * @param all shows everything that has the words
   */
  Palette(
      PaletteModel model,
      Overlay overlay,
      BiConsumer<String, HistoryEntry> read,
      Consumer<String> all) {
    this.model = model;
    this.overlay = overlay;
    this.read = read;
    this.all = all;
    this.list = new ListView<>(model.items());
    getStyleClass().addAll("dialog-card", "palette");
    setAccessibleRole(AccessibleRole.DIALOG);
    setAccessibleText("Command palette");
    setPrefWidth(WIDTH);
    field.setId("palette.field");
    field.setPromptText("What to do, or words to look for in every session");
    field.setAccessibleText("Command or words to look for");
    field.textProperty().bindBidirectional(model.textProperty());
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    list.setId("palette.list");
    list.setAccessibleText("Commands and sessions");
    list.setFocusTraversable(false);
    list.setFixedCellSize(ROW);
    list.setCellFactory(_ -> new Cell());
    list.setPlaceholder(new Label("Nothing of that name, and no session has these words."));
    list.addEventHandler(MouseEvent.MOUSE_CLICKED, _ -> choose());
    // Told after the list itself, which must know of what it has before a line of it is chosen.
    model.items().addListener((ListChangeListener<Item>) _ -> offer());
    offer();
    Label problem = new Label();
    problem.textProperty().bind(model.problemProperty());
    problem.setWrapText(true);
    problem.managedProperty().bind(problem.textProperty().isNotEmpty());
    problem.visibleProperty().bind(problem.managedProperty());
    problem.getStyleClass().add("muted");
    VBox body = new VBox(8, field, problem, list);
    body.getStyleClass().add("dialog-body");
    getChildren().add(body);
  }

  /** Opens it over the window. */
  void open() {
    overlay.show(this, field, model::close);
  }

  private void offer() {
    if (!model.items().isEmpty()) {
      list.getSelectionModel().clearAndSelect(0);
    }
    double rows = Math.clamp(model.items().size(), 3, ROWS);
    list.setPrefHeight(rows * ROW + 2);
  }

  private void key(KeyEvent event) {
    int by =
        switch (event.getCode()) {
          case DOWN -> 1;
          case UP -> -1;
          case PAGE_DOWN -> ROWS / 2;
          case PAGE_UP -> -ROWS / 2;
          case ENTER -> 0;
          default -> Integer.MAX_VALUE;
        };
    if (by == Integer.MAX_VALUE) {
      return;
    }
    event.consume();
    if (by == 0) {
      choose();
    } else if (!model.items().isEmpty()) {
      int to =
          Math.clamp(list.getSelectionModel().getSelectedIndex() + by, 0, model.items().size() - 1);
      list.getSelectionModel().select(to);
      list.scrollTo(Math.max(0, to - ROWS / 2));
    }
  }

  private void choose() {
    Item item = list.getSelectionModel().getSelectedItem();
    if (item == null) {
      return;
    }
    String words = model.textProperty().get();
    // First gone: what is done next may open a dialog of its own, or want the keyboard.
    overlay.close();
    switch (item) {
      case Item.Act(var action) -> action.run();
      case Item.Session(var entry) -> read.accept(words, entry);
      case Item.All(var text, var _) -> all.accept(text);
    }
  }

  /** A line: what it is, and at its right the key or where it belongs. */
  private static final class Cell extends ListCell<Item> {
    private final Label name = plain();
    private final Label detail = plain();
    private final Label right = plain();
    private final HBox row;

    private Cell() {
      name.setMinWidth(Region.USE_PREF_SIZE);
      detail.setMinWidth(0);
      right.setMinWidth(Region.USE_PREF_SIZE);
      detail.getStyleClass().add("muted");
      right.getStyleClass().add("muted");
      HBox.setHgrow(detail, Priority.ALWAYS);
      detail.setMaxWidth(Double.MAX_VALUE);
      row = new HBox(10, name, detail, right);
      row.setMinWidth(0);
      row.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
    }

    private static Label plain() {
      Label label = new Label();
      label.setMnemonicParsing(false);
      return label;
    }

    @Override
    protected void updateItem(@Nullable Item item, boolean empty) {
      super.updateItem(item, empty);
      Node shown = null;
      String said = "";
      if (!empty && item != null) {
        switch (item) {
          case Item.Act(var action) -> {
            KeyCombination key = action.key();
            show(action.title(), action.description(), key == null ? "" : key.getDisplayText());
          }
          case Item.Session(var entry) -> {
            HistoryEntry.Found found = entry.found();
            show(
                Words.line(entry.title(), 36),
                Words.line(found == null ? entry.firstPrompt() : found.snippet(), 120),
                entry.project());
          }
          case Item.All(var _, var sessions) -> show("All " + sessions + " sessions…", "", "");
        }
        shown = row;
        said = name.getText() + ", " + right.getText() + ", " + detail.getText();
      }
      setGraphic(shown);
      setAccessibleText(said);
    }

    private void show(String what, String more, String where) {
      name.setText(what);
      detail.setText(more);
      right.setText(where);
    }
  }
}
