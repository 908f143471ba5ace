package dev.muster.engine.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes secrets out of whatever Muster keeps: what has the form of a known service's key, and the
 * values of environment variables whose name says that they are secret, also as JSON, base64, hex
 * or an address writes them. A marker stands in their place, such as {@code ‹masked:
 * ANTHROPIC_API_KEY›}.
 *
 * <p>Safe for any thread. It looks at each character once; a text without a secret is given back as
 * it is.
 */
public final class Masking {
  private static final Pattern NAME =
      Pattern.compile(
          "(?i).*(_|^)(api_?key|key|token|secret|password|passwd|passphrase|credentials?|pat)(_|$).*"
              + "|(?i).*(apikey|token|secret|password)");

  /** A password in an address, as a database has it. */
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^/@\\s:]*:([^/@\\s]+)@");

  /** Such values stand in code and prose, too; masking them would spoil both and guard nothing. */
  private static final Set<String> TRIVIAL =
      Set.of("password", "changeme", "disabled", "required", "undefined", "localhost", "postgres");

  private static final int SHORTEST = 8;
  private static final int LONGEST = 4_096;
  private static final int MOST_VALUES = 256;

  private final Set<String> values = new HashSet<>();
  private final List<MaskTable.Needle> needles = new ArrayList<>();
  private volatile MaskTable table = new MaskTable(List.of());

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
          Matcher address = IN_ADDRESS.matcher(value);
          if (address.find() && secret(address.group(1))) {
            masking.know(name, address.group(1));
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
    if (values.add(value)) {
      Disguises.of(value).forEach(form -> needles.add(new MaskTable.Needle(name, form)));
      needles.sort(Comparator.comparingInt(needle -> -needle.value().length()));
      table = new MaskTable(List.copyOf(needles));
    }
  }

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
}
