package dev.muster.engine.host;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A process, known for good: its number alone would be given to another one day.
 *
 * <p>Written to the journal as {@link #text()} when a process starts, so that {@link Leftovers} can
 * find and end what outlived a crash.
 *
 * @param pid its number
 * @param group its process group, the same number where the host makes a session of its own for it
 * @param started when it started, as the system tells it
 * @param mark a random word that is in the environment of everything in its tree, as {@value
 *     #MARK_VARIABLE}
 */
public record ProcessId(long pid, long group, Instant started, String mark) {

  /** The environment variable that carries the mark. */
  public static final String MARK_VARIABLE = "MUSTER_TREE";

  private static final Pattern TEXT = Pattern.compile("(\\d+) (\\d+) (\\d+) ([a-z0-9]{8,64})");

  /** One line that {@link #parse} reads back. */
  public String text() {
    return pid + " " + group + " " + started.toEpochMilli() + " " + mark;
  }

  /**
   * Reads what {@link #text()} wrote.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  public static ProcessId parse(String text) {
    var m = TEXT.matcher(text);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a process id: " + text);
    }
    return new ProcessId(
        Long.parseLong(m.group(1)),
        Long.parseLong(m.group(2)),
        Instant.ofEpochMilli(Long.parseLong(m.group(3))),
        m.group(4));
  }
}
