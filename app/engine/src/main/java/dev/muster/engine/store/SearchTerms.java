package dev.muster.engine.store;

import static java.util.stream.Collectors.joining;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The words of a search: words, {@code "phrases"} and {@code prefix*}, all of which must be in an
 * event, and those that must not be.
 *
 * @param terms empty when nothing to look for was typed
 * @param without none of these may be there
 */
record SearchTerms(List<Term> terms, List<Term> without) {
  static final int MOST_TERMS = 32;
  static final int LONGEST_WORD = 200;

  /** A shorter beginning is a word: too many begin with it. */
  static final int SHORTEST_PREFIX = 2;

  /**
   * Words that must stand next to each other.
   *
   * @param typed as they were typed; the index folds them by its own rules
   * @param words folded, to find them again in a text
   * @param prefix the last word may go on
   */
  record Term(List<String> typed, List<String> words, boolean prefix) {
    /** The same with the last word going on, if it is long enough for that. */
    Term goingOn(int least) {
      return words.getLast().length() < least ? this : new Term(typed, words, true);
    }
  }

  /** A word of a text, with its place there. */
  record Token(String word, int start, int end) {}

  /** A word or phrase; null when there is no letter or digit in it. */
  static @Nullable Term term(String text, boolean prefix) {
    List<Token> tokens = tokens(text);
    if (tokens.isEmpty()) {
      return null;
    }
    return new Term(
        tokens.stream().map(token -> text.substring(token.start(), token.end())).toList(),
        tokens.stream().map(Token::word).toList(),
        prefix && tokens.getLast().word().length() >= SHORTEST_PREFIX);
  }

  /** Whether a beginning of a word is looked for, which takes longer. */
  boolean anyPrefix() {
    return terms.stream().anyMatch(Term::prefix) || without.stream().anyMatch(Term::prefix);
  }

  /**
   * As an expression of FTS5: every word in quotes, so that none can be an operator.
   *
   * @param places where they must stand; all for anywhere
   * @param instead whole words to look for in the place of beginnings
   */
  String expression(Set<SearchPlace> places, Map<Term, List<String>> instead) {
    String wanted =
        terms.stream().map(term -> either(term, instead.get(term))).collect(joining(" AND "));
    if (places.size() < SearchPlace.values().length) {
      String columns = places.stream().map(SearchPlace::column).collect(joining(" ", "{", "}"));
      wanted = columns + " : (" + wanted + ")";
    }
    return without.isEmpty()
        ? wanted
        : "("
            + wanted
            + ") NOT ("
            + without.stream().map(SearchTerms::one).collect(joining(" OR "))
            + ")";
  }

  private static String one(Term term) {
    return '"' + String.join(" ", term.typed()) + '"' + (term.prefix() ? " *" : "");
  }

  private static String either(Term term, @Nullable List<String> words) {
    if (words == null) {
      return one(term);
    }
    List<String> typed = term.typed();
    String before = String.join(" ", typed.subList(0, typed.size() - 1));
    return words.stream()
        .map(word -> '"' + (before + " " + word).strip() + '"')
        .collect(joining(" OR ", "(", ")"));
  }

  /**
   * The words of a text, as FTS5's tokenizer {@code unicode61 remove_diacritics 2} makes them:
   * letters, numbers and private-use characters, with the marks on them; folded to lower case
   * without diacritics.
   */
  static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int start = at;
      int code = text.codePointAt(at);
      if (!inWord(code, false)) {
        at += Character.charCount(code);
        continue;
      }
      while (at < text.length() && inWord(code = text.codePointAt(at), true)) {
        at += Character.charCount(code);
      }
      if (at - start <= LONGEST_WORD) {
        tokens.add(new Token(fold(text.substring(start, at)), start, at));
      }
    }
    return tokens;
  }

  private static boolean inWord(int code, boolean inside) {
    return switch (Character.getType(code)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER,
          Character.PRIVATE_USE ->
          true;
      case Character.NON_SPACING_MARK -> inside;
      default -> false;
    };
  }

  static String fold(String word) {
    boolean ascii = true;
    for (int i = 0; i < word.length() && ascii; i++) {
      ascii = word.charAt(i) < 128;
    }
    if (ascii) {
      return word.toLowerCase(Locale.ROOT);
    }
    StringBuilder plain = new StringBuilder();
    Normalizer.normalize(word, Normalizer.Form.NFD)
        .codePoints()
        .filter(code -> Character.getType(code) != Character.NON_SPACING_MARK)
        .forEach(plain::appendCodePoint);
    return Normalizer.normalize(plain, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
