package dev.muster.desktop.review;

import dev.muster.engine.git.Content;
import java.io.ByteArrayInputStream;
import javafx.scene.image.Image;
import org.jspecify.annotations.Nullable;

/**
 * A picture before and after a change.
 *
 * @param before null when there was none
 * @param after null when there is none
 */
public record Pictures(@Nullable Picture before, @Nullable Picture after) {
  /** More of a picture is not read. */
  static final int MOST_BYTES = 16 << 20;

  /**
   * One of them.
   *
   * @param bytes its size as a file
   */
  public record Picture(Image image, long bytes) {}

  /** Decodes a picture; blocks. Null when it cannot be shown. */
  static @Nullable Picture decode(Content content) {
    if (!content.last()) {
      return null;
    }
    Image image = new Image(new ByteArrayInputStream(content.bytes()));
    return image.isError() ? null : new Picture(image, content.total());
  }
}
