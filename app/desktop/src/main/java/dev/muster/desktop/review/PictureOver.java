package dev.muster.desktop.review;

import dev.muster.desktop.review.Pictures.Picture;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.image.ImageView;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Rectangle;

/**
 * The picture after a change over the one before, both at the same scale: a slider says how much of
 * it is seen, by a border between them or by fading. The border can be dragged, too.
 */
final class PictureOver extends VBox {
  private static final double STEP = 5;

  private final Picture before;
  private final Picture after;
  private final boolean swipe;
  private final ImageView under;
  private final ImageView over;
  private final Rectangle seen = new Rectangle();
  private final Region border = new Region();
  private final Slider slider = new Slider(0, 100, 50);
  private final Label words = new Label();
  private final Pane stage =
      new Pane() {
        @Override
        protected void layoutChildren() {
          place();
        }
      };

  /**
   * @param swipe whether a border is moved; else the one fades into the other
   */
  PictureOver(Picture before, Picture after, boolean swipe) {
    this.before = before;
    this.after = after;
    this.swipe = swipe;
    under = view(before, "Before");
    over = view(after, "After");
    setAlignment(Pos.CENTER);
    setSpacing(6);
    getStyleClass().addAll("picture-side", "picture-over");
    border.getStyleClass().add("picture-border");
    border.setMouseTransparent(true);
    border.setVisible(swipe);
    stage.getChildren().addAll(under, over, border);
    stage.setMinSize(0, 0);
    VBox.setVgrow(stage, Priority.ALWAYS);
    if (swipe) {
      over.setClip(seen);
      stage.addEventHandler(MouseEvent.MOUSE_PRESSED, this::drag);
      stage.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
    }
    slider.setMaxWidth(320);
    slider.setBlockIncrement(STEP);
    slider.setAccessibleText(
        swipe ? "Border between before and after" : "How much of after is seen");
    slider.setAccessibleHelp("Left and Right move it, Home and End go to one of them alone.");
    words.getStyleClass().addAll("muted", "small");
    slider.valueProperty().subscribe(_ -> moved());
    getChildren().addAll(stage, slider, words);
  }

  Slider slider() {
    return slider;
  }

  private static ImageView view(Picture picture, String name) {
    ImageView view = new ImageView(picture.image());
    view.setSmooth(true);
    view.setAccessibleText(name);
    return view;
  }

  private void moved() {
    long percent = Math.round(slider.getValue());
    words.setText(
        "%s   %s   %s"
            .formatted(
                PictureCard.facts("Before", before),
                PictureCard.facts("After", after),
                swipe
                    ? "left of the border: after (%d %%)".formatted(percent)
                    : "after: %d %%".formatted(percent)));
    if (!swipe) {
      over.setOpacity(slider.getValue() / 100);
    }
    stage.requestLayout();
  }

  private double scale() {
    double wide = Math.max(before.image().getWidth(), after.image().getWidth());
    double high = Math.max(before.image().getHeight(), after.image().getHeight());
    double fits = Math.min(stage.getWidth() / wide, stage.getHeight() / high);
    return Math.max(0.001, Math.min(1, fits));
  }

  /** Both stand on the same upper left corner, so that what moved is seen to move. */
  private void place() {
    double scale = scale();
    double wide = Math.max(before.image().getWidth(), after.image().getWidth()) * scale;
    double high = Math.max(before.image().getHeight(), after.image().getHeight()) * scale;
    double left = Math.round((stage.getWidth() - wide) / 2);
    double top = Math.round((stage.getHeight() - high) / 2);
    fit(under, before, scale, left, top);
    fit(over, after, scale, left, top);
    double at = wide * slider.getValue() / 100;
    seen.setWidth(at);
    seen.setHeight(high);
    border.resizeRelocate(left + at - 1, top, 2, high);
  }

  private static void fit(ImageView view, Picture picture, double scale, double left, double top) {
    view.setFitWidth(Math.max(1, picture.image().getWidth() * scale));
    view.setFitHeight(Math.max(1, picture.image().getHeight() * scale));
    view.relocate(left, top);
  }

  private void drag(MouseEvent event) {
    double wide = Math.max(before.image().getWidth(), after.image().getWidth()) * scale();
    double left = (stage.getWidth() - wide) / 2;
    slider.setValue(Math.clamp((event.getX() - left) / wide * 100, 0, 100));
    slider.requestFocus();
    event.consume();
  }
}
