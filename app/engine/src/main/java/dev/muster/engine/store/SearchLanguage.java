package dev.muster.engine.store;

import dev.muster.engine.store.SearchFound.Problem;
import dev.muster.engine.store.SearchTerms.Term;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into a search field, understood. Nothing that can be typed is an error: what looks
 * like a filter and is none is told as a {@link Problem} and taken as words, or left out.
 *
 * @param terms the words
 * @param places where they must stand
 * @param conditions what is asked of the sessions
 */
record SearchLanguage(
    SearchTerms terms,
    Set<SearchPlace> places,
    List<Condition> conditions,
    List<Problem> problems) {

  /** The last word is taken as a beginning while it is typed, from this length on. */
  private static final int TYPED_PREFIX = 3;

  private static final Pattern PART =
      Pattern.compile("(-(?=[\\p{L}\"]))?(?:([A-Za-z]+):)?(?:\"([^\"]*)\"?(\\*?)|([^\\s\"]*))");

  /**
   * A filter with its values.
   *
   * @param not none of the values may fit
   * @param values at least one; as typed, without quotes
   */
  record Condition(SearchFilter filter, boolean not, List<String> values, int start, int end) {}

  /** Understands a text. */
  static SearchLanguage parse(String text, boolean typing) {
    return new Reader(text, typing).read();
  }

  private static final class Reader {
    private final String text;
    private final boolean typing;
    private final List<Term> terms = new ArrayList<>();
    private final List<Term> without = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Set<SearchPlace> places = EnumSet.noneOf(SearchPlace.class);
    private final Set<SearchPlace> notPlaces = EnumSet.noneOf(SearchPlace.class);

    private Reader(String text, boolean typing) {
      this.text = text;
      this.typing = typing;
    }

    private SearchLanguage read() {
      Matcher part = PART.matcher(text);
      int at = 0;
      while (at < text.length()) {
        if (Character.isWhitespace(text.charAt(at)) || !part.find(at) || part.end() == at) {
          at++;
          continue;
        }
        if (part.start() != at) {
          at = part.start();
          continue;
        }
        take(part);
        at = part.end();
      }
      if (terms.isEmpty() && !without.isEmpty()) {
        problems.add(
            new Problem(
                0,
                text.length(),
                "A word that must not be there needs another one that must: error -timeout."));
      }
      Set<SearchPlace> where = EnumSet.allOf(SearchPlace.class);
      if (!places.isEmpty()) {
        where.retainAll(places);
      }
      where.removeAll(notPlaces);
      if (where.isEmpty()) {
        where = EnumSet.allOf(SearchPlace.class);
        problems.add(
            new Problem(
                0,
                text.length(),
                "The filters kind: leave nothing to search in; they are left out."));
      }
      return new SearchLanguage(
          new SearchTerms(List.copyOf(terms), List.copyOf(without)),
          Set.copyOf(where),
          List.copyOf(conditions),
          List.copyOf(problems));
    }

    private void take(Matcher part) {
      boolean not = part.group(1) != null;
      String name = part.group(2);
      boolean quoted = part.group(3) != null;
      String value = quoted ? part.group(3) : part.group(5);
      Optional<SearchFilter> filter = name == null ? Optional.empty() : SearchFilter.of(name);
      if (filter.isPresent()) {
        condition(filter.get(), not, value, quoted, part.start(), part.end());
        return;
      }
      if (name != null) {
        like(name)
            .ifPresent(
                near ->
                    problems.add(
                        new Problem(
                            part.start(),
                            part.end(),
                            "There is no filter "
                                + name
                                + ":, it is taken as words. Did you mean "
                                + near.word()
                                + ":? There are "
                                + SearchSentences.filters()
                                + ".")));
        value = name + ":" + value;
      }
      word(part, not, quoted, value == null ? "" : value);
    }

    private void word(Matcher part, boolean not, boolean quoted, String value) {
      boolean star = quoted ? !part.group(4).isEmpty() : value.endsWith("*");
      Term term = SearchTerms.term(value, star);
      if (term == null && value.length() > SearchTerms.LONGEST_WORD) {
        problems.add(
            new Problem(
                part.start(),
                part.end(),
                "A word of more than "
                    + SearchTerms.LONGEST_WORD
                    + " letters cannot be looked for; it is left out."));
      }
      if (term == null || terms.size() + without.size() >= SearchTerms.MOST_TERMS) {
        return;
      }
      if (star && !term.prefix()) {
        problems.add(
            new Problem(
                part.start(),
                part.end(),
                "The beginning of a word needs two letters at least; "
                    + value.replace("*", "")
                    + " is taken as a word."));
      }
      if (typing && !not && !quoted && part.end() == text.length()) {
        term = term.goingOn(TYPED_PREFIX);
      }
      (not ? without : terms).add(term);
    }

    private void condition(
        SearchFilter filter,
        boolean not,
        @Nullable String typed,
        boolean quoted,
        int start,
        int end) {
      List<String> values = new ArrayList<>();
      if (quoted) {
        values.add(String.valueOf(typed).strip());
      } else if (typed != null) {
        for (String value : typed.split(",")) {
          values.add(value.strip());
        }
      }
      values.removeIf(String::isEmpty);
      if (values.isEmpty()) {
        problems.add(new Problem(start, end, SearchSentences.empty(filter)));
        return;
      }
      List<String> good = new ArrayList<>();
      for (String value : values) {
        String wrong = SearchValues.wrong(filter, value);
        if (wrong == null) {
          good.add(value);
        } else {
          problems.add(new Problem(start, end, wrong));
        }
      }
      if (good.isEmpty()) {
        return;
      }
      if (filter == SearchFilter.KIND) {
        for (String value : good) {
          (not ? notPlaces : places).add(SearchPlace.valueOf(value.toUpperCase(Locale.ROOT)));
        }
      }
      conditions.add(new Condition(filter, not, List.copyOf(good), start, end));
    }

    /** The filter whose name is one or two letters away. */
    private static Optional<SearchFilter> like(String name) {
      SearchFilter best = null;
      int least = Math.min(2, name.length() / 3) + 1;
      for (SearchFilter filter : SearchFilter.values()) {
        int away = SearchSentences.distance(name.toLowerCase(Locale.ROOT), filter.word());
        if (away < least) {
          least = away;
          best = filter;
        }
      }
      return Optional.ofNullable(best);
    }
  }
}
