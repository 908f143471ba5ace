package dev.muster.engine.git;

import java.text.Normalizer;
import java.util.Locale;

/** Makes the last part of a branch name out of a task's title. */
final class Slug {
  private static final int MAX = 40;

  private Slug() {}

  /**
   * Lowercase letters, digits and single hyphens, 1 to 40 characters; {@code task} if none is left.
   */
  static String of(String title) {
    var slug = new StringBuilder();
    boolean gap = false;
    for (char c : plain(title).toCharArray()) {
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
        if (gap && !slug.isEmpty()) {
          slug.append('-');
        }
        gap = false;
        slug.append(c);
      } else if (c != '\'' && c != '’') {
        gap = true;
      }
    }
    if (slug.length() > MAX) {
      int word = slug.lastIndexOf("-", MAX);
      slug.setLength(word >= MAX / 2 ? word : MAX);
    }
    return slug.isEmpty() ? "task" : slug.toString();
  }

  private static String plain(String title) {
    return Normalizer.normalize(title, Normalizer.Form.NFKD)
        .replaceAll("\\p{M}", "")
        .toLowerCase(Locale.ROOT)
        .replace("ß", "ss")
        .replace("æ", "ae")
        .replace("ø", "o")
        .replace("ł", "l");
  }
}
