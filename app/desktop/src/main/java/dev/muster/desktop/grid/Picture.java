package dev.muster.desktop.grid;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.PixelReader;
import javafx.scene.input.Clipboard;
import javax.imageio.ImageIO;

/** A picture that was pasted or dropped, before it is read or encoded. */
public sealed interface Picture {
  /** More than any screen has; a larger one is not read on the JavaFX thread. */
  int MOST_PIXELS = 40_000_000;

  /** What to call it. */
  String name();

  /** The encoded picture. Blocks; not on the JavaFX thread. */
  byte[] bytes();

  /** Whether there is a picture on a clipboard or in a drag. JavaFX thread. */
  static boolean on(Clipboard clipboard) {
    return clipboard.hasImage() || clipboard.getFiles().stream().anyMatch(Picture::looksLikeOne);
  }

  /** The pictures on a clipboard or in a drag, empty when there are none. JavaFX thread. */
  static List<Picture> from(Clipboard clipboard) {
    List<Picture> all = new ArrayList<>();
    for (File file : clipboard.getFiles()) {
      if (looksLikeOne(file)) {
        all.add(new OfFile(file));
      }
    }
    Image image = all.isEmpty() && clipboard.hasImage() ? clipboard.getImage() : null;
    PixelReader pixels = image == null ? null : image.getPixelReader();
    if (image != null && pixels != null && image.getWidth() * image.getHeight() <= MOST_PIXELS) {
      int width = (int) image.getWidth();
      int height = (int) image.getHeight();
      int[] argb = new int[width * height];
      pixels.getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), argb, 0, width);
      all.add(new OfPixels(width, height, argb));
    }
    return all;
  }

  private static boolean looksLikeOne(File file) {
    return file.getName().toLowerCase(Locale.ROOT).matches(".*[.](png|jpe?g|gif|webp)");
  }

  /** One that lies in a file. */
  record OfFile(File file) implements Picture {
    @Override
    public String name() {
      return file.getName();
    }

    @Override
    public byte[] bytes() {
      try {
        return Files.readAllBytes(file.toPath());
      } catch (IOException failed) {
        throw new UncheckedIOException("“" + name() + "” cannot be read.", failed);
      }
    }
  }

  /** One that was copied from another program. */
  record OfPixels(int width, int height, int[] argb) implements Picture {
    @Override
    public String name() {
      return "pasted %d × %d".formatted(width, height);
    }

    @Override
    public byte[] bytes() {
      BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
      image.setRGB(0, 0, width, height, argb, 0, width);
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      try {
        ImageIO.write(image, "png", png);
      } catch (IOException failed) {
        throw new UncheckedIOException("The pasted picture cannot be read.", failed);
      }
      return png.toByteArray();
    }
  }
}
