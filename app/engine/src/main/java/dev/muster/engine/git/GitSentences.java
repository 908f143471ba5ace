package dev.muster.engine.git;

import java.util.List;

/** Makes sentences for people out of what git says when it fails. */
final class GitSentences {
  private GitSentences() {}

  /** Whether trying again may help. */
  static boolean isPassing(String err) {
    // A clean-up of somebody else's takes an object folder away right when it is written to.
    return isLockTrouble(err)
        || err.contains("unable to create temporary file: No such file or directory");
  }

  /** Whether somebody else's lock is in the way, so that trying again may help. */
  static boolean isLockTrouble(String err) {
    // "cannot lock ref" alone is also said when a ref is not what it was expected to be.
    return (err.contains(".lock': File exists") && err.contains("Unable to create"))
        || err.contains("Another git process seems to be running");
  }

  /** Says that a command failed, and why as far as git tells. */
  static String failure(String command, int exit, String err) {
    if (err.contains("No space left on device")) {
      return "The disk is full, so “git %s” could not finish.".formatted(command);
    }
    if (isLockTrouble(err)) {
      return "“git %s” found the repository locked by another git process for two seconds and gave up."
          .formatted(command);
    }
    var reason = reason(err);
    return reason.isEmpty()
        ? "“git %s” failed with exit code %d.".formatted(command, exit)
        : "“git %s” failed: %s".formatted(command, reason);
  }

  /** The one line that tells most. */
  static String reason(String err) {
    var lines = err.lines().map(String::strip).filter(l -> !l.isEmpty()).toList();
    for (var prefix : List.of("fatal: ", "error: ")) {
      for (var line : lines) {
        if (line.startsWith(prefix)) {
          return bounded(line.substring(prefix.length()));
        }
      }
    }
    return lines.isEmpty() ? "" : bounded(lines.getLast());
  }

  private static String bounded(String line) {
    return line.length() > 500 ? line.substring(0, 500) + "…" : line;
  }
}
