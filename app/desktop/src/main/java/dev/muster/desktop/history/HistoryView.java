package dev.muster.desktop.history;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.HistoryNews;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.theme.Icons;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The history: what is looked for, the sessions that were found, and the one that is read. */
public final class HistoryView extends BorderPane implements AutoCloseable {
  /** Narrower than this, the list and the session that is read take turns. */
  private static final double NARROW = 900;

  private static final double LIST = 0.62;

  /** What the history is made of. */
  public record Parts(
      Backend backend,
      EventPump pump,
      FleetModel fleet,
      Notices notices,
      FlushClock clock,
      ObservableValue<Instant> now) {}

  private final HistoryModel model;
  private final ReaderModel reader;
  private final ReplayModel replay;
  private final MomentModel moment;
  private final ReaderView readerView;
  private final HistorySearchBar search;
  private final HistoryTable table;
  private final HistoryActions actions;
  private final Action emptyTrash;
  private final Action exportSeveral;
  private final HistorySurroundings around;
  private final SplitPane split = new SplitPane();
  private final BorderPane list = new BorderPane();
  private final StackPane readerPlace = new StackPane();
  private final Node nothingRead;
  private final Runnable unfollow;
  private final BooleanProperty wide = new SimpleBooleanProperty(this, "wide");
  private final StackPane emptyPlace = new StackPane();
  private Subscription waiting = Subscription.EMPTY;
  private boolean narrow;

  public HistoryView(Parts parts, HistorySurroundings around) {
    this.around = around;
    getStyleClass().add("history");
    getStylesheets()
        .add(
            Objects.requireNonNull(HistoryView.class.getResource("history.css"), "history.css")
                .toExternalForm());
    model = new HistoryModel(parts.backend().history(), parts.pump());
    LogView log = ReaderView.newLog(parts.clock());
    reader = new ReaderModel(parts.backend().history(), parts.pump(), ReaderView.into(log));
    replay = new ReplayModel(reader);
    moment = new MomentModel(parts.backend().history(), parts.pump(), new Resting());
    readerView = new ReaderView(reader, replay, moment, log);
    actions =
        new HistoryActions(
            parts.backend(),
            parts.pump(),
            parts.notices(),
            parts.fleet(),
            reader,
            replay,
            around,
            wide,
            new ForkDialog(around));
    KeepingActions keeping =
        new KeepingActions(
            parts.backend().history().keeper(),
            parts.pump(),
            parts.notices(),
            around,
            model,
            reader.entryProperty(),
            actions.all(),
            model::refresh);
    emptyTrash = keeping.empty();
    exportSeveral = keeping.several();
    readerView.actions(actions, keeping.ofSession());
    search = new HistorySearchBar(model);
    table = new HistoryTable(model, parts.now(), emptyPlace, this::read);
    nothingRead =
        new EmptyState(
            Icons.HISTORY,
            "No session is chosen",
            "Choose one of the list to read it. Enter opens it, Esc comes back.",
            List.of());
    list.setTop(search);
    list.setCenter(table);
    list.setBottom(new VBox(new LeftOutNote(model), foot()));
    list.setMinWidth(0);
    readerPlace.getStyleClass().add("history-reader-place");
    readerPlace.setMinWidth(0);
    readerPlace.getChildren().addAll(nothingRead, readerView);
    split.getStyleClass().add("history-split");
    split.getItems().addAll(list, readerPlace);
    split.setDividerPositions(LIST);
    setCenter(split);
    model.selectedProperty().subscribe(this::choose);
    reader.entryProperty().subscribe(this::showReader);
    model.pageProperty().subscribe(_ -> showEmpty());
    wide.subscribe(_ -> arrange());
    widthProperty().subscribe(width -> narrow(width.doubleValue()));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    actions.all().installIn(this);
    unfollow = parts.backend().history().follow(news -> parts.pump().post(() -> happened(news)));
  }

  /** Something happened, here or in another process; what is not in view is looked at later. */
  private void happened(HistoryNews news) {
    if (getScene() == null) {
      return;
    }
    model.look();
    if (news.counts()) {
      model.count();
    }
  }

  /** Shows it anew: what happened meanwhile is there; the search field has the keyboard. */
  public void open() {
    model.refresh();
    focusSearch();
  }

  /** Gives the keyboard to the search field, with all of its text chosen. */
  public void focusSearch() {
    wide.set(false);
    if (search.field().getScene() == null) {
      // A split pane takes its parts in with its first layout only.
      waiting.unsubscribe();
      waiting = search.field().sceneProperty().subscribe(_ -> focusOnceThere());
      return;
    }
    search.field().requestFocus();
    search.field().selectAll();
  }

  private void focusOnceThere() {
    if (search.field().getScene() != null) {
      waiting.unsubscribe();
      waiting = Subscription.EMPTY;
      focusSearch();
    }
  }

  /** What is looked for and found. */
  public HistoryModel model() {
    return model;
  }

  /** The session that is read. */
  public ReaderModel reader() {
    return reader;
  }

  /** Its replay. */
  public ReplayModel replay() {
    return replay;
  }

  private Node foot() {
    Label totals = new Label();
    totals.getStyleClass().add("muted");
    totals.setMinWidth(0);
    totals.setId("history.totals");
    model
        .totalsProperty()
        .subscribe(now -> totals.setText(now == null ? "" : HistoryWords.totals(now)));
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Button importing = ActionNodes.button(actions.importing(), Emphasis.PLAIN);
    importing.setMinWidth(USE_PREF_SIZE);
    Button empty = ActionNodes.button(emptyTrash, Emphasis.FLAT);
    empty.setMinWidth(USE_PREF_SIZE);
    Button exporting = ActionNodes.button(exportSeveral, Emphasis.FLAT);
    exporting.setMinWidth(USE_PREF_SIZE);
    HBox foot = new HBox(8, totals, space, empty, exporting, importing);
    foot.getStyleClass().add("history-foot");
    foot.setAlignment(Pos.CENTER_LEFT);
    return foot;
  }

  private void choose(@Nullable HistoryEntry entry) {
    if (entry == null) {
      reader.close();
    } else {
      HistoryPage page = model.pageProperty().get();
      reader.open(entry, page == null ? "" : firstWord(page.words()));
    }
  }

  /** The log marks one word; the longest says most. */
  private static String firstWord(String words) {
    String longest = "";
    for (String word : words.replace("\"", " ").replace("*", " ").split("\\s+", -1)) {
      longest = word.length() > longest.length() ? word : longest;
    }
    return longest;
  }

  private void showReader(@Nullable HistoryEntry entry) {
    readerView.setVisible(entry != null);
    nothingRead.setVisible(entry == null);
    if (entry == null) {
      wide.set(false);
    }
  }

  /** Enter on a session. */
  private void read() {
    if (reader.entryProperty().get() != null) {
      if (narrow) {
        wide.set(true);
      }
      readerView.takeFocus();
    }
  }

  private void narrow(double width) {
    boolean is = width > 0 && width < NARROW;
    if (is != narrow) {
      narrow = is;
      arrange();
    }
  }

  private void arrange() {
    boolean whole = wide.get();
    List<Node> wanted =
        whole ? List.of(readerPlace) : narrow ? List.of(list) : List.of(list, readerPlace);
    if (!split.getItems().equals(wanted)) {
      boolean readerHadFocus = isInside(readerPlace);
      split.getItems().setAll(wanted);
      split.setDividerPositions(LIST);
      if (readerHadFocus && whole) {
        readerView.takeFocus();
      }
    }
  }

  private boolean isInside(Node place) {
    Node owner = getScene() == null ? null : getScene().getFocusOwner();
    while (owner != null && owner != place) {
      owner = owner.getParent();
    }
    return owner == place;
  }

  /** Down from the field goes into the list; Esc goes back step by step. */
  private void key(KeyEvent event) {
    boolean inField = search.field().isFocused();
    switch (event.getCode()) {
      case KeyCode.ESCAPE -> {
        if (event.getTarget() instanceof Node node && isText(node)) {
          return; // The log's own find bar closes first.
        }
        back(inField);
        event.consume();
      }
      case KeyCode.DOWN, KeyCode.ENTER -> {
        if (inField) {
          table.chooseFirst();
          table.requestFocus();
          event.consume();
        }
      }
      default -> {
        // Not for the whole.
      }
    }
  }

  private boolean isText(Node node) {
    return node != search.field() && node instanceof javafx.scene.control.TextInputControl;
  }

  private void back(boolean inField) {
    if (inField && !search.field().getText().isEmpty()) {
      model.textProperty().set("");
    } else if (inField) {
      around.leave();
    } else if (wide.get()) {
      wide.set(false);
      table.requestFocus();
    } else if (isInside(readerPlace)) {
      table.requestFocus();
    } else {
      focusSearch();
    }
  }

  private void showEmpty() {
    HistoryPage page = model.pageProperty().get();
    Node shown;
    if (page == null) {
      shown = new Label("Reading…");
    } else if (model.narrowed()) {
      Button all = new Button("Show all sessions");
      all.setOnAction(_ -> model.reset());
      shown =
          new EmptyState(
              Icons.SEARCH,
              "Nothing was found",
              "All words must stand in one and the same message, command or output. Try fewer, or"
                  + " the beginning of one with a star: connect*",
              List.of(all));
    } else {
      shown =
          new EmptyState(
              Icons.HISTORY,
              "Nothing has happened yet",
              "Every session you start is kept here with all it said and did. What Claude Code and"
                  + " Codex did without Muster can be taken in.",
              List.of(ActionNodes.button(actions.importing(), Emphasis.ACCENT)));
    }
    emptyPlace.getChildren().setAll(shown);
  }

  @Override
  public void close() {
    unfollow.run();
    moment.open(null);
    readerView.close();
    reader.close();
  }
}
