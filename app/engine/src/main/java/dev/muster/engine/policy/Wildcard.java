package dev.muster.engine.policy;

/** Matches text against a pattern with {@code *} and {@code ?}, in linear space and no surprise. */
final class Wildcard {
  private Wildcard() {}

  static boolean matches(String pattern, String text, boolean ignoreCase) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && same(pattern.charAt(p), text.charAt(t), ignoreCase)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private static boolean same(char pattern, char text, boolean ignoreCase) {
    return pattern == '?'
        || pattern == text
        || (ignoreCase
            && Character.toLowerCase(Character.toUpperCase(pattern))
                == Character.toLowerCase(Character.toUpperCase(text)));
  }
}
