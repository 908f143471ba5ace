package dev.muster.desktop.review;

import dev.muster.desktop.live.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A picture before and after a change, side by side and never larger than it is. */
final class PictureCard extends HBox {
  static final double HEIGHT = 320;
  private static final double MOST = 260;

  PictureCard(Pictures pictures) {
    getStyleClass().add("picture-card");
    setSpacing(1);
    setPrefHeight(HEIGHT);
    getChildren().addAll(side("Before", pictures.before()), side("After", pictures.after()));
  }

  private static Node side(String title, Pictures.@Nullable Picture picture) {
    VBox side = new VBox(8);
    side.setAlignment(Pos.CENTER);
    side.getStyleClass().add("picture-side");
    side.setMinWidth(0);
    side.setPrefWidth(100);
    HBox.setHgrow(side, Priority.ALWAYS);
    Label words = new Label();
    words.getStyleClass().addAll("muted", "small");
    if (picture == null) {
      words.setText(title + ": none");
      side.getChildren().add(words);
      return side;
    }
    words.setText(
        "%s: %d × %d, %s"
            .formatted(
                title,
                Math.round(picture.image().getWidth()),
                Math.round(picture.image().getHeight()),
                size(picture.bytes())));
    ImageView view = new ImageView(picture.image());
    view.setPreserveRatio(true);
    view.setSmooth(true);
    view.setAccessibleText(title);
    StackPane frame = new StackPane(view);
    frame.setMinSize(0, 0);
    frame.setMaxHeight(MOST);
    VBox.setVgrow(frame, Priority.ALWAYS);
    frame
        .layoutBoundsProperty()
        .subscribe(
            box -> {
              view.setFitWidth(
                  Math.max(1, Math.min(picture.image().getWidth(), box.getWidth() - 16)));
              view.setFitHeight(Math.max(1, Math.min(picture.image().getHeight(), MOST)));
            });
    side.getChildren().addAll(frame, words);
    return side;
  }

  private static String size(long bytes) {
    return bytes < 10_000
        ? "%,d bytes".formatted(bytes)
        : bytes < 1_000_000 ? "%,d kB".formatted(bytes / 1000) : Words.memory(bytes);
  }
}
