package dev.muster.engine.store;

import dev.muster.engine.store.Search.Mark;
import dev.muster.engine.store.SearchTerms.Term;
import dev.muster.engine.store.SearchTerms.Token;
import java.util.ArrayList;
import java.util.List;

/**
 * The piece of a text around what was found in it, on one line.
 *
 * @param marks what matched, in order, without overlap
 */
record Snippet(String text, List<Mark> marks) {
  private static final int BEFORE = 40;
  private static final int LENGTH = 200;

  static Snippet of(String text, SearchTerms terms) {
    List<Mark> found = matches(text, terms);
    int first = found.isEmpty() ? 0 : found.getFirst().start();
    int from = edge(text, Math.max(0, first - BEFORE));
    int to = edge(text, Math.min(text.length(), from + LENGTH));
    String head = from > 0 ? "…" : "";
    String shown = oneLine(text.substring(from, to));
    List<Mark> marks = new ArrayList<>();
    for (Mark mark : found) {
      if (mark.start() >= from && mark.end() <= to) {
        marks.add(new Mark(mark.start() - from + head.length(), mark.end() - from + head.length()));
      }
    }
    return new Snippet(head + shown + (to < text.length() ? "…" : ""), List.copyOf(marks));
  }

  /** How many of the terms a text has, 0 to 1. */
  static double share(String text, SearchTerms terms) {
    List<Token> tokens = SearchTerms.tokens(text);
    int there = 0;
    for (Term term : terms.terms()) {
      boolean found = false;
      for (int at = 0; at < tokens.size() && !found; at++) {
        found = matchesAt(tokens, at, term);
      }
      there += found ? 1 : 0;
    }
    return terms.terms().isEmpty() ? 0 : (double) there / terms.terms().size();
  }

  private static List<Mark> matches(String text, SearchTerms terms) {
    List<Token> tokens = SearchTerms.tokens(text);
    List<Mark> found = new ArrayList<>();
    int at = 0;
    while (at < tokens.size()) {
      int length = 0;
      for (Term term : terms.terms()) {
        if (matchesAt(tokens, at, term)) {
          length = Math.max(length, term.words().size());
        }
      }
      if (length > 0) {
        found.add(new Mark(tokens.get(at).start(), tokens.get(at + length - 1).end()));
      }
      at += Math.max(1, length);
    }
    return found;
  }

  private static boolean matchesAt(List<Token> tokens, int at, Term term) {
    List<String> words = term.words();
    if (at + words.size() > tokens.size()) {
      return false;
    }
    for (int n = 0; n < words.size(); n++) {
      String word = tokens.get(at + n).word();
      boolean open = term.prefix() && n == words.size() - 1;
      if (open ? !word.startsWith(words.get(n)) : !word.equals(words.get(n))) {
        return false;
      }
    }
    return true;
  }

  /** Never between the two halves of a character. */
  private static int edge(String text, int at) {
    return at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1))
        ? at - 1
        : at;
  }

  /** Same length, so that marks stay where they are. */
  private static String oneLine(String text) {
    StringBuilder line = new StringBuilder(text);
    for (int i = 0; i < line.length(); i++) {
      if (Character.isISOControl(line.charAt(i))) {
        line.setCharAt(i, ' ');
      }
    }
    return line.toString();
  }
}
