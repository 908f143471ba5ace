package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Hyperlink;
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
  private final Hyperlink more = new Hyperlink();

  ReviewFoot(ReviewModel model) {
    this.model = model;
    getStyleClass().add("review-foot");
    states.setMnemonicParsing(false);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    more.setId("review.morefiles");
    more.setMinWidth(USE_PREF_SIZE);
    more.setOnAction(
        _ -> {
          more.setVisited(false);
          model.listMore();
        });
    offer(0);
    getChildren().addAll(states, more, space, lines);
  }

  /** Shows what is listed now. */
  void show() {
    Changeset shown = model.changesProperty().get();
    if (shown == null) {
      offer(0);
      states.setText("");
      lines.setText("");
      return;
    }
    List<String> words = new ArrayList<>();
    words.add(base(shown));
    words.add("tree " + brief(shown.tree()));
    offer(shown.moreFiles());
    words.addAll(shown.leftOut());
    states.setText(VisibleText.onOneLine(String.join("     ", words)));
    states.setTooltip(shown.leftOut().isEmpty() ? null : new Tooltip(states.getText()));
    int added = 0;
    int removed = 0;
    boolean counting = false;
    int unknown = 0;
    for (ReviewFile file : model.files()) {
      added += Math.max(0, file.change().added());
      removed += Math.max(0, file.change().removed());
      counting |= file.counting();
      unknown += file.change().uncounted() && !file.counting() ? 1 : 0;
    }
    String sum = "+%,d −%,d".formatted(added, removed);
    lines.setText(
        counting
            ? "counting… " + sum
            : unknown == 0
                ? sum
                : sum + " without " + Words.count(unknown, "large file", "large files"));
  }

  /** The commit one would look for, where there is one; git compares with its tree. */
  private String base(Changeset shown) {
    ComparePoint chosen = model.comparedProperty().get().from();
    ComparePoint from =
        chosen != null
            ? chosen
            : model.pointsProperty().get().stream()
                .filter(point -> point.kind() == Kind.BASE)
                .findFirst()
                .orElse(null);
    boolean commit = from != null && from.kind() != Kind.SESSION && from.kind() != Kind.TOGETHER;
    return from != null && commit
        ? "base " + brief(from.commit())
        : "base tree " + brief(shown.base());
  }

  private void offer(int files) {
    more.setText(files == 1 ? "List 1 more file" : "%,d more files: list them".formatted(files));
    more.setVisible(files > 0);
    more.setManaged(files > 0);
  }

  private static String brief(String id) {
    return id.substring(0, Math.min(7, id.length()));
  }
}
