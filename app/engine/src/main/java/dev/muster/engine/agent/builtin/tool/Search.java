package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One search through files: finds, counts, and stops where enough is found. One thread. */
final class Search {
  private static final Logger LOG = LoggerFactory.getLogger(Search.class);
  private static final int MOST_MATCHES = 200;
  private static final int MAX_CHARS = 40_000;
  private static final int MAX_LINE = 10_000;
  private static final int SHOWN_LINE = 400;
  private static final long MAX_FILE = 64L << 20;

  /** A sane expression looks at each of a line's characters some times, not two thousand. */
  private static final long MOST_LOOKS = 20_000_000L;

  private static final long MOST_NANOS = Duration.ofSeconds(30).toNanos();

  /** What is searched for, in the words of the call. */
  record Words(String pattern, @Nullable String glob, boolean ignoreCase, boolean filesOnly) {}

  private final Words words;
  private final Pattern pattern;
  private final @Nullable GlobFilter glob;
  private final StringBuilder found = new StringBuilder();
  private int matches;
  private int files;
  private String lastFile = "";
  private int unread;
  private int hidden;
  private final long begun = System.nanoTime();
  private boolean exhausted;

  Search(Words words, Pattern pattern) {
    this.words = words;
    this.pattern = pattern;
    this.glob = words.glob() == null ? null : new GlobFilter(words.glob());
  }

  Words words() {
    return words;
  }

  /** Forgets what was found. */
  void restart() {
    found.setLength(0);
    matches = 0;
    files = 0;
    lastFile = "";
  }

  /** Takes a line that ripgrep found: a path, or {@code path:line:text}. */
  void line(String line) {
    matches++;
    int colon = words.filesOnly() ? line.length() : line.indexOf(':');
    String file = line.substring(0, Math.max(0, colon));
    if (!file.equals(lastFile)) {
      files++;
      lastFile = file;
    }
    found.append(line).append('\n');
  }

  boolean wants(String path) {
    return glob == null || glob.matches(path);
  }

  /** A file was passed over because a rule denies reading it. */
  void hidden() {
    hidden++;
  }

  boolean full() {
    return matches >= MOST_MATCHES || found.length() > MAX_CHARS || exhausted;
  }

  /** Searches one file; links, binary files and huge ones are passed over. */
  void file(Target target, String shown, Cancel cancel) {
    try (FileDoor door = new FileDoor(target.anchor(), target.real())) {
      BasicFileAttributes attributes = door.attributes();
      if (!attributes.isRegularFile()) {
        return;
      }
      if (attributes.size() > MAX_FILE) {
        unread++;
        return;
      }
      try (InputStream in = door.read()) {
        byte[] beginning = in.readNBytes(8_192);
        if (!FileContent.binary(beginning)) {
          lines(
              new BufferedReader(
                  new InputStreamReader(
                      new SequenceInputStream(new java.io.ByteArrayInputStream(beginning), in),
                      StandardCharsets.UTF_8)),
              shown,
              cancel);
        }
      }
    } catch (StoppedException | StackOverflowError _) {
      // Java's expressions recurse; one that digs too deep has unwound to here, nothing is broken.
      exhausted = true; // told in the result
    } catch (IOException e) {
      LOG.debug("Passed over {} while searching.", target.real(), e);
      unread++;
    }
  }

  private void lines(Reader reader, String shown, Cancel cancel) throws IOException {
    StringBuilder line = new StringBuilder();
    int number = 0;
    boolean any = false;
    boolean more = true;
    while (more && !full() && !cancel.isCancelled()) {
      exhausted |= (number & 0xFFF) == 0 && System.nanoTime() - begun > MOST_NANOS;
      more = nextLine(reader, line);
      if (!more && line.isEmpty()) {
        break;
      }
      number++;
      if (!pattern.matcher(new Watched(line, cancel)).find()) {
        continue;
      }
      matches++;
      if (!any) {
        files++;
        any = true;
      }
      if (words.filesOnly()) {
        found.append(shown).append('\n');
        return;
      }
      String text =
          line.length() > SHOWN_LINE ? line.substring(0, SHOWN_LINE) + "…" : line.toString();
      found.append(shown).append(':').append(number).append(':').append(text).append('\n');
    }
  }

  /** Reads a line of bounded length; false at the end of the file. */
  private static boolean nextLine(Reader reader, StringBuilder line) throws IOException {
    line.setLength(0);
    int c;
    while ((c = reader.read()) >= 0) {
      if (c == '\n') {
        int end = line.length() - 1;
        if (end >= 0 && line.charAt(end) == '\r') {
          line.setLength(end);
        }
        return true;
      }
      if (line.length() < MAX_LINE) {
        line.append((char) c);
      }
    }
    return false;
  }

  ToolResult result(boolean complete, Cancel cancel) {
    if (cancel.isCancelled()) {
      return ToolResult.cancelled("Interrupted after " + matches + " matches.\n" + found);
    }
    String remarks = "";
    if (exhausted) {
      remarks +=
          "(The search takes too long and was cut short. Use a simpler expression or a smaller"
              + " folder.)\n";
    } else if (full()) {
      remarks += "(There may be more matches; these are the first. Narrow the search.)\n";
    } else if (!complete) {
      remarks += "(Not all files could be listed.)\n";
    }
    if (unread > 0) {
      remarks += "(" + unread + " files were too large or could not be opened.)\n";
    }
    if (hidden > 0) {
      remarks +=
          hidden == 1
              ? "(1 file was left out: a rule denies reading it.)\n"
              : "(" + hidden + " files were left out: a rule denies reading them.)\n";
    }
    if (matches == 0) {
      return ToolResult.ok("No matches.\n" + remarks, "no matches");
    }
    String inFiles = files == 1 ? " in 1 file" : " in " + files + " files";
    String summary =
        words.filesOnly()
            ? inFiles.substring(4)
            : (matches == 1 ? "1 match" : matches + " matches") + inFiles;
    return ToolResult.ok(found + remarks, summary);
  }

  /** Thrown out of a match that takes too long or was cancelled. */
  private static final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** A line that counts how often it is looked at, so that no expression can run for ever. */
  private final class Watched implements CharSequence {
    private final CharSequence line;
    private final Cancel cancel;
    private long looks;

    Watched(CharSequence line, Cancel cancel) {
      this.line = line;
      this.cancel = cancel;
    }

    @Override
    public int length() {
      return line.length();
    }

    @Override
    public char charAt(int index) {
      looks++;
      if ((looks & 0xFFFF) == 0 && (looks > MOST_LOOKS || cancel.isCancelled())) {
        throw new StoppedException();
      }
      return line.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return line.subSequence(start, end);
    }

    @Override
    public String toString() {
      return line.toString();
    }
  }
}
