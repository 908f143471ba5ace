package dev.muster.desktop.history;

import dev.muster.desktop.control.Tone;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A list of what there is in a session, each row of which leads to its place in the log. */
final class OutlineList extends ListView<OutlineList.Row> {
  /**
   * A row.
   *
   * @param title what it is
   * @param second a line under it; empty for none
   * @param right a few words at the right end
   * @param tone the colour of those
   * @param code whether the title is code
   * @param seq the event it leads to; 0 for none
   */
  record Row(String title, String second, String right, Tone tone, boolean code, long seq) {}

  private static final String READING = "Reading what there is in it…";

  private final ContextMenu menu = new ContextMenu();
  private final Label empty = new Label();
  private final String nothing;

  /**
   * @param open called with the row that is entered
   */
  OutlineList(String name, String nothing, Consumer<Row> open) {
    getStyleClass().add("history-outline");
    setAccessibleText(name);
    this.nothing = nothing;
    empty.setText(READING);
    empty.getStyleClass().add("muted");
    empty.setWrapText(true);
    setPlaceholder(empty);
    setCellFactory(_ -> new Cell());
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
            open(open);
            event.consume();
          }
        });
    setOnMouseClicked(
        event -> {
          if (event.getButton() == MouseButton.PRIMARY && event.getClickCount() == 2) {
            open(open);
          }
        });
  }

  /** Says that its rows are still being read. */
  void reading() {
    empty.setText(READING);
    getItems().clear();
  }

  /** Shows other rows; where they are the same nothing moves. */
  void show(List<Row> rows) {
    empty.setText(nothing);
    if (!getItems().equals(rows)) {
      getItems().setAll(rows);
    }
  }

  /**
   * What the context menu of a row offers.
   *
   * @param items called when the menu is asked for; may be empty for a row
   */
  void setRowMenu(Function<Row, List<MenuItem>> items) {
    setOnContextMenuRequested(
        event -> {
          menu.hide();
          Row row = getSelectionModel().getSelectedItem();
          menu.getItems().setAll(row == null ? List.of() : items.apply(row));
          if (!menu.getItems().isEmpty()) {
            menu.show(this, event.getScreenX(), event.getScreenY());
          }
          event.consume();
        });
  }

  /** The row the keyboard is on; null for none. */
  @Nullable Row chosen() {
    return getSelectionModel().getSelectedItem();
  }

  private void open(Consumer<Row> open) {
    Row row = chosen();
    if (row != null) {
      open.accept(row);
    }
  }

  private static final class Cell extends ListCell<Row> {
    private final Label title = new Label();
    private final Label second = new Label();
    private final Label right = new Label();
    private final HBox line;

    Cell() {
      title.setMnemonicParsing(false);
      second.setMnemonicParsing(false);
      title.setMinWidth(0);
      second.setMinWidth(0);
      second.getStyleClass().addAll("muted", "small");
      right.getStyleClass().addAll("small", "history-right");
      right.setMinWidth(Region.USE_PREF_SIZE);
      VBox left = new VBox(1, title, second);
      left.setAlignment(Pos.CENTER_LEFT);
      left.setMinWidth(0);
      HBox.setHgrow(left, Priority.ALWAYS);
      line = new HBox(10, left, right);
      line.setAlignment(Pos.CENTER_LEFT);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      setGraphic(empty || row == null ? null : line);
      if (row != null) {
        title.setText(row.title());
        title.getStyleClass().remove("mono");
        if (row.code()) {
          title.getStyleClass().add("mono");
        }
        second.setText(row.second());
        second.setVisible(!row.second().isEmpty());
        second.setManaged(!row.second().isEmpty());
        right.setText(row.right());
        row.tone().applyTo(right);
        setAccessibleText(
            String.join(", ", List.of(row.title(), row.second(), row.right())).strip());
      }
    }
  }
}
