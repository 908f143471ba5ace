package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.review.Pictures.Picture;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;

/** A picture before and after a change, drawn for real. */
@FxTest
class PictureCardTest {
  private static Picture picture(int wide, int high, Color colour) {
    WritableImage image = new WritableImage(wide, high);
    for (int x = 0; x < wide; x++) {
      for (int y = 0; y < high; y++) {
        image.getPixelWriter().setColor(x, y, colour);
      }
    }
    return new Picture(image, 100);
  }

  @Test
  void a_border_is_moved_by_key_between_what_was_and_what_is() {
    Pictures both = new Pictures(picture(100, 60, Color.RED), picture(100, 60, Color.BLUE));
    PictureCard card = Fx.get(() -> new PictureCard(both));
    Stage stage = Fx.show(400, 340, () -> new StackPane(card));
    try {
      Fx.run(() -> card.ways().valueProperty().set(PictureCard.Way.SWIPE));
      Fx.pulses(3);
      PictureOver over = Fx.get(() -> (PictureOver) card.lookup(".picture-over"));
      assertThat(Fx.get(() -> over.slider().getAccessibleText()))
          .isEqualTo("Border between before and after");
      Fx.run(() -> over.slider().requestFocus());
      Fx.press(over.slider(), KeyCode.HOME);
      Fx.pulses(3);
      assertThat(middle(card)).isEqualTo(Color.RED);
      Fx.press(over.slider(), KeyCode.END);
      Fx.pulses(3);
      assertThat(middle(card)).isEqualTo(Color.BLUE);
      double before = Fx.get(() -> over.slider().getValue());
      Fx.press(over.slider(), KeyCode.LEFT);
      assertThat(Fx.get(() -> over.slider().getValue())).isLessThan(before);
    } finally {
      Fx.close(stage);
    }
  }

  private static Color middle(PictureCard card) {
    return Fx.get(
        () -> {
          WritableImage shot = card.lookup(".picture-over").snapshot(null, null);
          // The stage stands above the slider and the words: its middle is above the middle.
          return shot.getPixelReader()
              .getColor((int) shot.getWidth() / 2 + 20, (int) (shot.getHeight() * 0.42));
        });
  }

  @Test
  void a_new_picture_has_nothing_to_be_compared_with() {
    PictureCard card =
        Fx.get(() -> new PictureCard(new Pictures(null, picture(10, 10, Color.RED))));
    assertThat(Fx.get(() -> card.getChildren().size())).isEqualTo(1);
  }
}
