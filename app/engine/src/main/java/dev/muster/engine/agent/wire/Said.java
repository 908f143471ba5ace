package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an agent program said, made fit for the journal: whole characters, bounded, relative. */
public final class Said {
  /** The longest input or result of a tool that is kept, in characters. */
  public static final int MOST = 256 * 1024;

  private static final int TITLE = 300;

  /** What terminals take for colours and the like (ECMA-48, 5.4). */
  private static final Pattern COLOURS = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  private Said() {}

  /** The text, at most so many characters; what was cut is said. Halves of characters become ?. */
  public static String bounded(String text, int most) {
    String whole = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    if (whole.length() <= most) {
      return whole;
    }
    int end = Character.isHighSurrogate(whole.charAt(most - 1)) ? most - 1 : most;
    return whole.substring(0, end) + "\n… (" + (whole.length() - end) + " more characters)";
  }

  /**
   * The text in whole lines, at most so many characters; how many lines were left out is said in a
   * line of its own. Of a single line that is too long its beginning.
   */
  public static String boundedLines(String text, int most) {
    if (text.length() <= most) {
      return bounded(text, most);
    }
    int end = text.lastIndexOf('\n', most - 1);
    if (end < 0) {
      return bounded(text, most);
    }
    long left = text.substring(end + 1).lines().count();
    return bounded(text.substring(0, end), most)
        + "\n… and %,d more %s that %s left out here"
            .formatted(left, left == 1 ? "line" : "lines", left == 1 ? "is" : "are");
  }

  /** The first line that says something, short enough for a title. */
  public static String line(String text) {
    String first = text.strip().lines().findFirst().orElse("").strip();
    return first.length() <= TITLE ? bounded(first, TITLE) : first.substring(0, TITLE) + "…";
  }

  /** The last line that says something, without colours; empty when there is none. */
  public static String lastLine(String text) {
    return line(
        COLOURS
            .matcher(text)
            .replaceAll("")
            .lines()
            .filter(line -> !line.isBlank())
            .reduce((before, after) -> after)
            .orElse(""));
  }

  /** Tells what a tool printed, in pieces; more than {@link #MOST} is cut, and said so. */
  public static void output(AgentListener out, String callId, String text) {
    String kept = bounded(text, MOST);
    int at = 0;
    while (at < kept.length()) {
      int end = Math.min(kept.length(), at + WorkEvent.OUTPUT_CHUNK);
      if (end < kept.length() && Character.isHighSurrogate(kept.charAt(end - 1))) {
        end--;
      }
      out.event(new ToolOutput(callId, kept.substring(at, end), null));
      at = end;
    }
  }

  /** A path an agent named, absolute; null when it is none. Nothing is looked up on the disk. */
  public static @Nullable Path path(Path worktree, String named) {
    if (named.isBlank()) {
      return null;
    }
    try {
      return worktree.resolve(named).normalize();
    } catch (InvalidPathException none) {
      return null;
    }
  }

  /**
   * As it stands in an event: relative to the worktree with forward slashes where it lies in it.
   */
  public static String shown(Path worktree, String named) {
    Path path = path(worktree, named);
    if (path == null) {
      return line(named);
    }
    Path inside = path.startsWith(worktree) ? worktree.relativize(path) : path;
    return inside.toString().replace('\\', '/');
  }
}
