package dev.muster.desktop.history;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.control.LogRow;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.control.PlanView;
import dev.muster.desktop.history.MomentModel.Shown;
import dev.muster.desktop.history.OutlineList.Row;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.desktop.live.PastMoment;
import dev.muster.desktop.live.SessionDigest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * One session, to be read: its head, what can be done with it, its log and what there is in it, and
 * its timeline.
 */
final class ReaderView extends VBox {
  /** The parts of a session. */
  enum Part {
    LOG("Log"),
    TURNS("Turns"),
    FILES("Files"),
    DIFF("Diff"),
    COMMANDS("Commands"),
    PLAN("Plan"),
    COST("Cost");

    private final String title;

    Part(String title) {
      this.title = title;
    }
  }

  private final ReaderModel model;
  private final ReaderHead head = new ReaderHead();
  private final ReplayModel replay;
  private final LogView log;
  private final PlanView plan = new PlanView();
  private final OutlineList turns;
  private final OutlineList files;
  private final MomentModel moment;
  private final MomentView diff;
  private final OutlineList commands;
  private final OutlineList cost;
  private final ReplayBar bar;
  private final HBox tabs = new HBox();
  private final Map<Part, ToggleButton> buttons = new EnumMap<>(Part.class);
  private final Map<Part, Node> parts = new EnumMap<>(Part.class);
  private final ObjectProperty<Part> part = new SimpleObjectProperty<>(this, "part", Part.LOG);

  ReaderView(ReaderModel model, ReplayModel replay, MomentModel moment, LogView log) {
    this.model = model;
    this.replay = replay;
    this.moment = moment;
    this.log = log;
    diff = new MomentView(moment);
    getStyleClass().add("history-reader");
    setMinWidth(0);
    turns = new OutlineList("Turns", "No turn has begun in this session.", this::goTo);
    files = new OutlineList("Files", "It touched no file.", this::openFile);
    commands = new OutlineList("Commands", "It ran no command.", this::goTo);
    cost = new OutlineList("Cost", "No use of a model was reported.", this::goTo);
    turns.setId("history.turns");
    files.setId("history.files");
    commands.setId("history.commands");
    plan.setSteps(List.of());
    parts.put(Part.LOG, log);
    parts.put(Part.TURNS, turns);
    parts.put(Part.FILES, files);
    parts.put(Part.DIFF, diff);
    parts.put(Part.COMMANDS, commands);
    parts.put(Part.PLAN, plan);
    parts.put(Part.COST, cost);
    StackPane body = new StackPane();
    body.setMinHeight(0);
    VBox.setVgrow(body, Priority.ALWAYS);
    parts.values().forEach(body.getChildren()::add);
    tabs.getStyleClass().addAll("pane-tabs", "history-tabs");
    tabs.setMinWidth(0);
    for (Part each : Part.values()) {
      tabs.getChildren().add(tab(each));
    }
    tabs.addEventHandler(KeyEvent.KEY_PRESSED, this::tabKey);
    bar = new ReplayBar(model, replay);
    getChildren().addAll(head, tabs, body, bar);
    log.setOnActivate(model::activate);
    log.setId("history.log");
    part.subscribe(this::showPart);
    model.entryProperty().subscribe(moment::open);
    model.entryProperty().subscribe(this::showEntry);
    model.digestProperty().subscribe(_ -> showDigest());
    model.shownToProperty().subscribe(_ -> showDigest());
    replay.activeProperty().subscribe(_ -> showDigest());
    replay.playingProperty().subscribe(_ -> showDigest());
    moment.shownProperty().subscribe(_ -> showDigest());
    visibleProperty().subscribe(_ -> showDigest());
  }

  /** A log in which sessions are read, and the way into it. */
  static LogView newLog(FlushClock clock) {
    LogView log = new LogView(clock);
    log.workedInProperty().set(true);
    log.setAccessibleText("The session's log");
    return log;
  }

  /** Brings rows into a log. */
  static ReaderOutput into(LogView log) {
    return new ReaderOutput() {
      @Override
      public void reveal(String key) {
        log.reveal(key);
      }

      @Override
      public void toEnd() {
        log.jumpToLatest();
      }

      @Override
      public void mark(String words) {
        log.mark(words);
      }

      @Override
      public void put(LogRow row) {
        log.put(row);
      }

      @Override
      public void tail(@Nullable LogRow row) {
        log.setTail(row);
      }

      @Override
      public void clear() {
        log.clear();
      }
    };
  }

  /** Puts the buttons in, once the actions are known. */
  void actions(HistoryActions actions, List<Action> keeping) {
    FlowPane row = new FlowPane(7, 6);
    row.getStyleClass().add("history-buttons");
    row.getChildren()
        .addAll(
            shown(actions.resumeAction(), Emphasis.ACCENT),
            shown(actions.pane(), Emphasis.PLAIN),
            shown(actions.fork(), Emphasis.PLAIN),
            shown(actions.review(), Emphasis.PLAIN),
            shown(actions.rerun(), Emphasis.FLAT),
            shown(actions.summary(), Emphasis.FLAT),
            ActionNodes.button(actions.whole(), Emphasis.FLAT));
    keeping.forEach(action -> row.getChildren().add(shown(action, Emphasis.FLAT)));
    head.getChildren().add(row);
    actions.chosenTurn(this::turnChosen);
    ReaderMenus menus = new ReaderMenus(actions, model, replay, this::goTo);
    turns.setRowMenu(menus::ofTurn);
    files.setRowMenu(file -> menus.ofFile(file, changed(file) ? this::openFile : null));
    log.setRowMenu(menus::ofRow);
  }

  /** What cannot be done with this session takes no room. */
  private static Node shown(Action action, Emphasis emphasis) {
    Node button = ActionNodes.button(action, emphasis);
    button.visibleProperty().bind(action.enabledProperty());
    button.managedProperty().bind(action.enabledProperty());
    return button;
  }

  /** Gives the keyboard to what is shown. */
  void takeFocus() {
    Objects.requireNonNull(parts.get(part.get())).requestFocus();
  }

  void close() {
    bar.close();
  }

  private ToggleButton tab(Part each) {
    ToggleButton button = new ToggleButton(each.title);
    button.getStyleClass().add("pane-tab");
    button.setId("history.tab." + each.name().toLowerCase(Locale.ROOT));
    button.setMnemonicParsing(false);
    button.setMinWidth(USE_PREF_SIZE);
    button.setAccessibleRole(AccessibleRole.TAB_ITEM);
    button.setOnAction(
        _ -> {
          part.set(each);
          showPart(each);
        });
    buttons.put(each, button);
    return button;
  }

  private void showPart(Part now) {
    buttons.forEach(
        (each, button) -> {
          button.setSelected(each == now);
          button.setFocusTraversable(each == now);
        });
    parts.forEach((each, node) -> node.setVisible(each == now));
    showDigest();
  }

  private void tabKey(KeyEvent event) {
    int by = event.getCode() == KeyCode.LEFT ? -1 : event.getCode() == KeyCode.RIGHT ? 1 : 0;
    if (by != 0 && !event.isAltDown() && !event.isShortcutDown()) {
      Part[] all = Part.values();
      part.set(all[Math.clamp(part.get().ordinal() + by, 0, all.length - 1)]);
      Objects.requireNonNull(buttons.get(part.get())).requestFocus();
      event.consume();
    }
  }

  private void goTo(Row row) {
    if (row.seq() > 0) {
      part.set(Part.LOG);
      model.goTo(row.seq());
      log.requestFocus();
    }
  }

  /** A file that differed opens to its lines; one that was only read, to where that was. */
  private void openFile(Row row) {
    if (changed(row)) {
      part.set(Part.DIFF);
      diff.open(row.title());
      diff.requestFocus();
    } else {
      goTo(row);
    }
  }

  private boolean changed(Row file) {
    SessionDigest digest = model.digestProperty().get();
    return digest != null
        && DigestRows.changed(digest, until(), past()).stream()
            .anyMatch(one -> one.path().equals(file.title()));
  }

  /** The turn the keyboard is on in the list of turns; 0 for none. */
  private long turnChosen() {
    Row row = part.get() == Part.TURNS ? turns.chosen() : null;
    return row == null ? 0 : row.seq();
  }

  private void showEntry(@Nullable HistoryEntry entry) {
    if (entry != null) {
      head.show(entry, model.digestProperty().get());
    }
  }

  /** Only what is in view is filled: a replay moves many times a second. */
  private void showDigest() {
    SessionDigest digest = model.digestProperty().get();
    HistoryEntry entry = model.entryProperty().get();
    if (entry != null && digest != null) {
      head.show(entry, digest);
    }
    look(digest);
    long until = until();
    title(Part.TURNS, digest == null ? 0 : digest.turns().size());
    title(Part.FILES, digest == null ? 0 : digest.files().size());
    title(Part.COMMANDS, digest == null ? 0 : digest.commands().size());
    if (digest == null) {
      List.of(turns, files, commands, cost).forEach(OutlineList::reading);
      return;
    }
    switch (part.get()) {
      case LOG -> {
        // The model fills it.
      }
      case TURNS -> turns.show(DigestRows.turns(digest, until));
      case FILES -> files.show(DigestRows.files(digest, until, past()));
      case DIFF -> diff.editedSince(DigestRows.editedSince(digest, until));
      case COMMANDS -> commands.show(DigestRows.commands(digest, until));
      case PLAN -> plan.setSteps(DigestRows.plan(digest, until, past()));
      case COST -> cost.show(DigestRows.spent(digest));
    }
  }

  private long until() {
    return model.replaying() ? model.shownToProperty().get() : Long.MAX_VALUE;
  }

  private @Nullable PastMoment past() {
    Shown shown = moment.shownProperty().get();
    return shown == null ? null : shown.moment();
  }

  /** Has the moment read that is shown, as far as what is in view needs it. */
  private void look(@Nullable SessionDigest digest) {
    boolean lines = part.get() == Part.DIFF;
    boolean better =
        digest != null && digest.cut() && (part.get() == Part.FILES || part.get() == Part.PLAN);
    if (!isVisible() || model.entryProperty().get() == null || !lines && !better) {
      moment.giveUp();
      return;
    }
    boolean moving = replay.playingProperty().get() || !model.replaying();
    long seq = model.replaying() ? model.shownToProperty().get() : model.totalProperty().get();
    moment.look(seq, lines, moving);
  }

  private void title(Part each, int count) {
    Objects.requireNonNull(buttons.get(each))
        .setText(count == 0 ? each.title : each.title + " " + count);
  }
}
