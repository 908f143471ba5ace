package dev.muster.desktop.settings;

import java.util.ArrayList;
import java.util.List;

/** A command line as people type it, as words. No shell reads it: only quotes have a meaning. */
final class CommandWords {
  private static final String SHELL_ONLY = "|&;<>`";

  private CommandWords() {}

  /**
   * The words.
   *
   * @throws IllegalArgumentException with a sentence, when a quote is open at the end or something
   *     stands there that only a shell would understand
   */
  static List<String> of(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean begun = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else if (c == '\\' && quote == '"' && isEscaped(line, i)) {
          word.append(line.charAt(++i));
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        begun = true;
      } else if (Character.isWhitespace(c)) {
        if (begun) {
          words.add(word.toString());
        }
        word.setLength(0);
        begun = false;
      } else if (SHELL_ONLY.indexOf(c) >= 0) {
        throw new IllegalArgumentException(
            "No shell reads this line, so “"
                + c
                + "” means nothing here. Put it in quotes if the"
                + " agent is to get it, or write a script and name that.");
      } else {
        word.append(c);
        begun = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("A quote " + quote + " is not closed.");
    }
    if (begun) {
      words.add(word.toString());
    }
    return words;
  }

  private static boolean isEscaped(String line, int backslash) {
    return backslash + 1 < line.length() && "\"\\".indexOf(line.charAt(backslash + 1)) >= 0;
  }
}
