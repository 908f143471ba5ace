package dev.muster.engine.agent.transcript;

import java.nio.file.Path;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in a file.
 *
 * @param id the agent's own, to know the conversation again
 * @param file where it stands
 * @param bytes how long that is now
 * @param cwd the folder it worked in, as written there: data, not to be trusted as a path
 * @param title one line: its title where its file begins with one, else how its first prompt begins
 * @param name what the person has called it, one line; null when that stands in its file or nowhere
 * @param started when its first prompt was sent
 * @param changed when something was added last
 * @param byMuster whether the file itself says that Muster had this conversation
 */
public record Found(
    String id,
    Path file,
    long bytes,
    String cwd,
    String title,
    @Nullable String name,
    Instant started,
    Instant changed,
    boolean byMuster) {
  private static final int LONGEST_PATH = 4_096;

  /** The title to show. */
  public String shown() {
    return name == null ? title : name;
  }

  public Found {
    cwd = cwd.length() <= LONGEST_PATH ? cwd : "";
  }
}
