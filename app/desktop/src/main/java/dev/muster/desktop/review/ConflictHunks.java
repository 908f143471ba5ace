package dev.muster.desktop.review;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds git's conflict markers in a text, and what stands between them. Pure functions. */
final class ConflictHunks {
  private static final Pattern LINE = Pattern.compile("(?m)^(<{7,}|\\|{7,}|={7,}|>{7,})( .*)?$\n?");

  private ConflictHunks() {}

  /**
   * A conflict in the text.
   *
   * @param start where the line of its first marker begins
   * @param end just after the line of its last marker
   * @param target what the target has there
   * @param session what the session has there
   */
  record Hunk(int start, int end, String target, String session) {
    /** Both, the target's first. */
    String both() {
      boolean open = !target.isEmpty() && !target.endsWith("\n");
      return open ? target + "\n" + session : target + session;
    }
  }

  /** All whole conflicts, in order; what is not closed is none. Line ends are {@code \n}. */
  static List<Hunk> in(String text) {
    List<Hunk> found = new ArrayList<>();
    Matcher marker = LINE.matcher(text);
    int start = -1;
    int width = 0;
    int targetFrom = 0;
    int targetTo = -1;
    int sessionFrom = -1;
    while (marker.find()) {
      String sign = marker.group(1);
      char kind = sign.charAt(0);
      if (kind == '<') {
        start = marker.start();
        width = sign.length();
        targetFrom = marker.end();
        targetTo = -1;
        sessionFrom = -1;
      } else if (start >= 0 && sign.length() == width) {
        switch (kind) {
          case '|' -> targetTo = targetTo < 0 ? marker.start() : targetTo;
          case '=' -> {
            if (sessionFrom < 0) {
              targetTo = targetTo < 0 ? marker.start() : targetTo;
              sessionFrom = marker.end();
            }
          }
          default -> {
            if (sessionFrom >= 0) {
              found.add(
                  new Hunk(
                      start,
                      marker.end(),
                      text.substring(targetFrom, targetTo),
                      text.substring(sessionFrom, marker.start())));
            }
            start = -1;
          }
        }
      }
    }
    return found;
  }

  /** Where each line begins. */
  static int[] lineStarts(String text) {
    int[] starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
    int line = 0;
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      starts[++line] = i + 1;
    }
    return starts;
  }

  /**
   * The line at which a text stands, the one nearest to another line; -1 for nowhere.
   *
   * @param starts where the lines begin
   */
  static int nearest(String text, int[] starts, String wanted, int about) {
    for (int away = 0; !wanted.isEmpty() && away < starts.length + Math.abs(about); away++) {
      for (int line : new int[] {about - away, about + away}) {
        if (line >= 0 && line < starts.length && text.startsWith(wanted, starts[line])) {
          return line;
        }
      }
    }
    return -1;
  }
}
