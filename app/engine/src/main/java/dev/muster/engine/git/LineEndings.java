package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.List;

/** Gives the lines of an edited text the ends they had in their file. */
final class LineEndings {
  private LineEndings() {}

  /**
   * @param text with LF alone
   * @param before the file's text before, with its own line ends
   */
  static String restore(TextForm form, String text, String before) {
    return switch (form.lineEnds()) {
      case NONE, LF -> text;
      case CRLF -> text.replace("\n", "\r\n");
      case MIXED -> mixed(text, before);
    };
  }

  private static String mixed(String text, String before) {
    var old = split(before);
    var now = split(text);
    long crlf = old.stream().filter(l -> l.endsWith("\r\n")).count();
    var most = crlf * 2 > old.size() ? "\r\n" : "\n";
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && plain(old.get(same)).equals(now.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < Math.min(old.size(), now.size()) - same
        && plain(old.get(old.size() - 1 - tail)).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    var all = new StringBuilder();
    for (int i = 0; i < now.size(); i++) {
      if (i < same) {
        all.append(old.get(i));
      } else if (i >= now.size() - tail) {
        all.append(old.get(old.size() - (now.size() - i)));
      } else {
        all.append(now.get(i).replace("\n", most));
      }
    }
    return all.toString();
  }

  private static String plain(String line) {
    return line.replace("\r\n", "\n");
  }

  /** The lines, each with its end. */
  private static List<String> split(String text) {
    var lines = new ArrayList<String>();
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }
}
