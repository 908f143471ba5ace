package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.session.RewindPoint;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * The dialog before a session is taken to another point, or another one begins there: what will
 * happen, that the agent works if it does, and what went wrong if it did.
 */
final class RewindCard extends VBox {
  private static final double WIDTH = 480;

  private final RewindModel model;
  private final ReviewSurroundings around;
  private final boolean needsRest;
  private final VBox notes = new VBox(8);
  private final Button interrupt = new Button("Interrupt the turn");
  private final Button cancel = new Button("Cancel");
  private final Button go;
  private final Consumer<Runnable> does;
  private Subscription subscription = Subscription.EMPTY;

  private RewindCard(
      RewindModel model,
      ReviewSurroundings around,
      List<String> tells,
      String yes,
      boolean needsRest,
      Consumer<Runnable> does) {
    super(10);
    this.model = model;
    this.around = around;
    this.needsRest = needsRest;
    this.does = does;
    setPrefWidth(WIDTH);
    for (String tell : tells) {
      Label label = new Label(tell);
      label.setWrapText(true);
      label.setMnemonicParsing(false);
      label.setMinHeight(Region.USE_PREF_SIZE);
      getChildren().add(label);
    }
    getChildren().add(notes);
    interrupt.setId("review.rewind.interrupt");
    interrupt.setOnAction(_ -> model.interrupt());
    interrupt.managedProperty().bind(interrupt.visibleProperty());
    cancel.setCancelButton(true);
    cancel.setOnAction(_ -> around.closeDialog());
    go = new Button(yes);
    go.setId("review.rewind.go");
    go.getStyleClass().add(Styles.ACCENT);
  }

  /** Asks whether to go back to a point. */
  static void back(RewindModel model, RewindPoint point, ReviewSurroundings around) {
    new RewindCard(
            model,
            around,
            RewindWords.back(point, model.now()),
            "Go back",
            true,
            done -> model.back(point.turn(), done))
        .show("Go back to " + RewindWords.place(point.turn()) + "?", null);
  }

  /** Asks whether to take the last rewind back. */
  static void forward(RewindModel model, ReviewSurroundings around) {
    Rewound last = model.rewound().getValue();
    if (last != null) {
      new RewindCard(
              model,
              around,
              RewindWords.forward(last, model.now()),
              "Go forward",
              true,
              model::forward)
          .show("Go forward again?", null);
    }
  }

  /** Asks what a session that begins at a point is to do. */
  static void fork(RewindModel model, RewindPoint point, ReviewSurroundings around) {
    TextArea task = new TextArea();
    task.setId("review.fork.task");
    task.setAccessibleText("What the new session is to do");
    task.setPromptText("What is it to do?");
    task.setPrefRowCount(4);
    task.setWrapText(true);
    new RewindCard(
            model,
            around,
            RewindWords.fork(point, model.now()),
            "Start",
            false,
            done -> model.fork(point.turn(), task.getText().strip(), done))
        .show("Fork from " + RewindWords.place(point.turn()), task);
  }

  private void show(String title, @Nullable TextArea task) {
    if (around.dialogOpen()) {
      return;
    }
    ObservableValue<Boolean> blocked =
        Bindings.createBooleanBinding(
            () -> model.busyProperty().get() || needsRest && model.atWork().getValue(),
            model.busyProperty(),
            model.atWork());
    if (task == null) {
      go.disableProperty().bind(blocked);
    } else {
      getChildren().add(getChildren().size() - 1, task);
      go.disableProperty()
          .bind(
              Bindings.createBooleanBinding(
                  () -> blocked.getValue() || task.getText().isBlank(),
                  blocked,
                  task.textProperty()));
    }
    go.setOnAction(_ -> does.accept(around::closeDialog));
    model.begin();
    Node first = task == null ? cancel : task;
    around.dialog(title, this, List.of(interrupt, cancel, go), first, this::over);
    subscription =
        Subscription.combine(
            model.atWork().subscribe(_ -> notes()),
            model.busyProperty().subscribe(_ -> notes()),
            model.problemProperty().subscribe(_ -> notes()));
  }

  private void over() {
    subscription.unsubscribe();
    go.disableProperty().unbind();
  }

  private void notes() {
    boolean working = needsRest && model.atWork().getValue();
    interrupt.setVisible(working);
    notes.getChildren().clear();
    if (working) {
      note(
          Tone.WARNING,
          "The agent is at work, so nothing can be done with its files now.",
          "Interrupt the turn, or wait until it is over.");
    }
    if (model.problemProperty().get() != null) {
      note(Tone.DANGER, Objects.requireNonNull(model.problemProperty().get()), "");
    }
    if (model.busyProperty().get()) {
      Label label = new Label("Doing it…");
      label.getStyleClass().add("muted");
      notes.getChildren().add(label);
    }
  }

  private void note(Tone tone, String happened, String next) {
    List<Node> nothing = List.of();
    notes
        .getChildren()
        .add(new Banner(tone, new Banner.Message(happened, "", next), nothing, null));
  }
}
