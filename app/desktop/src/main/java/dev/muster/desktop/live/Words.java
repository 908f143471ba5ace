package dev.muster.desktop.live;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.CommandRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How numbers, times and states are said everywhere in the window. */
public final class Words {
  private Words() {}

  /** How long ago, as short as it goes: {@code now}, {@code 6m}, {@code 3h}, {@code 2d}. */
  public static String age(Instant since, Instant now) {
    long seconds = Math.max(0, Duration.between(since, now).toSeconds());
    if (seconds < 60) {
      return "now";
    }
    if (seconds < 3600) {
      return seconds / 60 + "m";
    }
    return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
  }

  /** How long something took: {@code 340 ms}, {@code 3.1 s}, {@code 4 min 12 s}, {@code 2 h}. */
  public static String took(long millis) {
    if (millis < 1000) {
      // A clock that was set back meanwhile makes it less than nothing.
      return Math.max(0, millis) + " ms";
    }
    if (millis < 10_000) {
      return String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }
    if (millis < 60_000) {
      return millis / 1000 + " s";
    }
    if (millis < 3_600_000) {
      long rest = millis / 1000 % 60;
      return millis / 60_000 + " min" + (rest == 0 ? "" : " " + rest + " s");
    }
    long rest = millis / 60_000 % 60;
    return millis / 3_600_000 + " h" + (rest == 0 ? "" : " " + rest + " min");
  }

  /** Whole seconds, for what is still going on: {@code 12 s}, {@code 2 min 5 s}. */
  public static String running(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    return seconds < 60 ? seconds + " s" : took(seconds * 1000);
  }

  /** Micro-dollars as {@code $0.41}; what is less than a cent and not nothing keeps 4 digits. */
  public static String money(long micros) {
    double dollars = micros / 1_000_000.0;
    return micros > 0 && micros < 10_000
        ? String.format(Locale.ROOT, "$%.4f", dollars)
        : String.format(Locale.ROOT, "$%.2f", dollars);
  }

  /** Room on the disk, down to the byte: {@code 380 bytes}, {@code 4 KB}, {@code 1.3 GB}. */
  public static String bytes(long bytes) {
    if (bytes < 1_000) {
      return count(bytes, "byte", "bytes");
    }
    return bytes < 999_500 ? Math.round(bytes / 1e3) + " KB" : memory(bytes);
  }

  /** Memory: {@code 412 MB}, {@code 1.3 GB}. */
  public static String memory(long bytes) {
    long megabytes = Math.round(bytes / 1e6);
    return megabytes < 1_000
        ? megabytes + " MB"
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  /** Tokens as {@code 950}, {@code 12.4 k}, {@code 1.2 M}. */
  public static String tokens(long tokens) {
    if (tokens < 1000) {
      return Long.toString(tokens);
    }
    return tokens < 1_000_000
        ? String.format(Locale.ROOT, "%.1f k", tokens / 1000.0)
        : String.format(Locale.ROOT, "%.1f M", tokens / 1_000_000.0);
  }

  /** How a run stands to the files as they are now. */
  public static String since(CommandRun run) {
    if (run.editsSince() > 0) {
      return count(run.editsSince(), "edit", "edits") + " since";
    }
    return switch (run.on().files()) {
      case TO_BE_MEASURED, SAME, SAME_SO_FAR -> "after the last edit";
      case UNSURE -> "files may have changed since";
      case CHANGED -> "files changed since";
    };
  }

  /** {@code 1 file}, {@code 2 files}. */
  public static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }

  /** The place in a queue, from 1: {@code 1st}, {@code 2nd}, {@code 13th}. */
  public static String ordinal(int n) {
    String ending =
        n % 100 / 10 == 1
            ? "th"
            : switch (n % 10) {
              case 1 -> "st";
              case 2 -> "nd";
              case 3 -> "rd";
              default -> "th";
            };
    return n + ending;
  }

  /** Lines added and removed: {@code +118 −9}; only what there is; empty when nothing. */
  public static String lines(int added, int removed) {
    String plus = added > 0 ? "+" + added : "";
    String minus = removed > 0 ? "−" + removed : "";
    return plus.isEmpty() || minus.isEmpty() ? plus + minus : plus + " " + minus;
  }

  /** A state in a person's words. */
  public static String state(SessionState state) {
    return switch (state) {
      case QUEUED -> "queued";
      case STARTING -> "starting";
      case WORKING -> "working";
      case NEEDS_YOU -> "needs you";
      case READY -> "ready to review";
      case STOPPED -> "stopped";
      case FAILED -> "failed";
      case LOST -> "lost";
      case CLOSED -> "closed";
    };
  }

  /** A mode's short name. */
  public static String mode(PermissionMode mode) {
    return switch (mode) {
      case SUGGEST -> "Suggest";
      case EDIT -> "Edit";
      case FULL_AUTO -> "Full auto";
    };
  }

  /** A path as one reads it in a session: from its worktree on. Anything else stays as it is. */
  public static String inWorktree(@Nullable String worktree, String path) {
    return worktree != null && path.startsWith(worktree + "/")
        ? path.substring(worktree.length() + 1)
        : path;
  }

  /** The first line of a text, cut with an ellipsis at {@code most} characters. */
  public static String line(String text, int most) {
    String line = text.strip().lines().findFirst().orElse("").strip();
    return line.length() <= most ? line : line.substring(0, most - 1).stripTrailing() + "…";
  }
}
