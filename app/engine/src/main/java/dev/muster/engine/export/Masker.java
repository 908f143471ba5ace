package dev.muster.engine.export;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Masking;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes what is secret or personal out of texts: what {@link Masking} knows, and what only matters
 * to those who share a text. Immutable and safe for any thread.
 */
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

    /**
     * Told where the texts stand that follow.
     *
     * @param seq of the event; 0 for what is no event
     * @param where the event's kind, or words such as {@code changes of turn 2}
     */
    default void at(SessionId session, long seq, String where) {}
  }

  private static final int SHOWN_OF_KEY = 4;

  private static final Pattern PRIVATE_KEY =
      Pattern.compile(
          "-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)",
          Pattern.DOTALL);
  private static final Pattern BEARER = Pattern.compile("(?<=earer )[A-Za-z0-9._~+/-]{20,}=*");
  private static final Pattern IN_ADDRESS =
      Pattern.compile("(?<=://)[^/@\\s:\"'<>]{0,256}:[^/@\\s\"'<>]{1,256}(?=@)");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?<=(?:api_key|apikey|api-key|secret|password|passwd|access_token)[=:])"
              + "[^\\s\"'&,;<>]{8,256}");
  private static final Pattern EMAIL =
      Pattern.compile(
          "(?<![A-Za-z0-9._%+-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@"
              + "[A-Za-z0-9](?:[A-Za-z0-9-]{0,62}\\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9-])");

  /**
   * A pattern.
   *
   * @param hints one of them stands in every text that it could find something in: looking for them
   *     is much quicker
   */
  private record Rule(
      MaskKind kind, Pattern pattern, String instead, String name, List<String> hints) {}

  private final Set<MaskKind> kinds;
  private final MaskFacts facts;
  private final Masking masking = new Masking();
  private final List<Rule> rules = new ArrayList<>();

  /**
   * @param kinds what is to be taken out
   */
  Masker(Set<MaskKind> kinds, MaskFacts facts) {
    this.kinds = kinds;
    this.facts = facts;
    facts.environment().forEach(masking::know);
    if (kinds.contains(MaskKind.KEY)) {
      key(PRIVATE_KEY, "PRIVATE KEY-----");
      key(BEARER, "earer ");
      key(IN_ADDRESS, "://");
      key(NAMED, "api_key", "apikey", "api-key", "secret", "passw", "access_token");
    }
    if (kinds.contains(MaskKind.EMAIL)) {
      rules.add(new Rule(MaskKind.EMAIL, EMAIL, "[e-mail]", "", List.of("@")));
    }
    if (kinds.contains(MaskKind.HOME) && !facts.home().isEmpty()) {
      Pattern home = Pattern.compile(Pattern.quote(facts.home()) + "(?![A-Za-z0-9_.-])");
      rules.add(new Rule(MaskKind.HOME, home, "~", facts.home(), List.of(facts.home())));
    }
    if (kinds.contains(MaskKind.USER) && !facts.user().isEmpty()) {
      String user = facts.user();
      Pattern alone =
          Pattern.compile(
              "(?<![A-Za-z0-9])" + Pattern.quote(user) + "(?![A-Za-z0-9])",
              Pattern.CASE_INSENSITIVE);
      rules.add(new Rule(MaskKind.USER, alone, "[user]", user, cases(user)));
    }
  }

  private void key(Pattern pattern, String... hints) {
    rules.add(new Rule(MaskKind.KEY, pattern, "[key]", "", List.of(hints)));
  }

  /** The ways a name is written. */
  private static List<String> cases(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return List.of(
        name,
        lower,
        lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1),
        name.toUpperCase(Locale.ROOT));
  }

  /** Whether there is nothing it could take out. */
  boolean isIdle() {
    return kinds.isEmpty();
  }

  /** The text without what is to be taken out; the same object when there is nothing of it. */
  String mask(String text, Sink sink) {
    String now = secrets(text, sink);
    for (Rule rule : rules) {
      if (hinted(rule, now)) {
        now = mask(rule, now, sink);
      }
    }
    return now;
  }

  private static boolean hinted(Rule rule, String text) {
    for (String hint : rule.hints()) {
      if (text.contains(hint)) {
        return true;
      }
    }
    return false;
  }

  private String secrets(String text, Sink sink) {
    if (!kinds.contains(MaskKind.KEY) && !kinds.contains(MaskKind.ENVIRONMENT)) {
      return text;
    }
    StringBuilder masked = null;
    int at = 0;
    for (Masking.Found found : masking.find(text)) {
      boolean variable = facts.environment().containsKey(found.what());
      MaskKind kind = variable ? MaskKind.ENVIRONMENT : MaskKind.KEY;
      if (!kinds.contains(kind)) {
        continue;
      }
      String what = variable ? found.what() : beginning(text.substring(found.from(), found.to()));
      sink.found(kind, what, text, found.from(), found.to());
      masked = masked == null ? new StringBuilder(text.length()) : masked;
      masked.append(text, at, found.from());
      masked.append(variable ? "[$" + found.what() + "]" : "[key]");
      at = found.to();
    }
    return masked == null ? text : masked.append(text, at, text.length()).toString();
  }

  private static String mask(Rule rule, String text, Sink sink) {
    return rule.pattern()
        .matcher(text)
        .replaceAll(
            found -> {
              String value = found.group();
              String what =
                  rule.kind() == MaskKind.KEY
                      ? beginning(value)
                      : rule.name().isEmpty() ? value : rule.name();
              sink.found(rule.kind(), what, text, found.start(), found.end());
              return Matcher.quoteReplacement(rule.instead());
            });
  }

  private static String beginning(String key) {
    return key.substring(0, Math.min(SHOWN_OF_KEY, key.length()))
        + "… ("
        + key.length()
        + " characters)";
  }
}
