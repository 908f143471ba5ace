package dev.muster.engine.store;

/**
 * A private key between its two lines of dashes, as files of OpenSSH, OpenSSL and PGP have it, also
 * inside JSON. Of one that is cut off, what looks like it up to there.
 */
record PrivateKeyForm() implements SecretForm {
  private static final String MARK = "PRIVATE KEY";
  private static final String DASHES = "-----";
  private static final String END = "-----END ";
  private static final int LONGEST_NAME = 40;
  private static final int LONGEST = 16_384;
  private static final int SHORTEST = 24;

  @Override
  public String what() {
    return "private key";
  }

  @Override
  public String begin() {
    return "-----BEGIN ";
  }

  @Override
  public int longest() {
    return LONGEST;
  }

  @Override
  public int end(CharSequence text, int at) {
    int body = body(text, at);
    if (body < 0) {
      return -1;
    }
    int end = run(text, at, body);
    if (end - body < SHORTEST) {
      return -1; // only spoken of
    }
    if (!starts(text, end, END)) {
      return end;
    }
    int close = closing(text, end + END.length());
    return close < 0 ? end : close;
  }

  @Override
  public boolean open(CharSequence text, int at) {
    int length = text.length();
    if (length - at >= LONGEST) {
      return false;
    }
    int from = at + begin().length();
    int body = body(text, at);
    if (body < 0) {
      // Its first line is not there yet, or is that of something else.
      int dashes = name(text, from);
      return length - from <= LONGEST_NAME
          && length - dashes < DASHES.length()
          && starts(DASHES, 0, text.subSequence(dashes, length).toString());
    }
    int end = run(text, at, body);
    if (end == length) {
      return true;
    }
    int left = length - end;
    if (left < END.length()) {
      return END.contentEquals(text.subSequence(end, length) + END.substring(left));
    }
    return starts(text, end, END)
        && closing(text, end + END.length()) < 0
        && length - end < END.length() + LONGEST_NAME;
  }

  /** Behind the first line; -1 when that is not the first line of a private key. */
  private static int body(CharSequence text, int at) {
    int from = at + "-----BEGIN ".length();
    int close = closing(text, from);
    return close > 0 && text.subSequence(from, close).toString().contains(MARK) ? close : -1;
  }

  /** Behind the dashes that end a line of capitals; -1 when there are none. */
  private static int closing(CharSequence text, int from) {
    int name = name(text, from);
    return starts(text, name, DASHES) ? name + DASHES.length() : -1;
  }

  private static int name(CharSequence text, int from) {
    int most = Math.min(text.length(), from + LONGEST_NAME);
    int end = from;
    while (end < most && (text.charAt(end) == ' ' || Character.isUpperCase(text.charAt(end)))) {
      end++;
    }
    return end;
  }

  /** As far as the key goes: base64, lines, and headers such as {@code DEK-Info: AES-128-CBC,…}. */
  private static int run(CharSequence text, int at, int from) {
    int most = Math.min(text.length(), at + LONGEST);
    int end = from;
    while (end < most && follows(text.charAt(end)) && !starts(text, end, "-----")) {
      end++;
    }
    return end;
  }

  private static boolean follows(char c) {
    return KeyForm.letterOrDigit(c) || "+/=\\\r\n \t:,-.()".indexOf(c) >= 0;
  }

  private static boolean starts(CharSequence text, int at, String what) {
    if (at < 0 || at + what.length() > text.length()) {
      return false;
    }
    for (int n = 0; n < what.length(); n++) {
      if (text.charAt(at + n) != what.charAt(n)) {
        return false;
      }
    }
    return true;
  }
}
