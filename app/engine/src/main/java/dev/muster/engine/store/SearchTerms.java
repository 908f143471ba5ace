package dev.muster.engine.store;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was typed into a search field, understood: words, {@code "phrases"} and {@code prefix*}, all
 * of which must be there. Nothing that can be typed is an error.
 *
 * @param terms empty when nothing to look for was typed
 */
record SearchTerms(List<Term> terms) {
  private static final Pattern PART = Pattern.compile("\"([^\"]*)\"?(\\*?)|([^\\s\"]+)");
  private static final int MOST_TERMS = 32;
  private static final int LONGEST_WORD = 200;

  /**
   * Words that must stand next to each other.
   *
   * @param typed as they were typed; the index folds them by its own rules
   * @param words folded, to find them again in a text
   * @param prefix the last word may go on
   */
  record Term(List<String> typed, List<String> words, boolean prefix) {}

  /** A word of a text, with its place there. */
  record Token(String word, int start, int end) {}

  static SearchTerms parse(String typed) {
    List<Term> terms = new ArrayList<>();
    Matcher part = PART.matcher(typed);
    while (part.find() && terms.size() < MOST_TERMS) {
      boolean quoted = part.group(3) == null;
      String text = quoted ? part.group(1) : part.group(3);
      boolean prefix = quoted ? !part.group(2).isEmpty() : text.endsWith("*");
      List<Token> tokens = tokens(text);
      if (!tokens.isEmpty()) {
        terms.add(
            new Term(
                tokens.stream().map(token -> text.substring(token.start(), token.end())).toList(),
                tokens.stream().map(Token::word).toList(),
                prefix));
      }
    }
    return new SearchTerms(List.copyOf(terms));
  }

  /** As an expression of FTS5: every word in quotes, so that none can be an operator. */
  String expression() {
    StringBuilder expression = new StringBuilder();
    for (Term term : terms) {
      expression.append(expression.isEmpty() ? "" : " AND ");
      expression.append('"').append(String.join(" ", term.typed())).append('"');
      expression.append(term.prefix() ? " *" : "");
    }
    return expression.toString();
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
