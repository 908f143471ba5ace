package dev.muster.desktop.theme;

import java.util.Objects;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** Muster's own icon, in the sizes a desktop asks a window for. */
public final class AppIcon {
  private static final int[] SIZES = {16, 32, 48, 64, 128, 256};

  private AppIcon() {}

  /** Gives a window the icon. Call it on the JavaFX thread before the window is shown. */
  public static void on(Stage stage) {
    for (int size : SIZES) {
      stage.getIcons().add(image(size));
    }
  }

  /**
   * The icon in one of the sizes there are: 16, 32, 48, 64, 128 or 256 px.
   *
   * @throws NullPointerException if there is no such size
   */
  public static Image image(int size) {
    String name = "icons/muster-" + size + ".png";
    return new Image(
        Objects.requireNonNull(AppIcon.class.getResource(name), name).toExternalForm());
  }
}
