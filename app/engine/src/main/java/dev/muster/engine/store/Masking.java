package dev.muster.engine.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of whatever Muster keeps: what has the form of a known service's key, and the
 * values of environment variables whose name says that they are secret. A marker stands in their
 * place, such as {@code ‹masked: ANTHROPIC_API_KEY›}.
 *
 * <p>Safe for any thread. It looks at each character once; a text without a secret is given back as
 * it is.
 */
public final class Masking {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(_|^)(api_?key|key|token|secret|password|passwd|passphrase|credentials?|pat)(_|$).*"
              + "|(?i).*(apikey|token|secret|password)");

  /** Such values stand in code and prose, too; masking them would spoil both and guard nothing. */
  private static final Set<String> TRIVIAL =
      Set.of("password", "changeme", "disabled", "required", "undefined", "localhost", "postgres");

  private static final int SHORTEST = 8;
  private static final int LONGEST = 4_096;
  private static final int MOST_VALUES = 256;

  private final Map<String, String> values = new LinkedHashMap<>();
  private volatile Table table = new Table(List.of());

  /** Knows the forms of keys alone. */
  public Masking() {}

  /** Knows the secret ones among these variables as well. */
  public static Masking of(Map<String, String> environment) {
    Masking masking = new Masking();
    environment.forEach(
        (name, value) -> {
          if (NAME.matcher(name).matches() && secret(value)) {
            masking.know(name, value);
          }
        });
    return masking;
  }

  /** Whether a value is one that is worth masking: no word, path, number or switch. */
  private static boolean secret(String value) {
    boolean path = value.startsWith("/") || value.startsWith("~") || value.startsWith("./");
    boolean word =
        value.length() < 16 && value.chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '-');
    boolean number = value.length() < 12 && value.chars().allMatch(Character::isDigit);
    return value.length() >= SHORTEST
        && !path
        && !word
        && !number
        && !TRIVIAL.contains(value.toLowerCase(Locale.ROOT));
  }

  /**
   * Masks a value from now on, wherever it comes up. Ignored when it is shorter than 8 characters,
   * longer than 4,096, or 256 others are known.
   *
   * @param name stands in the marker
   */
  public synchronized void know(String name, String value) {
    if (value.length() < SHORTEST || value.length() > LONGEST || values.size() >= MOST_VALUES) {
      return;
    }
    values.put(value, name);
    List<Needle> needles = new ArrayList<>();
    values.forEach(
        (secret, of) -> {
          needles.add(new Needle(of, secret));
          // As it stands in a line of JSON, and as bytes that are taken for characters.
          String escaped = escaped(secret);
          String bytes =
              new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
          if (!escaped.equals(secret)) {
            needles.add(new Needle(of, escaped));
          }
          if (!bytes.equals(secret)) {
            needles.add(new Needle(of, bytes));
          }
        });
    needles.sort(Comparator.comparingInt(needle -> -needle.value().length()));
    table = new Table(List.copyOf(needles));
  }

  private static String escaped(String value) {
    return value
        .replace("\\", "\\\\")
        .replace("\"", "\\\"")
        .replace("\n", "\\n")
        .replace("\t", "\\t")
        .replace("\r", "\\r");
  }

  private record Needle(String name, String value) {}

  /**
   * A secret in a text.
   *
   * @param from its first character
   * @param to after its last character
   * @param what a variable's name, or what the key is for
   */
  public record Found(int from, int to, String what) {
    /** What stands in its place. */
    public String marker() {
      return "‹masked: " + what + "›";
    }
  }

  /** All secrets in a text, in order, none inside another. */
  public List<Found> find(CharSequence text) {
    // One class of text alone: the loop below runs over everything that is kept.
    return table.find(text.toString());
  }

  /** The text without secrets; the same object when there are none. */
  public String mask(String text) {
    List<Found> found = find(text);
    if (found.isEmpty()) {
      return text;
    }
    StringBuilder masked = new StringBuilder(text.length());
    int at = 0;
    for (Found one : found) {
      masked.append(text, at, one.from()).append(one.marker());
      at = one.to();
    }
    return masked.append(text, at, text.length()).toString();
  }

  /**
   * How much of the beginning of a text can be passed on when more of it is yet to come: no secret
   * can begin before and end behind that place.
   */
  int settled(CharSequence text) {
    return table.settled(text);
  }

  /** What to look for, and which pairs of characters something begins with. Immutable. */
  private static final class Table {
    private static final int ASCII = 128;

    private final List<Needle> needles;
    private final boolean[] pairs = new boolean[ASCII * ASCII];

    /** The forms of keys that begin with a pair. */
    private final Map<Integer, List<KeyForm>> forms = new HashMap<>();

    private final boolean anyPair;

    Table(List<Needle> needles) {
      this.needles = needles;
      boolean other = false;
      for (KeyForm form : KeyForm.ALL) {
        int pair = form.begin().charAt(0) * ASCII + form.begin().charAt(1);
        pairs[pair] = true;
        forms.computeIfAbsent(pair, _ -> new ArrayList<>()).add(form);
      }
      for (Needle needle : needles) {
        char first = needle.value().charAt(0);
        char second = needle.value().charAt(1);
        if (first < ASCII && second < ASCII) {
          pairs[first * ASCII + second] = true;
        } else {
          other = true;
        }
      }
      this.anyPair = other;
    }

    private boolean begins(char first, char second) {
      return (first | second) < ASCII ? pairs[first * ASCII + second] : anyPair;
    }

    List<Found> find(String text) {
      List<Found> found = List.of();
      int last = text.length() - 1;
      char first = last < 0 ? 0 : text.charAt(0);
      for (int at = 0; at < last; ) {
        char second = text.charAt(at + 1);
        if (!begins(first, second)) {
          first = second;
          at++;
          continue;
        }
        Found one = at(text, at);
        if (one == null) {
          first = second;
          at++;
        } else {
          if (found.isEmpty()) {
            found = new ArrayList<>();
          }
          found.add(one);
          at = one.to();
          first = at < last ? text.charAt(at) : 0;
        }
      }
      return found;
    }

    private @Nullable Found at(String text, int at) {
      for (Needle needle : needles) {
        if (text.startsWith(needle.value(), at)) {
          return new Found(at, at + needle.value().length(), needle.name());
        }
      }
      if (at > 0 && KeyForm.letterOrDigit(text.charAt(at - 1)) && !escape(text, at - 1)) {
        return null;
      }
      int pair = text.charAt(at) * ASCII + text.charAt(at + 1);
      for (KeyForm form : forms.getOrDefault(pair, List.of())) {
        if (text.startsWith(form.begin(), at)) {
          int end = form.end(text, at);
          if (end > 0) {
            return new Found(at, end, form.what());
          }
        }
      }
      return null;
    }

    /** A letter that only says which character is meant, as in {@code \n}. */
    private static boolean escape(CharSequence text, int at) {
      return at > 0 && text.charAt(at - 1) == '\\' && "nrt".indexOf(text.charAt(at)) >= 0;
    }

    private static boolean matches(CharSequence text, int at, String what, int length) {
      if (at + length > text.length()) {
        return false;
      }
      for (int n = 0; n < length; n++) {
        if (text.charAt(at + n) != what.charAt(n)) {
          return false;
        }
      }
      return true;
    }

    int settled(CharSequence text) {
      int length = text.length();
      int begin = Math.max(0, length - LONGEST);
      for (int at = begin; at < length; at++) {
        if (open(text, at)) {
          return at;
        }
      }
      return length;
    }

    /** Whether a secret begins here, or may, that the text's end cuts off. */
    private boolean open(CharSequence text, int at) {
      int left = text.length() - at;
      for (Needle needle : needles) {
        if (left < needle.value().length() && matches(text, at, needle.value(), left)) {
          return true;
        }
      }
      if (at > 0 && KeyForm.letterOrDigit(text.charAt(at - 1)) && !escape(text, at - 1)) {
        return false;
      }
      for (KeyForm form : KeyForm.ALL) {
        int known = Math.min(left, form.begin().length());
        if (matches(text, at, form.begin(), known)
            && (known < form.begin().length() || form.open(text, at))) {
          return true;
        }
      }
      return false;
    }
  }
}
