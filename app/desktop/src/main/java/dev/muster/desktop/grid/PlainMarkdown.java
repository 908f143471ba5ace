package dev.muster.desktop.grid;

import java.util.StringJoiner;
import java.util.regex.Pattern;

/**
 * What an agent wrote in Markdown as a person reads it in a log whose rows have one weight: signs
 * for bold, code and headings would only be noise, and bullets look like bullets. Code blocks stay
 * as they are. What is not understood stays as it was written; nothing is ever active.
 */
final class PlainMarkdown {
  private static final Pattern BOLD = Pattern.compile("\\*\\*(\\S(?:[^*\n]{0,400}?\\S)?)\\*\\*");
  private static final Pattern CODE = Pattern.compile("`([^`\n]{1,400})`");
  private static final Pattern HEADING = Pattern.compile("^#{1,6} +");
  private static final Pattern BULLET = Pattern.compile("^( *)[-*] +");
  private static final String FENCE = "```";

  private PlainMarkdown() {}

  /** The text without its signs. */
  static String of(String text) {
    if (text.indexOf('`') < 0
        && text.indexOf('*') < 0
        && text.indexOf('#') < 0
        && text.indexOf('-') < 0) {
      return text;
    }
    StringJoiner plain = new StringJoiner("\n");
    boolean fenced = false;
    for (String line : text.split("\n", -1)) {
      boolean fence = line.stripLeading().startsWith(FENCE);
      plain.add(fenced || fence ? line : line(line));
      fenced ^= fence;
    }
    return plain.toString();
  }

  private static String line(String line) {
    String shown = HEADING.matcher(line).replaceFirst("");
    shown = BULLET.matcher(shown).replaceFirst("$1• ");
    shown = BOLD.matcher(shown).replaceAll("$1");
    return CODE.matcher(shown).replaceAll("$1");
  }
}
