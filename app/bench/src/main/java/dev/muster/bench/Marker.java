package dev.muster.bench;

/**
 * A number at the head of a line of text, in full blocks and underscores, that can be read back
 * from pixels: ink, paper, ink, twenty bits of the number, six of a checksum, ink.
 */
final class Marker {
  /** Numbers are below this. */
  static final int NUMBERS = 1 << 20;

  private static final int BITS = 20;
  private static final int CHECK = 6;
  private static final int CELLS = 3 + BITS + CHECK + 1;

  /** Ink and paper must differ by so much, of 255. */
  private static final int CONTRAST = 40;

  private static final char INK = '█';
  private static final char PAPER = '_';

  private Marker() {}

  /** The text for a number. */
  static String text(int number) {
    long bits = (long) number << CHECK | check(number);
    StringBuilder out = new StringBuilder(CELLS).append(INK).append(PAPER).append(INK);
    for (int i = BITS + CHECK - 1; i >= 0; i--) {
      out.append((bits >> i & 1) == 1 ? INK : PAPER);
    }
    return out.append(INK).toString();
  }

  private static int check(int number) {
    return (number * 37 ^ number >> 7 ^ number >> 13) & (1 << CHECK) - 1;
  }

  /**
   * Reads the number of the lowest marker in a part of the screen.
   *
   * @param left x at which lines begin
   * @param cell how wide a letter is
   * @return -1 when there is none that can be read
   */
  static int lowest(FrameBuffer screen, double left, double cell, int top, int bottom) {
    int inkX = (int) (left + 0.5 * cell);
    int paperX = (int) (left + 1.5 * cell);
    for (int y = bottom - 1; y >= top; y--) {
      int ink = screen.light(inkX, y);
      int paper = screen.light(paperX, y);
      if (Math.abs(ink - paper) >= CONTRAST) {
        // The middle of the letter: two pixels above its lower edge may be an underscore's.
        int number = read(screen, left, cell, y - 7);
        if (number >= 0) {
          return number;
        }
      }
    }
    return -1;
  }

  private static int read(FrameBuffer screen, double left, double cell, int y) {
    if (y < 0) {
      return -1;
    }
    int ink = screen.light((int) (left + 0.5 * cell), y);
    int paper = screen.light((int) (left + 1.5 * cell), y);
    if (Math.abs(ink - paper) < CONTRAST) {
      return -1;
    }
    long bits = 0;
    for (int i = 2; i < CELLS; i++) {
      int light = screen.light((int) (left + (i + 0.5) * cell), y);
      boolean set = Math.abs(light - ink) < Math.abs(light - paper);
      bits = bits << 1 | (set ? 1 : 0);
    }
    boolean framed = (bits & 1) == 1 && bits >> BITS + CHECK + 1 == 1;
    int number = (int) (bits >> CHECK + 1) & NUMBERS - 1;
    int check = (int) (bits >> 1) & (1 << CHECK) - 1;
    return framed && check == check(number) ? number : -1;
  }
}
