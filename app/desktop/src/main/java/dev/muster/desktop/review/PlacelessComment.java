package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.review.Comment;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/** Shows a comment whose file is not among those that are listed, and says so. */
final class PlacelessComment {
  private PlacelessComment() {}

  static void show(Comment comment, Place place, ReviewSurroundings around) {
    String name = VisibleText.onOneLine(place.path());
    VBox content =
        new VBox(
            10,
            text(
                "“%s” is not among the files listed here, so there is no place to go to."
                    .formatted(name),
                ""));
    if (!place.quoted().isBlank()) {
      content.getChildren().add(text(VisibleText.exact(place.quoted()), "muted"));
    }
    content.getChildren().add(text(comment.text(), ""));
    Button over = new Button("Close");
    over.setCancelButton(true);
    over.setOnAction(_ -> around.closeDialog());
    around.dialog(name + ", " + CommentCard.where(place), content, List.of(over), over, () -> {});
  }

  private static Label text(String words, String style) {
    Label label = new Label(words);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMaxWidth(560);
    label.setMinHeight(Label.USE_PREF_SIZE);
    if (!style.isEmpty()) {
      label.getStyleClass().add(style);
    }
    return label;
  }
}
