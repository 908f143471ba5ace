package dev.muster.bench;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * What a virtual screen shows, read from the file that Xvfb keeps it in ({@code -fbdir}): neither a
 * callback nor the window is asked. The form is XWD (X11/XWDFile.h): a header of numbers, most
 * significant byte first, a colour map, then the pixels.
 */
final class FrameBuffer {
  private static final int WIDTH = 4;
  private static final int HEIGHT = 5;
  private static final int BYTE_ORDER = 7;
  private static final int BITS_PER_PIXEL = 11;
  private static final int BYTES_PER_LINE = 12;
  private static final int COLOURS = 19;
  private static final int BYTES_PER_COLOUR = 12;

  private final MappedByteBuffer pixels;
  private final int start;
  private final int stride;
  private final int width;
  private final int height;

  private FrameBuffer(MappedByteBuffer file) {
    int header = file.getInt(0);
    width = field(file, WIDTH);
    height = field(file, HEIGHT);
    stride = field(file, BYTES_PER_LINE);
    start = header + field(file, COLOURS) * BYTES_PER_COLOUR;
    if (field(file, BITS_PER_PIXEL) != 32) {
      throw new IllegalArgumentException("The virtual screen must have 32 bits per pixel.");
    }
    file.order(field(file, BYTE_ORDER) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    pixels = file;
  }

  private static int field(MappedByteBuffer file, int number) {
    return file.getInt(number * 4);
  }

  /** Opens the file of a running Xvfb. */
  static FrameBuffer open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new FrameBuffer(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** The colour of a pixel, 0xRRGGBB. */
  int rgb(int x, int y) {
    return pixels.getInt(start + y * stride + x * 4) & 0xffffff;
  }

  /** How bright a pixel is, 0 to 255. */
  int light(int x, int y) {
    int rgb = rgb(x, y);
    return ((rgb >> 16 & 0xff) * 2 + (rgb >> 8 & 0xff) * 5 + (rgb & 0xff)) / 8;
  }

  /** A copy of the whole screen. */
  int[] copy() {
    int[] all = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        all[y * width + x] = rgb(x, y);
      }
    }
    return all;
  }
}
