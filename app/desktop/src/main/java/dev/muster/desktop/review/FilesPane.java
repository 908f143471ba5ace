package dev.muster.desktop.review;

import dev.muster.desktop.review.FileTree.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The left side of a review: the changed files by folder, and a filter. */
final class FilesPane extends VBox {
  private static final double ROW = 26;

  private final ReviewModel model;
  private final Consumer<String> goTo;
  private final TextField filter = new TextField();
  private final ListView<Row> list = new ListView<>();
  private final Set<String> closed = new HashSet<>();
  private final Label none = new Label();
  private boolean showing;

  /**
   * @param goTo shows a file
   * @param escape what Escape does, which the list and the field would take for themselves
   */
  FilesPane(ReviewModel model, Consumer<String> goTo, Runnable escape) {
    this.model = model;
    this.goTo = goTo;
    getStyleClass().add("review-files");
    filter.setId("review.filter");
    filter.setPromptText("Filter files…");
    filter.setAccessibleText("Filter files");
    filter.textProperty().subscribe((_, _) -> fill());
    filter.addEventHandler(KeyEvent.KEY_PRESSED, this::filterKey);
    list.setId("review.files");
    list.setAccessibleText("Changed files");
    list.setFixedCellSize(ROW);
    list.getStyleClass().add("review-list");
    list.setCellFactory(_ -> new FileCell(model, model::toggleViewed));
    none.getStyleClass().addAll("muted", "small");
    list.setPlaceholder(none);
    list.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            escape.run();
          }
        });
    list.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().addAll(filter, list);
  }

  /** Where one types to filter. */
  TextField filter() {
    return filter;
  }

  ListView<Row> list() {
    return list;
  }

  /** Lists the files anew. */
  void fill() {
    Row chosen = list.getSelectionModel().getSelectedItem();
    none.setText(
        !filter.getText().isBlank() && !model.files().isEmpty()
            ? "No file matches."
            : model.changesProperty().get() == null ? "" : "Nothing is changed.");
    String path = chosen instanceof Row.File(ReviewFile file, _) ? file.path() : null;
    showing = true;
    list.getItems().setAll(FileTree.rows(model.files(), filter.getText(), closed));
    select(path);
    showing = false;
  }

  /** Paints the rows again, as after a mark. */
  void repaint() {
    list.refresh();
  }

  /** Shows which file one is in. */
  void select(@Nullable String path) {
    boolean before = showing;
    showing = true;
    List<Row> rows = list.getItems();
    int found = -1;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof Row.File(ReviewFile file, _) && file.path().equals(path)) {
        found = i;
      }
    }
    if (found < 0) {
      list.getSelectionModel().clearSelection();
    } else if (list.getSelectionModel().getSelectedIndex() != found) {
      list.getSelectionModel().clearAndSelect(found);
      if (list.getHeight() > 0) {
        keepInView(found);
      }
    }
    showing = before;
  }

  private void keepInView(int row) {
    if (list.lookup(".virtual-flow") instanceof javafx.scene.control.skin.VirtualFlow<?> flow
        && flow.getFirstVisibleCell() != null
        && flow.getLastVisibleCell() != null
        && (row < flow.getFirstVisibleCell().getIndex()
            || row >= flow.getLastVisibleCell().getIndex())) {
      list.scrollTo(Math.max(0, row - 3));
    }
  }

  private void filterKey(KeyEvent event) {
    if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
      list.requestFocus();
      for (Row row : list.getItems()) {
        if (row instanceof Row.File(ReviewFile file, _)) {
          select(file.path());
          goTo.accept(file.path());
          break;
        }
      }
      event.consume();
    }
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress()) {
      open(list.getSelectionModel().getSelectedItem());
    }
  }

  private void key(KeyEvent event) {
    Row row = list.getSelectionModel().getSelectedItem();
    switch (event.getCode()) {
      case ENTER -> open(row);
      case SPACE -> {
        if (row instanceof Row.File(ReviewFile file, _)) {
          model.toggleViewed(file.path());
        }
      }
      case LEFT, RIGHT -> {
        if (row instanceof Row.Folder folder
            && folder.closed() == (event.getCode() == KeyCode.RIGHT)) {
          toggle(folder);
        }
      }
      case UP, DOWN, HOME, END, PAGE_UP, PAGE_DOWN -> {
        // The list has moved its selection by now.
        if (row instanceof Row.File(ReviewFile file, _)) {
          goTo.accept(file.path());
        }
        return;
      }
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void open(@Nullable Row row) {
    switch (row) {
      case null -> {
        // A click beside the rows.
      }
      case Row.Folder folder -> toggle(folder);
      case Row.File(ReviewFile file, _) -> goTo.accept(file.path());
    }
  }

  private void toggle(Row.Folder folder) {
    int index = list.getItems().indexOf(folder);
    if (!closed.remove(folder.path())) {
      closed.add(folder.path());
    }
    fill();
    list.getSelectionModel().clearAndSelect(Math.max(0, index));
    list.requestFocus();
  }
}
