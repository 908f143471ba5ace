package dev.muster.engine.store;

import dev.muster.engine.store.Masking.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link Masking} looks for, and which pairs of characters something begins with: of most
 * texts it looks at each character once and at nothing else. Immutable and safe for any thread.
 */
final class MaskTable {
  private static final int ASCII = 128;

  /** Less of a value than this gives nothing away, and may stand there by chance. */
  private static final int SHORTEST_CUT = 6;

  /**
   * A value.
   *
   * @param name stands in the marker
   */
  record Needle(String name, String value) {}

  /** What begins with a pair of characters, or with one. */
  private record Beginners(List<Needle> needles, List<SecretForm> forms) {
    static final Beginners NONE = new Beginners(List.of(), List.of());

    Beginners() {
      this(new ArrayList<>(), new ArrayList<>());
    }
  }

  private final boolean[] pairs = new boolean[ASCII * ASCII];
  private final Map<Integer, Beginners> byPair = new HashMap<>();
  private final Beginners[] byFirst = new Beginners[ASCII];

  /** Needles that begin with something else than two ASCII characters. */
  private final List<Needle> others = new ArrayList<>();

  private final int longest;

  /**
   * @param needles the longer before the shorter
   */
  MaskTable(List<Needle> needles) {
    int most = 0;
    java.util.Arrays.fill(byFirst, Beginners.NONE);
    for (Needle needle : needles) {
      char first = needle.value().charAt(0);
      char second = needle.value().charAt(1);
      if (first < ASCII && second < ASCII) {
        pair(first, second).needles().add(needle);
        first(first).needles().add(needle);
      } else {
        others.add(needle);
      }
      most = Math.max(most, needle.value().length());
    }
    for (SecretForm form : KeyForm.ALL) {
      pair(form.begin().charAt(0), form.begin().charAt(1)).forms().add(form);
      first(form.begin().charAt(0)).forms().add(form);
      most = Math.max(most, form.longest());
    }
    longest = most;
  }

  private Beginners pair(char first, char second) {
    int pair = first * ASCII + second;
    pairs[pair] = true;
    return byPair.computeIfAbsent(pair, _ -> new Beginners());
  }

  private Beginners first(char first) {
    if (byFirst[first] == Beginners.NONE) {
      byFirst[first] = new Beginners();
    }
    return byFirst[first];
  }

  private boolean begins(char first, char second) {
    return (first | second) < ASCII ? pairs[first * ASCII + second] : !others.isEmpty();
  }

  /** All secrets in a text, in order, none inside another. */
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
      Found one = at(text, at, first, second);
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

  private @Nullable Found at(String text, int at, char first, char second) {
    if ((first | second) >= ASCII) {
      return needle(others, text, at);
    }
    Beginners here = byPair.getOrDefault(first * ASCII + second, Beginners.NONE);
    Found value = needle(here.needles(), text, at);
    if (value != null) {
      return value;
    }
    if (here.forms().isEmpty() || inWord(text, at)) {
      return null;
    }
    for (SecretForm form : here.forms()) {
      if (text.startsWith(form.begin(), at)) {
        int end = form.end(text, at);
        if (end > 0) {
          return new Found(at, end, form.what());
        }
      }
    }
    return null;
  }

  private static @Nullable Found needle(List<Needle> needles, String text, int at) {
    for (Needle needle : needles) {
      if (text.startsWith(needle.value(), at)) {
        return new Found(at, at + needle.value().length(), needle.name());
      }
      int end = cutOff(needle.value(), text, at);
      if (end > 0) {
        return new Found(at, end, needle.name());
      }
    }
    return null;
  }

  /** The end of a value of which a title or a summary has only the beginning; 0 for none. */
  private static int cutOff(String value, String text, int at) {
    int most = Math.min(value.length(), text.length() - at);
    int same = 0;
    while (same < most && text.charAt(at + same) == value.charAt(same)) {
      same++;
    }
    boolean cut = same >= SHORTEST_CUT && same < most && text.charAt(at + same) == KeyForm.CUT;
    return cut ? at + same : 0;
  }

  /** Whether this place is in the middle of a word, where no key begins. */
  private static boolean inWord(CharSequence text, int at) {
    return at > 0 && KeyForm.letterOrDigit(text.charAt(at - 1)) && !escape(text, at - 1);
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

  /** See {@link Masking#settled}. */
  int settled(CharSequence given) {
    String text = given.toString();
    int length = text.length();
    int at = 0;
    while (at < length) {
      if (length - at <= longest && open(text, at)) {
        return at;
      }
      // Inside one that is whole nothing else begins, or it would be cut in two.
      Found whole = whole(text, at);
      at = whole == null ? at + 1 : whole.to();
    }
    return length;
  }

  private @Nullable Found whole(String text, int at) {
    if (at + 1 >= text.length()) {
      return null;
    }
    char first = text.charAt(at);
    char second = text.charAt(at + 1);
    return begins(first, second) ? at(text, at, first, second) : null;
  }

  /** Whether a secret begins here, or may, that the text's end cuts off. */
  private boolean open(CharSequence text, int at) {
    char first = text.charAt(at);
    Beginners here = first < ASCII ? byFirst[first] : Beginners.NONE;
    if (cut(here.needles(), text, at) || !others.isEmpty() && cut(others, text, at)) {
      return true;
    }
    if (here.forms().isEmpty() || inWord(text, at)) {
      return false;
    }
    int left = text.length() - at;
    for (SecretForm form : here.forms()) {
      int known = Math.min(left, form.begin().length());
      if (matches(text, at, form.begin(), known)
          && (known < form.begin().length() || form.open(text, at))) {
        return true;
      }
    }
    return false;
  }

  private static boolean cut(List<Needle> needles, CharSequence text, int at) {
    int left = text.length() - at;
    for (Needle needle : needles) {
      if (left < needle.value().length() && matches(text, at, needle.value(), left)) {
        return true;
      }
    }
    return false;
  }
}
