package dev.muster.desktop.review;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.DroppedPart;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * What is to be told above the sheet: that the files have changed, what was landed or taken out and
 * how to take that back, what could not be done, and comments that have no place on the sheet.
 */
final class ReviewNotes extends VBox {
  private final ReviewModel model;
  private final ReviewCards cards;
  private final LandingBar landing;
  private final ReviewActions actions;

  ReviewNotes(ReviewModel model, ReviewCards cards, LandingBar landing, ReviewActions actions) {
    this.landing = landing;
    this.model = model;
    this.cards = cards;
    this.actions = actions;
    getStyleClass().add("review-notes");
  }

  /** Shows what is to be told now. */
  void show() {
    Node focused = getScene() == null ? null : getScene().getFocusOwner();
    getChildren().clear();
    if (model.staleProperty().get()) {
      HBox bar = bar("The files have changed.", actions.reload());
      bar.getStyleClass().add("review-stale");
      bar.setAccessibleText("The files have changed. R shows them.");
    }
    String about = model.others().aboutProperty().get();
    if (!about.isEmpty()) {
      bar(about, null);
    }
    ComparePoint turn = model.comparedProperty().get().to();
    if (turn != null && Compared.isTurn(turn)) {
      bar(
          turn.turn() == 0
              ? "Only what was changed outside of the turns is shown."
              : "Only what turn " + turn.turn() + " changed is shown.",
          actions.everything());
    }
    getChildren().addAll(landing.notes());
    dropped();
    problem(model.problemProperty().get());
    problem(model.talk().problemProperty().get());
    if (model.changesProperty().get() != null) {
      getChildren().addAll(cards.beside());
    }
    keep(focused);
  }

  /** What is written here stays the same node: the keyboard stays in it, too. */
  private void keep(@Nullable Node focused) {
    Node node = focused;
    while (node != null && node != this) {
      node = node.getParent();
    }
    if (focused != null && node == this) {
      focused.requestFocus();
    }
  }

  /** What was taken out last can be put back as long as it is out. */
  private void dropped() {
    String told = model.work().toldProperty().get();
    DroppedPart last =
        model.talk().stateProperty().get().dropped().stream()
            .filter(part -> !part.restored())
            .findFirst()
            .orElse(null);
    if (last != null) {
      HBox bar =
          bar(
              (last.what().startsWith("your edit of ") ? "Stored: " : "Taken out: ")
                  + last.what()
                  + ". "
                  + told,
              actions.undo());
      Tooltip.install(bar, new Tooltip("It stays reachable as " + last.ref()));
    } else if (!told.isEmpty()) {
      bar(told, null);
    }
  }

  private HBox bar(String sentence, @Nullable Action action) {
    Label words = new Label(VisibleText.onOneLine(sentence));
    words.setMnemonicParsing(false);
    HBox bar = new HBox(12, words);
    if (action != null) {
      Button button = ActionNodes.buttonWithKey(action, Emphasis.PLAIN);
      button.setMinWidth(USE_PREF_SIZE);
      bar.getChildren().add(button);
    }
    bar.getStyleClass().add("review-note");
    getChildren().add(bar);
    return bar;
  }

  private void problem(@Nullable String sentence) {
    if (sentence != null) {
      List<Node> nothing = List.of();
      getChildren()
          .add(new Banner(Tone.DANGER, new Banner.Message(sentence, "", ""), nothing, null));
    }
  }
}
