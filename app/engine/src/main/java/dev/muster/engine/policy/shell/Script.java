package dev.muster.engine.policy.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All simple commands of a command line, wherever they stand in it: joined by operators, in loops
 * and functions, in substitutions. Whatever the shell will run is among them, or the whole line
 * counts as unreadable.
 *
 * @param commands in the order they are written, substitutions before the command they stand in
 * @param unreadable why the line cannot be read with certainty; null when it can
 */
public record Script(List<ShellCommand> commands, @Nullable String unreadable) {
  /** Longer command lines are not read. */
  public static final int MAX_LENGTH = 65_536;

  public Script {
    commands = List.copyOf(commands);
  }

  /** Reads a command line as a POSIX shell or bash would. Never fails, never runs anything. */
  public static Script read(String line) {
    if (line.length() > MAX_LENGTH) {
      return new Script(List.of(), "It is longer than " + MAX_LENGTH + " characters.");
    }
    int odd = deceptive(line);
    if (odd >= 0) {
      return new Script(
          List.of(), "It holds an invisible character (U+%04X).".formatted(line.codePointAt(odd)));
    }
    ShellParser parser = new ShellParser(line);
    try {
      parser.parse();
      return new Script(parser.commands(), null);
    } catch (UnreadableException e) {
      return new Script(parser.commands(), e.sentence());
    }
  }

  /** Where a character stands that is not what a person sees; -1 when there is none. */
  private static int deceptive(String line) {
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      boolean plain = c == '\n' || c == '\t';
      boolean joins = c == 0x200D; // emoji in commit messages are made with it
      boolean odd =
          Character.isISOControl(c)
              || Character.getType(c) == Character.FORMAT
              || Character.getType(c) == Character.SURROGATE
              || Character.getType(c) == Character.LINE_SEPARATOR
              || Character.getType(c) == Character.PARAGRAPH_SEPARATOR
              || (Character.getType(c) == Character.SPACE_SEPARATOR && c != ' ');
      if (odd && !plain && !joins) {
        return i;
      }
      i += Character.charCount(c);
    }
    return -1;
  }
}
