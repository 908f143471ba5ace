package dev.muster.desktop.review;

import dev.muster.desktop.control.SegmentedControl;
import dev.muster.desktop.control.SegmentedControl.Segment;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.review.Pictures.Picture;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/**
 * A picture before and after a change, never larger than it is: side by side, or one over the other
 * with a border to be moved, or fading into each other.
 */
final class PictureCard extends VBox {
  static final double HEIGHT = 320;
  private static final double MOST = 240;

  /** How the two are compared. */
  enum Way {
    SIDE_BY_SIDE,
    SWIPE,
    FADE
  }

  private final StackPane shown = new StackPane();
  private final SegmentedControl<Way> ways =
      new SegmentedControl<>(
          List.of(
              new Segment<>(Way.SIDE_BY_SIDE, "Side by side", "before and after side by side"),
              new Segment<>(Way.SWIPE, "Swipe", "after over before, with a border to be moved"),
              new Segment<>(Way.FADE, "Fade", "after over before, more or less to be seen")));

  PictureCard(Pictures pictures) {
    getStyleClass().add("picture-card");
    setPrefHeight(HEIGHT);
    Picture before = pictures.before();
    Picture after = pictures.after();
    VBox.setVgrow(shown, Priority.ALWAYS);
    shown.setMinHeight(0);
    if (before != null && after != null) {
      ways.setId("review.picture.ways");
      HBox tools = new HBox(ways);
      tools.setAlignment(Pos.CENTER);
      tools.getStyleClass().add("picture-tools");
      getChildren().add(tools);
      ways.valueProperty().subscribe(way -> show(way, before, after));
    } else {
      shown.getChildren().setAll(beside(before, after));
    }
    getChildren().add(shown);
  }

  SegmentedControl<Way> ways() {
    return ways;
  }

  private void show(Way way, Picture before, Picture after) {
    shown
        .getChildren()
        .setAll(
            way == Way.SIDE_BY_SIDE
                ? beside(before, after)
                : new PictureOver(before, after, way == Way.SWIPE));
  }

  private static Node beside(@Nullable Picture before, @Nullable Picture after) {
    return new HBox(1, side("Before", before), side("After", after));
  }

  private static Node side(String title, @Nullable Picture picture) {
    VBox side = new VBox(8);
    side.setAlignment(Pos.CENTER);
    side.getStyleClass().add("picture-side");
    side.setMinWidth(0);
    side.setPrefWidth(100);
    HBox.setHgrow(side, Priority.ALWAYS);
    if (picture == null) {
      side.getChildren().add(words(title + ": none"));
      return side;
    }
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
    side.getChildren().addAll(frame, words(facts(title, picture)));
    return side;
  }

  private static Label words(String text) {
    Label words = new Label(text);
    words.getStyleClass().addAll("muted", "small");
    return words;
  }

  /** What a picture is, as {@code Before: 64 × 64, 812 bytes}. */
  static String facts(String title, Picture picture) {
    return "%s: %d × %d, %s"
        .formatted(
            title,
            Math.round(picture.image().getWidth()),
            Math.round(picture.image().getHeight()),
            size(picture.bytes()));
  }

  private static String size(long bytes) {
    return bytes < 10_000
        ? "%,d bytes".formatted(bytes)
        : bytes < 1_000_000 ? "%,d kB".formatted(bytes / 1000) : Words.memory(bytes);
  }
}
