package dev.muster.engine.export;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what is secret or personal out of texts. Immutable and safe for any thread. */
final class Masker {
  /** Told of everything that is found. */
  interface Sink {
    /**
     * Something was found.
     *
     * @param what stands for it in a list: an address, a path, a variable's name, a key's beginning
     * @param text the text it stands in, with what was taken out before
     */
    void found(MaskKind kind, String what, String text, int start, int end);
  }

  private static final Pattern KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)"
              + "|(?<![A-Za-z0-9])(?:sk[-_][A-Za-z0-9_-]{16,}|[pr]k_(?:live|test)_[A-Za-z0-9]{16,}"
              + "|xai-[A-Za-z0-9]{40,}|gsk_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{20,}"
              + "|r8_[A-Za-z0-9]{20,}|glpat-[A-Za-z0-9_-]{16,}"
              + "|gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}"
              + "|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}"
              + "|AIza[A-Za-z0-9_-]{30,}|A[KS]IA[A-Z0-9]{16}|xox[abeprs]-[A-Za-z0-9-]{10,}"
              + "|eyJ[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]{10,}\\.[A-Za-z0-9_-]*)"
              // A value after its name, or after "Bearer"; a password in an address.
              + "|(?<=[Bb]earer )[A-Za-z0-9._~+/-]{20,}=*"
              + "|(?<=://)[^/@\\s:\"'<>]{0,256}:[^/@\\s\"'<>]{1,256}(?=@)"
              + "|(?<=(?:api_key|apikey|api-key|secret|password|passwd|access_token)[=:])"
              + "[^\\s\"'&,;<>]{8,256}",
          Pattern.DOTALL);

  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
              + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])");

  private static final int SHOWN_OF_KEY = 4;

  private record Rule(MaskKind kind, Pattern pattern, String instead, @Nullable String name) {}

  private final List<Rule> rules = new ArrayList<>();

  /**
   * @param kinds what is to be taken out
   */
  Masker(Set<MaskKind> kinds, MaskFacts facts) {
    if (kinds.contains(MaskKind.ENVIRONMENT)) {
      // The longest first: one value may be a part of another.
      facts.environment().entrySet().stream()
          .sorted(
              Comparator.<Map.Entry<String, String>>comparingInt(e -> -e.getValue().length())
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(
              e ->
                  rules.add(
                      new Rule(
                          MaskKind.ENVIRONMENT,
                          Pattern.compile(Pattern.quote(e.getValue())),
                          "[$" + e.getKey() + "]",
                          e.getKey())));
    }
    if (kinds.contains(MaskKind.KEY)) {
      rules.add(new Rule(MaskKind.KEY, KEY, "[key]", null));
    }
    if (kinds.contains(MaskKind.EMAIL)) {
      rules.add(new Rule(MaskKind.EMAIL, EMAIL, "[e-mail]", null));
    }
    if (kinds.contains(MaskKind.HOME) && !facts.home().isEmpty()) {
      rules.add(
          new Rule(
              MaskKind.HOME,
              Pattern.compile(Pattern.quote(facts.home()) + "(?![A-Za-z0-9_.-])"),
              "~",
              facts.home()));
    }
    if (kinds.contains(MaskKind.USER) && !facts.user().isEmpty()) {
      rules.add(
          new Rule(
              MaskKind.USER,
              Pattern.compile(
                  "(?<![A-Za-z0-9])" + Pattern.quote(facts.user()) + "(?![A-Za-z0-9])",
                  Pattern.CASE_INSENSITIVE),
              "[user]",
              facts.user()));
    }
  }

  /** Whether there is nothing it could take out. */
  boolean isIdle() {
    return rules.isEmpty();
  }

  /** The text without what is to be taken out; the same object when there is nothing of it. */
  String mask(String text, Sink sink) {
    String now = text;
    for (Rule rule : rules) {
      Matcher matcher = rule.pattern().matcher(now);
      if (matcher.find()) {
        String before = now;
        now =
            matcher.replaceAll(
                found -> {
                  sink.found(rule.kind(), what(rule, found), before, found.start(), found.end());
                  return Matcher.quoteReplacement(rule.instead());
                });
      }
    }
    return now;
  }

  private static String what(Rule rule, MatchResult found) {
    String name = rule.name();
    if (name != null) {
      return name;
    }
    String value = found.group();
    return rule.kind() == MaskKind.EMAIL
        ? value
        : value.substring(0, Math.min(SHOWN_OF_KEY, value.length()))
            + "… ("
            + value.length()
            + " characters)";
  }
}
