package dev.muster.engine.imported;

import dev.muster.engine.agent.transcript.Found;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.SessionRow;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers how long each imported file was and when it was written, so that one that is the same
 * need not be read again. Only saves time: without it, or when it is wrong, files are read and
 * compared. Used by one thread.
 */
final class Seen {
  private static final Logger LOG = LoggerFactory.getLogger(Seen.class);
  private static final int MOST = 200_000;

  private final Path file;
  private final Map<SessionId, Mark> marks = new HashMap<>();
  private boolean changed;

  private record Mark(long bytes, Instant written, long events, int name) {
    static Mark of(Found found, long events) {
      return new Mark(found.bytes(), found.changed(), events, found.shown().hashCode());
    }
  }

  private Seen(Path file) {
    this.file = file;
  }

  /** Reads what was remembered; nothing when that cannot be read. */
  static Seen load(Path file) {
    Seen seen = new Seen(file);
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      for (String line = lines.readLine();
          line != null && seen.marks.size() < MOST;
          line = lines.readLine()) {
        String[] words = line.split(" ");
        seen.marks.put(
            new SessionId(words[0]),
            new Mark(
                Long.parseLong(words[1]),
                Instant.parse(words[2]),
                Long.parseLong(words[3]),
                Integer.parseInt(words[4])));
      }
    } catch (NoSuchFileException never) {
      LOG.debug("Nothing was imported before.");
    } catch (IOException | RuntimeException unreadable) {
      // Files are compared with the journal then.
      LOG.warn("{} is not used: {}", file, unreadable.toString());
      seen.marks.clear();
    }
    return seen;
  }

  /** Whether a file is as it was when its session came to be as it is. */
  boolean isSame(Found found, SessionRow row) {
    return Mark.of(found, row.events()).equals(marks.get(row.id()));
  }

  /** This file was read to its end, and its session has so many events. */
  void remember(SessionId id, Found found, long events) {
    if (marks.size() < MOST) {
      Mark mark = Mark.of(found, events);
      changed |= !mark.equals(marks.put(id, mark));
    }
  }

  /** Writes it down, in one step. */
  void save() {
    if (!changed) {
      return;
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(fresh)) {
        for (Map.Entry<SessionId, Mark> one : marks.entrySet()) {
          Mark mark = one.getValue();
          out.write(
              one.getKey()
                  + " "
                  + mark.bytes()
                  + " "
                  + mark.written()
                  + " "
                  + mark.events()
                  + " "
                  + mark.name());
          out.newLine();
        }
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException failed) {
      // The next import reads the files again.
      LOG.warn("{} could not be written: {}", file, failed.toString());
    }
  }
}
