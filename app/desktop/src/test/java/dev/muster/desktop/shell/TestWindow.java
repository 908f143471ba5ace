package dev.muster.desktop.shell;

import dev.muster.desktop.Fx;
import dev.muster.desktop.control.ApprovalCard;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.desktop.live.FxFrames;
import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.event.EventTarget;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;

/** The whole window on a {@link FakeBackend}, and what a person does with it. */
final class TestWindow implements AutoCloseable, WindowView.Frame {
  final FakeBackend backend = new FakeBackend();
  final FakeFleet fleet = backend.fleet();
  final EventPump pump = new EventPump(new FxFrames());
  final List<String> quits = new ArrayList<>();
  Path chosen;
  WindowModel model;
  WindowView view;
  private Stage stage;
  // Within the screen of the headless platform, which draws beyond it with complaints.
  private int width = 1240;
  private int height = 880;

  /** How large it opens. */
  TestWindow sized(int wide, int high) {
    width = wide;
    height = high;
    return this;
  }

  /** Opens it with what the backend holds now. */
  TestWindow open() {
    stage =
        Fx.show(
            width,
            height,
            () -> {
              model = new WindowModel(backend, pump);
              view =
                  new WindowView(model, this, Clock.systemUTC(), "/home/you/config.toml", "0.1.0");
              return view;
            });
    Fx.run(
        () -> {
          view.start();
          model.load(null);
        });
    Fx.until("the projects are read", () -> model.loadedProperty().get());
    Fx.pulses(3);
    return this;
  }

  /** As {@link #open()}, with a repository opened before. */
  TestWindow openWithProject() {
    backend.projects.add(FakeBackend.project());
    return open();
  }

  @Override
  public Path chooseFolder() {
    return chosen;
  }

  @Override
  public void quit() {
    quits.add("quit");
  }

  /** Presses a key where the focus is. */
  void press(KeyCode code, KeyCode... modifiers) {
    strike(code, KeyEvent.CHAR_UNDEFINED, modifiers);
  }

  /**
   * Strikes a key that also types a character, as the toolkit tells of it: each of the three events
   * goes to where the focus is by then.
   */
  void strike(KeyCode code, String character, KeyCode... modifiers) {
    Fx.run(
        () -> {
          for (var type :
              List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_TYPED, KeyEvent.KEY_RELEASED)) {
            Event.fireEvent(
                focus(),
                new KeyEvent(
                    type,
                    type == KeyEvent.KEY_TYPED ? character : KeyEvent.CHAR_UNDEFINED,
                    "",
                    type == KeyEvent.KEY_TYPED ? KeyCode.UNDEFINED : code,
                    List.of(modifiers).contains(KeyCode.SHIFT),
                    List.of(modifiers).contains(KeyCode.CONTROL),
                    List.of(modifiers).contains(KeyCode.ALT),
                    false));
          }
        });
    Fx.pulses(2);
  }

  /** Types where the focus is. */
  void type(String text) {
    Fx.type(Fx.get(this::focus), text);
    Fx.pulses(2);
  }

  private EventTarget focus() {
    Node owner = view.getScene().getFocusOwner();
    return owner == null ? view.getScene() : owner;
  }

  /** Does something on the JavaFX thread and lets it be laid out. */
  void run(Runnable what) {
    Fx.run(what);
    Fx.pulses(2);
  }

  void click(Node node) {
    Fx.click(node);
    Fx.pulses(2);
  }

  /** The node with this id that can be seen. */
  Node byId(String id) {
    return find(node -> id.equals(node.getId()))
        .orElseThrow(() -> new AssertionError("nothing visible has the id " + id));
  }

  /** The first node of a kind that can be seen. */
  <T extends Node> T first(Class<T> kind) {
    return kind.cast(
        find(kind::isInstance).orElseThrow(() -> new AssertionError("no visible " + kind)));
  }

  Optional<Node> find(Predicate<Node> test) {
    return Fx.get(() -> all().stream().filter(test).findFirst());
  }

  /** Whether a text stands somewhere in the window. */
  boolean says(String text) {
    return Fx.get(
        () ->
            all().stream()
                .anyMatch(
                    node ->
                        node instanceof Labeled label
                            && label.getText() != null
                            && label.getText().contains(text)));
  }

  void untilSays(String text) {
    Fx.until("the window says: " + text, () -> says(text));
  }

  void until(String what, Callable<Boolean> condition) {
    Fx.until(what, condition);
  }

  /** Every visible node, the uppermost dialog's first. */
  List<Node> all() {
    List<Node> nodes = new ArrayList<>();
    collect(view.overlay(), nodes);
    collect(view, nodes);
    return nodes;
  }

  private static void collect(Node node, List<Node> into) {
    if (!node.isVisible()) {
      return;
    }
    into.add(node);
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
    }
  }

  PaneView pane(SessionId id) {
    Fx.until(
        "there is a pane of " + id,
        () -> view.grid().panes().stream().anyMatch(pane -> pane.item().id().equals(id)));
    return Fx.get(
        () ->
            view.grid().panes().stream()
                .filter(pane -> pane.item().id().equals(id))
                .findFirst()
                .orElseThrow());
  }

  /** A request is up, and takes an answer. */
  ApprovalCard readyCard() {
    Fx.until(
        "a request takes an answer",
        () ->
            all().stream()
                .anyMatch(
                    node ->
                        node instanceof ApprovalCard
                            && node.getPseudoClassStates()
                                .contains(PseudoClass.getPseudoClass("ready"))));
    return first(ApprovalCard.class);
  }

  String focusedTitle() {
    return Fx.get(
        () -> model.grid().focused() == null ? null : model.grid().focused().now().title());
  }

  @Override
  public void close() {
    Fx.run(
        () -> {
          view.close();
          model.close();
        });
    Fx.close(stage);
  }
}
