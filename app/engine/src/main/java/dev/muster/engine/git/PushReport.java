package dev.muster.engine.git;

import dev.muster.engine.git.PushResult.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Makes a result for people out of what {@code git push --porcelain} says. */
final class PushReport {
  private static final int MAX_CHARS = 500;
  private static final Pattern LINK = Pattern.compile("https?://\\S+");

  private PushReport() {}

  static PushResult of(PushRequest request, int exit, String out, String err) {
    var lines = new ArrayList<String>();
    (out + "\n" + err)
        .lines()
        .map(Remote::withoutSecrets)
        .map(String::stripTrailing)
        .filter(line -> !line.isBlank())
        .limit(Publishing.MAX_LINES)
        .forEach(l -> lines.add(l.length() > MAX_CHARS ? l.substring(0, MAX_CHARS) + "…" : l));
    var outcome = outcome(exit, lines);
    return new PushResult(outcome, sentence(request, outcome, lines), lines, link(lines));
  }

  private static Outcome outcome(int exit, List<String> lines) {
    if (exit == 0) {
      return lines.stream().anyMatch(l -> l.startsWith("=\t"))
          ? Outcome.UP_TO_DATE
          : Outcome.PUSHED;
    }
    var all = String.join("\n", lines).toLowerCase(Locale.ROOT);
    if (has(all, "[rejected]")) {
      return Outcome.BEHIND;
    }
    if (has(all, "[remote rejected]")) {
      return Outcome.REFUSED;
    }
    if (has(all, "host key verification failed", "remote host identification has changed")) {
      return Outcome.NOT_REACHED;
    }
    if (has(
        all,
        "authentication failed",
        "could not read username",
        "could not read password",
        "permission denied",
        "access denied",
        "error: 401",
        "error: 403",
        "repository not found")) {
      return Outcome.NOT_ALLOWED;
    }
    if (has(
        all,
        "could not resolve host",
        "unable to access",
        "connection refused",
        "connection timed out",
        "network is unreachable",
        "does not appear to be a git repository",
        "could not read from remote repository",
        "unable to connect")) {
      return Outcome.NOT_REACHED;
    }
    return Outcome.FAILED;
  }

  private static boolean has(String all, String... any) {
    for (var one : any) {
      if (all.contains(one)) {
        return true;
      }
    }
    return false;
  }

  private static String sentence(PushRequest request, Outcome outcome, List<String> lines) {
    var branch = request.branch();
    var remote = request.place().push();
    return switch (outcome) {
      case PUSHED -> "%s was pushed to %s (%s).".formatted(branch, remote.name(), remote.shown());
      case UP_TO_DATE -> "%s is on %s already.".formatted(branch, remote.name());
      case BEHIND ->
          request.replace()
              ? "%s on %s is not what was last seen of it, so it was not replaced. Nothing was pushed. Fetch, look at it, then decide."
                  .formatted(branch, remote.name())
              : "%s on %s has commits that this one has not, so nothing was pushed. Fetch and look at them, or ask to replace it."
                  .formatted(branch, remote.name());
      case REFUSED ->
          "%s refused %s: %s. The branch is unchanged here."
              .formatted(remote.name(), branch, reason(lines));
      case NOT_ALLOWED ->
          "%s did not let you in: %s. Nothing was pushed. Sign in once in a terminal (for example “git push %s %s” or “gh auth login”), then try again."
              .formatted(remote.name(), reason(lines), remote.name(), branch);
      case NOT_REACHED ->
          "%s (%s) could not be reached: %s. Nothing was pushed; try again when it can be."
              .formatted(remote.name(), remote.shown(), reason(lines));
      case FAILED -> "%s was not pushed to %s: %s.".formatted(branch, remote.name(), reason(lines));
    };
  }

  /** The words of the server or of git that tell most. */
  private static String reason(List<String> lines) {
    for (var line : lines) {
      int at = line.indexOf("[remote rejected]");
      if (line.startsWith("!\t") && at >= 0) {
        var said = serverSaid(lines);
        return line.substring(at + 17).strip() + (said.isEmpty() ? "" : ", “" + said + "”");
      }
    }
    for (var prefix : List.of("fatal: ", "error: ", "remote: error: ", "remote: ")) {
      for (var line : lines) {
        if (line.startsWith(prefix)
            && !line.contains("failed to push some refs")
            && line.length() > prefix.length()) {
          return withoutDot(line.substring(prefix.length()));
        }
      }
    }
    return lines.isEmpty() ? "git does not say why" : withoutDot(lines.getFirst());
  }

  private static String serverSaid(List<String> lines) {
    return lines.stream()
        .filter(l -> l.startsWith("remote: "))
        .map(l -> l.substring(8).strip())
        .filter(l -> !l.isEmpty() && !l.startsWith("http"))
        .findFirst()
        .map(PushReport::withoutDot)
        .orElse("");
  }

  private static String withoutDot(String text) {
    var line = text.strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }

  private static String link(List<String> lines) {
    for (var line : lines) {
      var found = LINK.matcher(line);
      if (line.startsWith("remote:") && found.find()) {
        return found.group();
      }
    }
    return "";
  }
}
