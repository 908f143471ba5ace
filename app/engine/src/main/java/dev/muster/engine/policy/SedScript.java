package dev.muster.engine.policy;

/**
 * Reads sed scripts far enough to tell the plain ones (print, delete, substitute) from those that
 * may run programs (e) or touch files (r, w). What it does not know is not plain.
 */
final class SedScript {
  private final String script;
  private int at;

  private SedScript(String script) {
    this.script = script;
  }

  static boolean plain(String script) {
    return new SedScript(script).plain();
  }

  private boolean plain() {
    while (true) {
      skip(" \t\n;");
      if (at == script.length()) {
        return true;
      }
      if (!address()) {
        return false;
      }
      char command = peek();
      at++;
      boolean known = command == 's' ? substitution() : "pdqQ=nNDGHhgxl".indexOf(command) >= 0;
      if (!known || command == 0) {
        return false;
      }
      skip(" \t");
      if (at < script.length() && peek() != ';' && peek() != '\n') {
        return false;
      }
    }
  }

  private char peek() {
    return at < script.length() ? script.charAt(at) : 0;
  }

  private void skip(String characters) {
    while (at < script.length() && characters.indexOf(peek()) >= 0) {
      at++;
    }
  }

  private boolean address() {
    while (true) {
      skip("0123456789$,+~! ");
      if (peek() != '/') {
        return true;
      }
      at++;
      if (!upTo('/')) {
        return false;
      }
    }
  }

  private boolean substitution() {
    char delimiter = peek();
    at++;
    if (delimiter == 0 || delimiter == '\n' || delimiter == '\\') {
      return false;
    }
    boolean whole = upTo(delimiter) && upTo(delimiter);
    skip("gpiIm0123456789");
    return whole;
  }

  /** Reads through the next delimiter; false where versions of sed disagree which one that is. */
  private boolean upTo(char delimiter) {
    for (; at < script.length(); at++) {
      char c = peek();
      if (c == delimiter) {
        at++;
        return true;
      }
      if (c == '\n') {
        return false;
      }
      if (c == '\\') {
        at++;
      } else if (c == '[') {
        int close = script.indexOf(']', at + 2);
        int next = script.indexOf(delimiter, at);
        if (close < 0 || next < close) {
          return false;
        }
      }
    }
    return false;
  }
}
