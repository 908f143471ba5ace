package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.history.HistoryView;
import dev.muster.desktop.live.EngineBackend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FxFrames;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.engine.DemoReady;
import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javafx.event.Event;
import javafx.scene.AccessibleAttribute;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Slider;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person does in the history, with a real engine and sessions that really ran. */
@FxTest
class HistoryFlowTest implements WindowView.Frame {
  @TempDir Path home;
  private final EventPump pump = new EventPump(new FxFrames());
  private Engine engine;
  private WindowModel model;
  private WindowView view;
  private Stage stage;
  private SessionId price;
  private SessionId slug;

  @BeforeEach
  void open() throws Exception {
    engine =
        Engine.open(
            new EngineOptions(
                DataFolder.at(home), Map.of("MUSTER_AGENT_PATH", home.resolve("bin").toString())));
    DemoReady demo = engine.makeDemo().get(60, TimeUnit.SECONDS);
    for (SessionSpec spec : demo.sessions()) {
      if (spec.options().get("script").contains("fix-price")) {
        price = create(spec);
      } else if (spec.options().get("script").contains("slug-tests")) {
        slug = create(spec);
      }
    }
    ready(price);
    ready(slug);
    engine.fleet().close(slug, ClosedAs.KEPT).get(30, TimeUnit.SECONDS);
    Fx.until(
        "it is closed",
        () ->
            engine.fleet().session(slug).filter(s -> s.state() == SessionState.CLOSED).isPresent());
    engine.search().catchUp();
    stage =
        Fx.show(
            1240,
            880,
            () -> {
              model = new WindowModel(new EngineBackend(engine), pump);
              view = new WindowView(model, this, Clock.systemUTC(), "config.toml", "0.1.0");
              return view;
            });
    Fx.run(
        () -> {
          view.start();
          model.load(null);
        });
    Fx.until("the projects are read", () -> model.loadedProperty().get());
    press(KeyCode.H, KeyCode.CONTROL);
    Fx.until("the search field has the keyboard", () -> target() instanceof TextField);
    Fx.until("the sessions are listed", () -> table().getItems().size() == 2);
  }

  @AfterEach
  void close() {
    Fx.run(
        () -> {
          view.close();
          model.close();
        });
    Fx.close(stage);
    engine.close();
  }

  private SessionId create(SessionSpec spec) throws Exception {
    return engine.fleet().create(spec.with("pace", "0")).get(60, TimeUnit.SECONDS);
  }

  private void ready(SessionId id) {
    Fx.until(
        "session " + id,
        () -> engine.fleet().session(id).filter(s -> s.state() == SessionState.READY).isPresent());
  }

  @Test
  void everything_is_found_read_and_left_by_keyboard_alone() {
    assertThat(says("2 sessions")).isTrue();
    assertThat(focus()).isInstanceOf(TextField.class);
    type("half a cent");
    Fx.until(
        "what was found",
        () -> table().getItems().size() == 1 && table().getItems().getFirst().found() != null);
    HistoryEntry entry = Fx.get(() -> table().getItems().getFirst());
    assertThat(entry.id()).isEqualTo(price);
    assertThat(entry.found().marks()).isNotEmpty();
    Fx.until("how much", () -> says("1 session · "));
    assertThat(says("hits in")).isTrue();

    press(KeyCode.DOWN);
    Fx.until("the log", () -> log().rowCount() > 5);
    assertThat(focus()).isInstanceOf(TableView.class);
    press(KeyCode.ENTER);
    assertThat(focus()).isInstanceOf(LogView.class);
    Fx.pulses(3);
    assertThat(said().toLowerCase(java.util.Locale.ROOT)).contains("half a cent");

    press(KeyCode.ESCAPE);
    assertThat(focus()).isInstanceOf(TableView.class);
    press(KeyCode.ESCAPE);
    assertThat(focus()).isInstanceOf(TextField.class);
    press(KeyCode.ESCAPE);
    Fx.until("all again", () -> table().getItems().size() == 2);
    press(KeyCode.ESCAPE);
    Fx.until("the grid", () -> model.placeProperty().get() == WindowModel.Place.GRID);
  }

  @Test
  void a_closed_session_is_read_although_it_has_no_pane() {
    select(slug);
    Fx.until("the log", () -> log().rowCount() > 5);
    Fx.until("what there is in it", () -> says("Commands "));
    assertThat(says("kept")).isTrue();
    assertThat(visible("history.pane")).as("no pane to go to").isFalse();
    assertThat(visible("history.fork")).as("it can be gone on with").isTrue();
  }

  @Test
  void filters_narrow_and_a_bad_one_is_told_in_a_sentence() {
    type("result:kept");
    Fx.until("only the closed one", () -> ids().equals(List.of(slug)));
    retype("result:burnt");
    Fx.until("it is told", () -> says("burnt is no"));
    retype("after:soon");
    Fx.until("it is told", () -> says("soon is no"));
    retype("nowhere-to-be-found");
    Fx.until("nothing", () -> says("Nothing was found"));
    retype("ag");
    Fx.until("a way to go on", () -> says("who worked"));
    press(KeyCode.TAB);
    String completed = Fx.get(() -> field().getText());
    assertThat(completed).isEqualTo("agent:");
  }

  @Test
  void a_replay_shows_log_plan_and_files_as_they_stood() {
    select(price);
    Fx.until("what there is in it", () -> history().reader().digestProperty().get() != null);
    long total = Fx.get(() -> history().reader().totalProperty().get());
    Fx.run(() -> slider().requestFocus());
    press(KeyCode.HOME);
    Fx.until("the beginning", () -> history().reader().shownToProperty().get() == 1);
    assertThat(says("event 1 of " + total)).isTrue();
    press(KeyCode.PAGE_DOWN);
    Fx.until("the first mark", () -> history().reader().shownToProperty().get() > 1);
    press(KeyCode.RIGHT);
    long at = Fx.get(() -> history().reader().shownToProperty().get());
    press(KeyCode.LEFT);
    Fx.until("one back", () -> history().reader().shownToProperty().get() == at - 1);
    Fx.run(() -> history().replay().speedProperty().set(64));
    press(KeyCode.SPACE);
    Fx.until("it plays to its end", () -> history().reader().shownToProperty().get() == total);
    Fx.until("and stops there", () -> !history().replay().playingProperty().get());
  }

  @Test
  void the_lines_of_every_file_are_shown_as_they_stood_at_a_moment() {
    select(price);
    Fx.until("what there is in it", () -> history().reader().digestProperty().get() != null);
    fire("history.tab.diff");
    Fx.until("what it changed in all", () -> says("as Muster saw them then"));
    Fx.run(() -> history().replay().seek(1));
    Fx.until("nothing at its beginning", () -> says("It had no files of its own yet."));
    Fx.run(() -> history().replay().leave());
    Fx.until("all of it again", () -> says("as Muster saw them then"));
    fire("history.tab.files");
    Fx.run(
        () -> {
          ListView<?> files = (ListView<?>) byId("history.files");
          files.requestFocus();
          files.getSelectionModel().select(0);
        });
    press(KeyCode.ENTER);
    Fx.until("its lines", () -> ((ToggleButton) byId("history.tab.diff")).isSelected());
    assertThat(says("as Muster saw them then")).isTrue();
  }

  @Test
  void a_session_begins_from_any_turn_with_the_files_of_then() throws Exception {
    select(price);
    Fx.until("what there is in it", () -> history().reader().digestProperty().get() != null);
    fire("history.tab.turns");
    Fx.run(
        () -> {
          ListView<?> turns = (ListView<?>) byId("history.turns");
          turns.requestFocus();
          turns.getSelectionModel().select(0);
        });
    press(KeyCode.B, KeyCode.CONTROL);
    Fx.until("it asks", () -> says("It begins from the end of turn 1"));
    Fx.run(() -> ((TextArea) byId("history.fork-task")).setText("Do it in another way"));
    fire("history.fork-start");
    Fx.until("a third session", () -> engine.fleet().sessions().size() == 3);
    SessionId forked =
        engine.fleet().sessions().stream()
            .map(SessionSnapshot::id)
            .filter(id -> !id.equals(price) && !id.equals(slug))
            .findFirst()
            .orElseThrow();
    Fx.until(
        "it has files",
        () -> engine.fleet().session(forked).filter(s -> s.worktree() != null).isPresent());
    Path there = Path.of(engine.fleet().session(forked).orElseThrow().worktree().path());
    Path here = Path.of(engine.fleet().session(price).orElseThrow().worktree().path());
    assertThat(there.resolve("src/price.sh")).hasSameTextualContentAs(here.resolve("src/price.sh"));
  }

  @Test
  void what_is_done_to_the_history_elsewhere_is_seen_at_once() throws Exception {
    Fx.until("the count", () -> model.historyCountProperty().get().equals("2"));
    engine.keeping().trash(slug);
    Fx.until("it is out of the list", () -> ids().equals(List.of(price)));
    Fx.until("it is not counted", () -> model.historyCountProperty().get().equals("1"));
    Fx.until("the sidebar has it no more", () -> model.fleet().group(Group.CLOSED).isEmpty());
    engine.keeping().restore(slug);
    Fx.until("it is back", () -> table().getItems().size() == 2);
    Fx.until("it is counted", () -> model.historyCountProperty().get().equals("2"));
    Fx.until("it is in the sidebar", () -> model.fleet().group(Group.CLOSED).size() == 1);
  }

  @Test
  void what_goes_for_good_is_seen_before_and_nothing_else_goes() throws Exception {
    engine.keeping().trash(slug);
    Fx.until("it is out of the list", () -> ids().equals(List.of(price)));
    fire("history.prune");
    Fx.until("what goes", () -> says("1 session goes"));
    Fx.run(() -> ((TextField) byId("history.prune-days")).setText("3"));
    Fx.until("it is too young", () -> says("Nothing goes"));
    assertThat(Fx.get(() -> byId("history.prune-go").isDisabled())).isTrue();
    Fx.run(() -> ((TextField) byId("history.prune-days")).setText("three"));
    Fx.until("no number", () -> says("Days and gigabytes are numbers"));
    Fx.run(() -> ((TextField) byId("history.prune-days")).clear());
    Fx.until("it goes", () -> !byId("history.prune-go").isDisabled());
    fire("history.prune-go");
    Fx.until(
        "it is pruned", () -> engine.journal().session(slug).orElseThrow().shelf() == Shelf.PRUNED);
    assertThat(engine.journal().session(price).orElseThrow().shelf()).isEqualTo(Shelf.ACTIVE);
  }

  @Test
  void in_a_small_window_no_menu_is_cut() {
    Fx.run(
        () -> {
          stage.setWidth(800);
          stage.setHeight(500);
        });
    Fx.until("the list alone", () -> byId("history.log") == null && byId("history.table") != null);
    Fx.pulses(5);
    for (String id : List.of("project", "agent", "result", "time", "shelf")) {
      MenuButton menu = Fx.get(() -> (MenuButton) byId("history.menu." + id));
      assertThat(menu.getWidth()).as(id).isGreaterThanOrEqualTo(Math.floor(menu.prefWidth(-1)));
      assertThat(menu.localToScene(menu.getLayoutBounds()).getMaxX())
          .as(id)
          .isLessThanOrEqualTo(view.getWidth());
    }
  }

  @Test
  void in_a_narrow_window_the_list_and_the_session_take_turns() {
    Fx.run(
        () -> {
          stage.setWidth(800);
          stage.setHeight(600);
        });
    Fx.until("the list alone", () -> byId("history.log") == null && byId("history.table") != null);
    Fx.run(() -> table().requestFocus());
    press(KeyCode.HOME);
    select(price);
    press(KeyCode.ENTER);
    Fx.until("the session alone", () -> byId("history.log") != null);
    assertThat(byId("history.table")).isNull();
    press(KeyCode.ESCAPE);
    Fx.until("the list again", () -> byId("history.table") != null);
  }

  @Test
  void the_sidebar_counts_the_sessions_and_everything_has_a_name() {
    Fx.until("the count", () -> model.historyCountProperty().get().equals("2"));
    select(price);
    for (String id :
        List.of("history.table", "history.search", "history.timeline", "history.log")) {
      assertThat(Fx.get(() -> byId(id).getAccessibleText())).as(id).isNotBlank();
    }
  }

  @Test
  void a_session_goes_into_the_trash_and_comes_back() {
    select(slug);
    Fx.until("it can be deleted", () -> byId("history.trash") != null);
    Fx.run(() -> ((Button) byId("history.trash")).fire());
    Fx.until("what it costs", () -> says("It takes "));
    Fx.run(() -> ((Button) byId("history.yes")).fire());
    Fx.until("it is out of the list", () -> ids().equals(List.of(price)));
    Fx.run(() -> field().requestFocus());
    retype("shelf:trashed");
    Fx.until("it is found there", () -> ids().equals(List.of(slug)));
    select(slug);
    Fx.until("it can be taken back", () -> byId("history.restore") != null);
    Fx.run(() -> ((Button) byId("history.restore")).fire());
    Fx.run(() -> field().clear());
    Fx.until("it is back", () -> table().getItems().size() == 2);
  }

  @Test
  void a_session_is_exported_after_it_was_seen_what_is_taken_out() throws Exception {
    select(price);
    Fx.until("it can be exported", () -> byId("history.export") != null);
    Fx.run(() -> ((Button) byId("history.export")).fire());
    Fx.until("what is taken out", () -> says("Nothing is written yet."));
    Path file = home.resolve("price.md");
    Fx.run(() -> ((TextField) byId("history.export-file")).setText(file.toString()));
    Fx.run(() -> ((Button) byId("history.export-go")).fire());
    Fx.until("it is told", () -> says(file + " was written"));
    assertThat(file).content().contains("Fix the failing price test");
  }

  private void fire(String id) {
    Fx.until(id, () -> byId(id) != null);
    Fx.run(() -> ((ButtonBase) byId(id)).fire());
    Fx.pulses(2);
  }

  @Test
  void all_that_were_found_are_exported_into_a_folder_and_taken_in_again_from_the_window()
      throws Exception {
    Fx.until("there is something to export", () -> table().getItems().size() == 2);
    Fx.run(() -> ((Button) byId("history.export-several")).fire());
    Fx.until("what is taken out", () -> says("Nothing is written yet."));
    assertThat(says("Export 2 sessions")).isTrue();
    Fx.run(() -> toggle("A folder").fire());
    Fx.run(() -> toggle("JSON lines").fire());
    Path folder = home.resolve("exported");
    Fx.run(() -> ((TextField) byId("history.export-file")).setText(folder.toString()));
    Fx.run(() -> ((Button) byId("history.export-go")).fire());
    Fx.until("it is told", () -> says(folder + " was written, 2 sessions"));
    try (var files = Files.list(folder)) {
      exports = files.sorted().toList();
    }
    assertThat(exports).hasSize(2);
    Path broken = Files.writeString(folder.resolve("broken.jsonl"), "{}\n");
    exports = List.of(exports.get(0), broken, exports.get(1));

    Fx.run(() -> ((Button) byId("history.import")).fire());
    Fx.until("files can be chosen", () -> byId("import-file") != null);
    Fx.run(() -> ((Button) byId("import-file")).fire());
    Fx.until("nothing is new", () -> says("There was nothing new to take in."));
    assertThat(says("broken.jsonl: ")).isTrue();
    assertThat(says(exports.get(2).getFileName() + ": nothing new, 1 already in history."))
        .isTrue();
  }

  @Test
  void several_that_are_chosen_in_the_list_are_exported_together() {
    Fx.until("there are two", () -> table().getItems().size() == 2);
    Fx.run(() -> table().getSelectionModel().selectAll());
    Fx.until("both are marked", () -> says("Export the 2 chosen…"));
    Fx.run(() -> table().getSelectionModel().clearAndSelect(0));
    Fx.until("one is", () -> says("Export all found…"));
  }

  private ToggleButton toggle(String text) {
    return (ToggleButton)
        all().stream()
            .filter(node -> node instanceof ToggleButton one && text.equals(one.getText()))
            .findFirst()
            .orElseThrow();
  }

  private HistoryView history() {
    return (HistoryView)
        all().stream().filter(HistoryView.class::isInstance).findFirst().orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private TableView<HistoryEntry> table() {
    return (TableView<HistoryEntry>) byId("history.table");
  }

  private List<SessionId> ids() {
    return table().getItems().stream().map(HistoryEntry::id).toList();
  }

  private void select(SessionId id) {
    Fx.run(
        () ->
            table()
                .getSelectionModel()
                .select(
                    table().getItems().stream()
                        .filter(entry -> entry.id().equals(id))
                        .findFirst()
                        .orElseThrow()));
    Fx.pulses(3);
  }

  private LogView log() {
    return (LogView) byId("history.log");
  }

  private Slider slider() {
    return (Slider) byId("history.timeline");
  }

  private TextField field() {
    return (TextField) byId("history.search");
  }

  private String said() {
    return Fx.get(() -> (String) log().queryAccessibleAttribute(AccessibleAttribute.TEXT));
  }

  private void retype(String text) {
    Fx.run(() -> field().clear());
    type(text);
  }

  private void type(String text) {
    Fx.type(Fx.get(this::focus), text);
    Fx.pulses(2);
  }

  private void press(KeyCode code, KeyCode... modifiers) {
    // Each goes to where the focus is by then: a key may take away what had it.
    for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      Fx.run(
          () ->
              Event.fireEvent(
                  target(),
                  new KeyEvent(
                      type,
                      KeyEvent.CHAR_UNDEFINED,
                      "",
                      code,
                      List.of(modifiers).contains(KeyCode.SHIFT),
                      List.of(modifiers).contains(KeyCode.CONTROL),
                      false,
                      false)));
    }
    Fx.pulses(3);
  }

  private javafx.event.EventTarget target() {
    Node owner = view.getScene().getFocusOwner();
    // What was just taken away keeps the focus until the next pulse, and leads nowhere.
    return owner == null || owner.getScene() == null ? view : owner;
  }

  private Node focus() {
    return (Node) target();
  }

  private boolean visible(String id) {
    return Fx.get(() -> byId(id) != null);
  }

  private Node byId(String id) {
    return all().stream().filter(node -> id.equals(node.getId())).findFirst().orElse(null);
  }

  private boolean says(String text) {
    return Fx.get(
        () ->
            all().stream()
                .anyMatch(
                    node ->
                        node instanceof Labeled label
                            && label.getText() != null
                            && label.getText().contains(text)));
  }

  private List<Node> all() {
    List<Node> nodes = new ArrayList<>();
    collect(view, nodes);
    return nodes;
  }

  private static void collect(Node node, List<Node> into) {
    if (node.isVisible()) {
      into.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
      }
    }
  }

  private List<Path> exports = List.of();

  @Override
  public List<Path> chooseExports() {
    return exports;
  }

  @Override
  public Path chooseFolder() {
    return null;
  }

  @Override
  public void quit() {
    throw new AssertionError("Nobody asked to quit.");
  }
}
