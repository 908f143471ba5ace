package dev.muster.desktop.history;

import dev.muster.desktop.control.StateDot;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.desktop.live.HistoryQuery.Sort;
import dev.muster.desktop.live.Words;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableColumn.SortType;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** The sessions that were found, a row each; only the rows in view have nodes. */
final class HistoryTable extends TableView<HistoryEntry> {
  private static final double ROW = 49;
  private static final double SESSION = 220;

  /** From this width on there is room for every column. */
  private static final double ALL_COLUMNS = 600;

  private final HistoryModel model;
  private final ObservableValue<Instant> now;
  private final ZoneId zone = ZoneId.systemDefault();
  private boolean following;

  /**
   * @param open what Enter on a session, or a second click, does
   */
  HistoryTable(HistoryModel model, ObservableValue<Instant> now, Node placeholder, Runnable open) {
    this.model = model;
    this.now = now;
    getStyleClass().add("history-table");
    setId("history.table");
    setAccessibleText("Sessions found");
    setFixedCellSize(ROW);
    setPlaceholder(placeholder);
    setItems(model.entries());
    setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    setTableMenuButtonVisible(false);
    getColumns().add(dot());
    TableColumn<HistoryEntry, HistoryEntry> session = column("Session", Sort.SESSION, SESSION);
    session.setMinWidth(140);
    session.setMaxWidth(10_000);
    session.setCellFactory(_ -> new SessionCell());
    getColumns().add(session);
    getColumns().add(text("Agent", Sort.AGENT, 112, HistoryWords::agent));
    TableColumn<HistoryEntry, HistoryEntry> started =
        text(
            "Started",
            Sort.STARTED,
            94,
            entry -> HistoryWords.started(entry.started(), this.now.getValue(), zone));
    getColumns().add(started);
    TableColumn<HistoryEntry, HistoryEntry> took =
        text("Took", Sort.TOOK, 68, entry -> HistoryWords.took(entry.worked()));
    getColumns().add(took);
    getColumns().add(text("Cost", Sort.COST, 62, HistoryWords::cost));
    TableColumn<HistoryEntry, HistoryEntry> observed =
        text("Observed", Sort.CHANGES, 84, HistoryWords::observed);
    getColumns().add(observed);
    widthProperty()
        .subscribe(
            width -> {
              boolean room = width.doubleValue() >= ALL_COLUMNS;
              took.setVisible(room);
              observed.setVisible(room);
            });
    TableColumn<HistoryEntry, HistoryEntry> result = column("Result", Sort.RESULT, 92);
    result.setCellFactory(_ -> new ResultCell());
    getColumns().add(result);
    started.setSortType(SortType.DESCENDING);
    getSortOrder().add(started);
    setSortPolicy(_ -> sorted());
    setRowFactory(_ -> row(open));
    getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    getSelectionModel().selectedItemProperty().subscribe(this::chosen);
    getSelectionModel()
        .getSelectedItems()
        .addListener((ListChangeListener<HistoryEntry>) _ -> mark());
    model.selectedProperty().subscribe(_ -> follow());
    model.pageProperty().subscribe(_ -> follow());
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && !event.isShortcutDown()) {
            open.run();
            event.consume();
          }
        });
  }

  /** Chooses the first session, if none is. */
  void chooseFirst() {
    if (model.selectedProperty().get() == null && !getItems().isEmpty()) {
      getSelectionModel().select(0);
    }
  }

  private void chosen(@Nullable HistoryEntry entry) {
    if (!following && entry != null) {
      model.selectedProperty().set(entry);
      if (getSelectionModel().getSelectedIndex() >= getItems().size() - 20) {
        model.more();
      }
    }
  }

  /** While the list changes, what is chosen in it is not known. */
  private void mark() {
    model
        .marked()
        .setAll(getSelectionModel().getSelectedItems().stream().filter(Objects::nonNull).toList());
  }

  /** The list was filled anew, or something else was chosen: the mark goes where it belongs. */
  private void follow() {
    following = true;
    HistoryEntry wanted = model.selectedProperty().get();
    int at = wanted == null ? -1 : getItems().indexOf(wanted);
    if (at < 0) {
      getSelectionModel().clearSelection();
    } else if (getSelectionModel().getSelectedIndex() != at) {
      getSelectionModel().clearAndSelect(at);
    }
    following = false;
  }

  private boolean sorted() {
    if (!getSortOrder().isEmpty()
        && getSortOrder().getFirst().getUserData() instanceof HistoryQuery.Sort by) {
      model.sort(by, getSortOrder().getFirst().getSortType() == SortType.ASCENDING);
    } else {
      model.sort(Sort.STARTED, false);
    }
    return true;
  }

  private TableRow<HistoryEntry> row(Runnable open) {
    TableRow<HistoryEntry> row = new TableRow<>();
    row.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2 && !row.isEmpty()) {
            open.run();
          }
        });
    row.indexProperty()
        .subscribe(
            index -> {
              // Scrolled to the end of what is listed.
              if (!following
                  && index.intValue() >= 0
                  && index.intValue() == getItems().size() - 1) {
                model.more();
              }
            });
    return row;
  }

  private static TableColumn<HistoryEntry, HistoryEntry> column(
      String title, @Nullable Sort sort, double width) {
    TableColumn<HistoryEntry, HistoryEntry> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setMinWidth(Math.min(width, 60));
    column.setMaxWidth(width * 1.5);
    column.setReorderable(false);
    column.setSortable(sort != null);
    column.setUserData(sort);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    return column;
  }

  private static TableColumn<HistoryEntry, HistoryEntry> dot() {
    TableColumn<HistoryEntry, HistoryEntry> column = column("", null, 34);
    column.setMinWidth(34);
    column.setMaxWidth(34);
    column.setResizable(false);
    column.setCellFactory(_ -> new DotCell());
    return column;
  }

  private TableColumn<HistoryEntry, HistoryEntry> text(
      String title, Sort sort, double width, Function<HistoryEntry, String> words) {
    TableColumn<HistoryEntry, HistoryEntry> column = column(title, sort, width);
    column.setCellFactory(_ -> new WordsCell(words, sort == Sort.STARTED ? zone : null));
    return column;
  }

  private static final class DotCell extends TableCell<HistoryEntry, HistoryEntry> {
    private final StateDot dot = new StateDot(Tone.NEUTRAL, "");

    @Override
    protected void updateItem(@Nullable HistoryEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setGraphic(empty || entry == null ? null : dot);
      if (entry != null) {
        dot.show(HistoryWords.tone(entry), HistoryWords.result(entry));
      }
    }
  }

  private static final class SessionCell extends TableCell<HistoryEntry, HistoryEntry> {
    private final Label title = new Label();
    private final SnippetLine snippet = new SnippetLine();
    private final VBox both = new VBox(2, title, snippet);

    SessionCell() {
      title.setMnemonicParsing(false);
      title.getStyleClass().add("history-title");
      both.setMinWidth(0);
      both.getStyleClass().add("history-session");
      prefWidthProperty().bind(both.prefWidthProperty());
    }

    @Override
    protected void updateItem(@Nullable HistoryEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setGraphic(empty || entry == null ? null : both);
      if (entry != null) {
        title.setText(Words.line(entry.title(), 200));
        snippet.show(entry.found(), Words.line(entry.firstPrompt(), 200));
        setAccessibleText(
            entry.title()
                + ", "
                + HistoryWords.result(entry)
                + (entry.found() == null
                    ? ""
                    : ", " + Words.count(entry.found().hits(), "hit", "hits")));
      }
    }
  }

  private static final class WordsCell extends TableCell<HistoryEntry, HistoryEntry> {
    private final Function<HistoryEntry, String> words;
    private final @Nullable ZoneId exactly;

    WordsCell(Function<HistoryEntry, String> words, @Nullable ZoneId exactly) {
      this.words = words;
      this.exactly = exactly;
      getStyleClass().add("history-words");
    }

    @Override
    protected void updateItem(@Nullable HistoryEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setText(empty || entry == null ? null : words.apply(entry));
      setTooltip(
          exactly == null || entry == null
              ? null
              : new Tooltip(HistoryWords.exactly(entry.started(), exactly)));
    }
  }

  private static final class ResultCell extends TableCell<HistoryEntry, HistoryEntry> {
    private final Label label = new Label();
    private final Label shelf = new Label();
    private final VBox both = new VBox(2, label, shelf);

    ResultCell() {
      both.setAlignment(Pos.CENTER_LEFT);
      shelf.getStyleClass().addAll("muted", "small");
      shelf.managedProperty().bind(shelf.visibleProperty());
    }

    @Override
    protected void updateItem(@Nullable HistoryEntry entry, boolean empty) {
      super.updateItem(entry, empty);
      setGraphic(empty || entry == null ? null : both);
      if (entry != null) {
        label.setText(HistoryWords.result(entry));
        HistoryWords.tone(entry).applyTo(label);
        shelf.setText(HistoryWords.shelf(entry.shelf()));
        shelf.setVisible(!shelf.getText().isEmpty());
      }
    }
  }
}
