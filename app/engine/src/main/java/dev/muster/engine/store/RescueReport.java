package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What was found in a damaged database, and what is missing.
 *
 * @param problem what was wrong, in SQLite's words
 * @param kept where the damaged database is now; nothing of it was deleted
 * @param report a file beside it that says all this
 * @param events that are there again
 * @param fromBackups those of them that came from a backup
 * @param sessions that are there again
 * @param missing sessions of which something is missing; empty when nothing is known to be
 */
public record RescueReport(
    Instant at,
    String problem,
    Path kept,
    Path report,
    long events,
    long fromBackups,
    int sessions,
    List<Missing> missing) {
  /** Sequence numbers that are missing, both ends included. */
  public record Range(long from, long to) {
    @Override
    public String toString() {
      return from == to ? Long.toString(from) : from + "–" + to;
    }
  }

  /** A session of which something is missing. */
  public record Missing(SessionId session, String title, List<Range> ranges) {
    public Missing {
      ranges = List.copyOf(ranges);
    }

    /** How many events are missing. */
    public long events() {
      return ranges.stream().mapToLong(range -> range.to() - range.from() + 1).sum();
    }

    /** As “Fix the price” (smwq…) lacks 3 events: 4–6. */
    @Override
    public String toString() {
      return (title.isBlank() ? "A session whose title is not known" : "“" + title + "”")
          + " ("
          + session
          + ") lacks "
          + events()
          + (events() == 1 ? " event: " : " events: ")
          + ranges.stream().map(Range::toString).collect(Collectors.joining(", "))
          + ".";
    }
  }

  /** All events that are known to be missing. */
  public long eventsMissing() {
    return missing.stream().mapToLong(Missing::events).sum();
  }

  /** For a person: what happened, what was kept, what is missing, where it is told in full. */
  public String sentence() {
    return "The journal was damaged: "
        + plainly()
        + ". "
        + events
        + (events == 1 ? " event of " : " events of ")
        + sessions
        + (sessions == 1 ? " session" : " sessions")
        + (events == 1 ? " was rescued" : " were rescued")
        + (fromBackups == 0 ? "" : ", " + fromBackups + " of them from backups")
        + "; "
        + (missing.isEmpty()
            ? "none is known to be missing"
            : eventsMissing()
                + (eventsMissing() == 1 ? " event of " : " events of ")
                + missing.size()
                + (missing.size() == 1 ? " session" : " sessions")
                + (eventsMissing() == 1 ? " is missing" : " are missing"))
        + ". The damaged database is kept: "
        + kept
        + ". What is missing is told in "
        + report
        + ".";
  }

  /** What was wrong, without the heading that SQLite puts over its list. */
  private String plainly() {
    return problem
        .lines()
        .map(line -> line.replaceFirst("^\\*\\*\\* in database .* \\*\\*\\*", "").strip())
        .filter(line -> !line.isEmpty())
        .findFirst()
        .map(line -> line.endsWith(".") ? line.substring(0, line.length() - 1) : line)
        .orElse("its pages do not fit together");
  }
}
