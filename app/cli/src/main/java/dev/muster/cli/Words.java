package dev.muster.cli;

import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.OutcomeEvent;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How numbers, times and states are written for people. */
final class Words {
  private Words() {}

  /** How long ago: "12 s", "3 min", "5 h", "2 d". */
  static String since(Instant then, Instant now) {
    long seconds = Math.max(0, Duration.between(then, now).toSeconds());
    if (seconds < 60) {
      return seconds + " s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + " min";
    }
    return seconds < 48 * 3_600 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }

  /** How long: "340 ms", "1.2 s", "2 min 5 s". */
  static String took(long millis) {
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
    return millis / 60_000 + " min " + millis / 1_000 % 60 + " s";
  }

  /** Micro-dollars as dollars, with more digits where little was spent. */
  static String money(long micros) {
    String digits = micros < 1_000_000 ? "$%.4f" : "$%.2f";
    return String.format(Locale.ROOT, digits, micros / 1_000_000.0);
  }

  /** A count with separators: "12,345". */
  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** As it is typed after {@code --mode}. */
  static String mode(PermissionMode mode) {
    return switch (mode) {
      case SUGGEST -> "suggest";
      case EDIT -> "edit";
      case FULL_AUTO -> "full-auto";
    };
  }

  static String level(Finding.Level level) {
    return switch (level) {
      case OK -> "ok";
      case NOTE -> "note";
      case WARNING -> "warning";
      case PROBLEM -> "problem";
    };
  }

  /** How an agent stands, in words; as it is when it is no state known here. */
  static String agentState(String state) {
    return switch (state) {
      case "READY" -> "ready";
      case "NOT_SIGNED_IN" -> "not signed in";
      case "MISSING" -> "not installed";
      case "OFF" -> "left out";
      case "NOT_READY" -> "not ready";
      default -> state;
    };
  }

  static String state(SessionState state) {
    return switch (state) {
      case QUEUED -> "queued";
      case STARTING -> "starting";
      case WORKING -> "working";
      case NEEDS_YOU -> "needs you";
      case READY -> "ready";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
      case LOST -> "lost";
      case CLOSED -> "closed";
    };
  }

  /** Where a session was put. */
  static String shelved(Shelf to) {
    return switch (to) {
      case ACTIVE -> "taken back to the others";
      case ARCHIVED -> "archived";
      case TRASHED -> "put in the trash";
      case PRUNED -> "pruned";
    };
  }

  /** What is left of a session that was thrown away, in lines. */
  static List<String> pruned(LifeEvent.Pruned pruned) {
    List<String> lines = new ArrayList<>();
    lines.add("# " + Plain.line(pruned.title(), 120));
    lines.add(
        "= pruned on %s: %s events in %d turns were thrown away"
            .formatted(
                pruned.at().toString().substring(0, 10), count(pruned.events()), pruned.turns()));
    pruned
        .left()
        .forEach(
            left -> lines.add("  stays: " + Plain.text(left.ref() + " (" + left.commit() + ")")));
    return lines;
  }

  /** What came of taking a session back. */
  static String rewound(OutcomeEvent.Rewound done) {
    return (done.forward() ? "forward again to " : "back to ")
        + (done.toTurn() == 0 ? "the beginning" : "the end of turn " + done.toTurn())
        + (done.conversation()
            ? ", files and conversation"
            : ": the files; the agent is told with the next prompt")
        + ". What was there is kept as "
        + Plain.text(done.ref());
  }

  /** "3 files +12 −4", or "no changes". */
  static String changes(int files, int added, int removed) {
    return files == 0
        ? "no changes"
        : files + (files == 1 ? " file +" : " files +") + added + " −" + removed;
  }
}
