package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds a word in what a log still keeps, regardless of case. The rows are looked through when the
 * word changes or another match is asked for; at most {@value #MAX_MATCHES} matches are told apart.
 */
final class LogFind {
  static final int MAX_MATCHES = 10_000;

  /** A place where the word stands. */
  record Match(long row, int start, int end) {}

  private final LogBuffer buffer;
  private String word = "";
  private List<Match> matches = List.of();
  private @Nullable Match current;

  LogFind(LogBuffer buffer) {
    this.buffer = buffer;
  }

  String word() {
    return word;
  }

  @Nullable Match current() {
    return current;
  }

  /** How many there are; {@link #MAX_MATCHES} may stand for more. */
  int count() {
    return matches.size();
  }

  /** Which one is the current, from 1; 0 if there is none. */
  int number() {
    return current == null ? 0 : matches.indexOf(current) + 1;
  }

  /** Looks for another word; the newest match becomes the current one. Empty: for nothing. */
  void setWord(String newWord) {
    word = newWord;
    look();
    current = matches.isEmpty() ? null : matches.getLast();
  }

  /** Goes to the next match towards the end ({@code by} 1) or the beginning (-1), and around. */
  void step(int by) {
    Match from = current;
    look();
    if (matches.isEmpty()) {
      current = null;
      return;
    }
    int index = from == null ? -1 : matches.indexOf(from);
    current =
        index < 0 ? matches.getLast() : matches.get(Math.floorMod(index + by, matches.size()));
  }

  /** Where the word stands in a text; each as its start, the ends are one word's length further. */
  List<Integer> in(String text) {
    if (word.isEmpty()) {
      return List.of();
    }
    List<Integer> starts = new ArrayList<>();
    for (int at = indexOf(text, 0); at >= 0; at = indexOf(text, at + word.length())) {
      starts.add(at);
    }
    return starts;
  }

  private void look() {
    List<Match> found = new ArrayList<>();
    // From the newest row on, so that the bound costs the oldest matches.
    for (long row = buffer.end() - 1;
        row >= buffer.first() && !word.isEmpty() && found.size() < MAX_MATCHES;
        row--) {
      List<Integer> starts = in(buffer.text(row));
      for (int i = starts.size() - 1; i >= 0; i--) {
        found.add(new Match(row, starts.get(i), starts.get(i) + word.length()));
      }
    }
    matches = List.copyOf(found.reversed());
  }

  private int indexOf(String text, int from) {
    int last = text.length() - word.length();
    for (int i = from; i <= last; i++) {
      if (text.regionMatches(true, i, word, 0, word.length())) {
        return i;
      }
    }
    return -1;
  }
}
