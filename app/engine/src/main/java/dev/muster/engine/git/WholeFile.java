package dev.muster.engine.git;

import dev.muster.engine.git.DiffLine.Ending;
import dev.muster.engine.git.DiffLine.Kind;
import java.util.ArrayList;
import java.util.List;

/** The lines of a file that is new or deleted as a whole. */
final class WholeFile {
  private final BoundedLines read;
  private final byte[] bytes;
  private final ChangeBounds bounds;

  WholeFile(BoundedLines read, ChangeBounds bounds) {
    this.read = read;
    this.bytes = read.bytes();
    this.bounds = bounds;
  }

  /** All lines, one more than the bounds allow at most. */
  List<DiffLine> lines(Kind kind) {
    var lines = new ArrayList<DiffLine>();
    for (int at = 0; at < bytes.length && lines.size() <= bounds.maxPatchLines(); ) {
      int end = at;
      while (end < bytes.length && bytes[end] != '\n') {
        end++;
      }
      boolean ended = end < bytes.length;
      boolean cr = ended && end > at && bytes[end - 1] == '\r';
      int no = lines.size() + 1;
      int stop = cr ? end - 1 : end;
      var text = text(at, stop);
      lines.add(
          new DiffLine(
              kind,
              kind == Kind.ADDED ? 0 : no,
              kind == Kind.ADDED ? no : 0,
              text,
              ended ? (cr ? Ending.CRLF : Ending.LF) : Ending.NONE,
              missing(text, bytes, at, stop, read.dropped(end))));
      at = end + 1;
    }
    return lines;
  }

  private String text(int from, int end) {
    return cut(bytes, from, end, bounds.maxLineChars());
  }

  /** The first characters of a line; no more of it than needed is decoded. */
  static String cut(byte[] bytes, int from, int end, int maxChars) {
    // A character takes at most four bytes: no need to decode a line of megabytes.
    int enough = (int) Math.min(end, from + 4L * maxChars + 4);
    var text = TextForm.text(bytes, from, Math.max(from, enough), enough < end);
    if (text.length() <= maxChars) {
      return text;
    }
    return text.substring(
        0, Character.isHighSurrogate(text.charAt(maxChars - 1)) ? maxChars - 1 : maxChars);
  }

  /**
   * How many characters of a line are not in its text.
   *
   * @param dropped those that are not in the bytes
   */
  static int missing(String text, byte[] bytes, int from, int end, int dropped) {
    if (dropped == 0 && end - from <= text.length()) {
      return 0;
    }
    int there = 0;
    for (int i = from; i < end; i++) {
      there += (bytes[i] & 0xC0) == 0x80 ? 0 : 1;
    }
    return dropped + Math.max(0, there - text.codePointCount(0, text.length()));
  }
}
