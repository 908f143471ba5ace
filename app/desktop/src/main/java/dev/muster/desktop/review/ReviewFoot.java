package dev.muster.desktop.review;

import dev.muster.engine.git.Changeset;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/**
 * The lower edge of a review window: which states are compared, what is missing, how many lines.
 */
final class ReviewFoot extends HBox {
  private final ReviewModel model;
  private final Label states = new Label();
  private final Label lines = new Label();

  ReviewFoot(ReviewModel model) {
    this.model = model;
    getStyleClass().add("review-foot");
    states.setMnemonicParsing(false);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    getChildren().addAll(states, space, lines);
  }

  /** Shows what is listed now. */
  void show() {
    Changeset shown = model.changesProperty().get();
    if (shown == null) {
      states.setText("");
      lines.setText("");
      return;
    }
    List<String> words = new ArrayList<>();
    words.add("base " + brief(shown.base()));
    words.add("tree " + brief(shown.tree()));
    if (shown.moreFiles() > 0) {
      words.add("%,d more files are not listed".formatted(shown.moreFiles()));
    }
    words.addAll(shown.leftOut());
    states.setText(String.join("     ", words));
    states.setTooltip(shown.leftOut().isEmpty() ? null : new Tooltip(states.getText()));
    int added = 0;
    int removed = 0;
    boolean more = false;
    int unknown = 0;
    for (ReviewFile file : model.files()) {
      added += Math.max(0, file.change().added());
      removed += Math.max(0, file.change().removed());
      more |= file.counting();
      unknown += file.change().uncounted() && !file.counting() ? 1 : 0;
    }
    String sum = "+%,d −%,d".formatted(added, removed);
    lines.setText(
        more
            ? "counting… " + sum
            : unknown == 0 ? sum : sum + " without %,d large files".formatted(unknown));
  }

  private static String brief(String id) {
    return id.substring(0, Math.min(7, id.length()));
  }
}
