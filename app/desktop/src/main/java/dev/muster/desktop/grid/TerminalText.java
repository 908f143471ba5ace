package dev.muster.desktop.grid;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The last lines of what a command prints, as they would stand on a terminal: colours are left out,
 * a carriage return begins the line anew. Bounded; knows how many lines it has let go.
 */
final class TerminalText {
  static final int MOST_LINES = 200;
  static final int MOST_COLUMNS = 2_000;

  private static final char ESCAPE = '\u001b';
  private static final char BELL = '\u0007';

  private enum State {
    TEXT,
    ESCAPED,
    /** Within {@code ESC [}: ends with a letter. */
    CSI,
    /** Within {@code ESC ]}: ends with a bell or {@code ESC \}. */
    OSC
  }

  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder current = new StringBuilder();
  private State state = State.TEXT;
  private boolean returned;
  private long dropped;

  TerminalText() {}

  TerminalText copy() {
    TerminalText copy = new TerminalText();
    copy.lines.addAll(lines);
    copy.current.append(current);
    copy.state = state;
    copy.returned = returned;
    copy.dropped = dropped;
    return copy;
  }

  void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (state) {
        case TEXT -> text(c);
        case ESCAPED ->
            state =
                switch (c) {
                  case '[' -> State.CSI;
                  case ']' -> State.OSC;
                  default -> State.TEXT;
                };
        case CSI -> {
          if (c >= '@' && c <= '~') {
            state = State.TEXT;
          }
        }
        case OSC -> {
          if (c == BELL) {
            state = State.TEXT;
          } else if (c == ESCAPE) {
            state = State.ESCAPED;
          }
        }
      }
    }
  }

  private void text(char c) {
    if (c == ESCAPE) {
      state = State.ESCAPED;
    } else if (c == '\n') {
      returned = false;
      newLine();
    } else if (c == '\r') {
      returned = true;
    } else if (c == '\b') {
      current.setLength(Math.max(0, current.length() - 1));
    } else if (c == '\t') {
      add(' ');
      while (current.length() % 4 != 0) {
        add(' ');
      }
    } else if (c >= ' ' && c != '\u007f') {
      add(c);
    }
  }

  private void add(char c) {
    if (returned) {
      returned = false;
      current.setLength(0);
    }
    if (current.length() < MOST_COLUMNS) {
      current.append(c);
    }
  }

  private void newLine() {
    lines.addLast(current.toString());
    current.setLength(0);
    if (lines.size() > MOST_LINES) {
      lines.removeFirst();
      dropped++;
    }
  }

  boolean isEmpty() {
    return lines.isEmpty() && current.isEmpty();
  }

  /** How many lines there were in all. */
  long count() {
    return dropped + lines.size() + (current.isEmpty() ? 0 : 1);
  }

  /** The last lines, at most {@code most} and never more than are kept. */
  List<String> last(int most) {
    List<String> all = new ArrayList<>(lines);
    if (!current.isEmpty()) {
      all.add(current.toString());
    }
    return all.subList(Math.max(0, all.size() - most), all.size());
  }
}
