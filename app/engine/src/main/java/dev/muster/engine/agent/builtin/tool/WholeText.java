package dev.muster.engine.agent.builtin.tool;

/** Mends text that was cut in the middle of a character, which no JSON can carry. */
final class WholeText {
  private WholeText() {}

  /** The same text; halves of characters become U+FFFD. */
  static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (!pairAt(text, i)) {
          return mended(text, i);
        }
        i++;
      }
    }
    return text;
  }

  private static boolean pairAt(String text, int i) {
    return i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
  }

  private static String mended(String text, int from) {
    StringBuilder mended = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c) && pairAt(text, i)) {
        mended.append(c).append(text.charAt(++i));
      } else {
        mended.append(Character.isSurrogate(c) ? '\uFFFD' : c);
      }
    }
    return mended.toString();
  }
}
