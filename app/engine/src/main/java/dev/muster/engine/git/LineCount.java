package dev.muster.engine.git;

/** Counts the lines of a content that comes in pieces; the last may lack its end. */
final class LineCount {
  private int lines;
  private boolean open;

  /** Takes the next piece; always true, there may be more. */
  boolean accept(byte[] chunk) {
    for (byte b : chunk) {
      if (b == '\n') {
        lines++;
        open = false;
      } else {
        open = true;
      }
    }
    return true;
  }

  int lines() {
    return open ? lines + 1 : lines;
  }
}
