package dev.muster.engine.session;

/** Shortens texts and says by how much. */
final class Cut {
  private Cut() {}

  /** The beginning of a text, and how many characters are left out. */
  static String to(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int at = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, at) + "… (" + (text.length() - at) + " more characters)";
  }
}
