package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.Overlap;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.git.SessionForecast.Outcome;
import dev.muster.engine.review.Outlook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How one session's work would come into its branch, and who else touches the same.
 *
 * @param target short name of the branch
 * @param touches the other sessions, those that touch the same lines first
 */
public record SessionOutlook(String target, SessionForecast forecast, List<Touch> touches) {
  private static final int MOST_TITLE = 32;

  public SessionOutlook {
    touches = List.copyOf(touches);
  }

  /**
   * Another session that touches the same.
   *
   * @param overlap where, and how bad it is
   */
  public record Touch(SessionItem other, Overlap overlap) {
    /** Whether it touches the same lines, so that whichever lands second will conflict. */
    public boolean lines() {
      return overlap.kind() == Overlap.Kind.SAME_LINES;
    }

    /** Where, in a few words: {@code pool.ts conflicts}, {@code 3 files}. */
    public String words() {
      int all = overlap.paths().size() + overlap.morePaths();
      String where =
          all == 1 ? name(overlap.paths().getFirst()) : Words.count(all, "file", "files");
      return lines() ? where + (all == 1 ? " conflicts" : " conflict") : where;
    }
  }

  /** What is known of a session; null while nothing is. */
  static @Nullable SessionOutlook of(
      Outlook all, SessionId session, Function<SessionId, Optional<SessionItem>> find) {
    Forecast forecast = all.of(session).orElse(null);
    if (forecast == null) {
      return null;
    }
    List<Touch> touches = new ArrayList<>();
    for (Overlap overlap : forecast.overlapsOf(session.value())) {
      find.apply(new SessionId(overlap.other(session.value())))
          .ifPresent(other -> touches.add(new Touch(other, overlap)));
    }
    return new SessionOutlook(
        forecast.target(), forecast.of(session.value()).orElseThrow(), touches);
  }

  /** Whether somebody will have to mend something before all of it has landed. */
  public boolean warns() {
    return forecast.outcome() == Outcome.CONFLICTS
        || forecast.outcome() == Outcome.UNKNOWN
        || !sameLines().isEmpty();
  }

  /** In a few words what is worth telling; empty where nothing is. */
  public String words() {
    if (forecast.outcome() == Outcome.NOTHING) {
      return "";
    }
    List<String> words = new ArrayList<>();
    if (forecast.behind() > 0) {
      words.add("%,d behind".formatted(forecast.behind()));
    }
    switch (forecast.outcome()) {
      case CONFLICTS -> {
        int all = forecast.conflicts().size() + forecast.moreConflicts();
        words.add(
            "conflicts in "
                + (all == 1
                    ? name(forecast.conflicts().getFirst())
                    : Words.count(all, "file", "files")));
      }
      case UNKNOWN -> words.add("unknown whether it merges");
      case CLEAN, NOTHING -> {
        if (forecast.behind() > 0) {
          words.add("merges cleanly");
        }
      }
    }
    List<Touch> lines = sameLines();
    if (lines.size() == 1) {
      words.add("same lines as " + Words.line(lines.getFirst().other.now().title(), MOST_TITLE));
    } else if (!lines.isEmpty()) {
      words.add("same lines as %d others".formatted(lines.size()));
    }
    return String.join(" · ", words);
  }

  /** All of it, a line each. */
  public String sentences() {
    List<String> all = new ArrayList<>();
    all.add(forecast.sentence());
    for (Touch touch : touches) {
      all.add(
          "“%s” touches the same %s: %s"
              .formatted(
                  Words.line(touch.other.now().title(), MOST_TITLE),
                  touch.lines() ? "lines" : "files, in places that merge",
                  touch.overlap.paths().getFirst()
                      + (touch.overlap.paths().size() + touch.overlap.morePaths() > 1
                          ? " …"
                          : "")));
    }
    return String.join("\n", all);
  }

  private List<Touch> sameLines() {
    return touches.stream().filter(Touch::lines).toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
