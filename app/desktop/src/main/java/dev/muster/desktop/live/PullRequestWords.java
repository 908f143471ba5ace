package dev.muster.desktop.live;

import dev.muster.desktop.control.Tone;
import dev.muster.engine.git.PullRequest;
import dev.muster.engine.git.PullRequest.CheckState;

/** Words for how a pull request stands. */
public final class PullRequestWords {
  private PullRequestWords() {}

  /** In a few words: {@code #7 open · 3 of 4 checks passed}. */
  public static String of(PullRequest request) {
    String state =
        switch (request.state()) {
          case OPEN -> request.draft() ? "draft" : "open";
          case CLOSED -> "closed";
          case MERGED -> "merged";
          case UNKNOWN -> "in a state Muster does not know";
        };
    String checks = request.state() == PullRequest.State.OPEN ? checks(request) : "";
    return "#" + request.number() + " " + state + (checks.isEmpty() ? "" : " · " + checks);
  }

  /** How its checks stand, in a few words; empty when there are none. */
  public static String checks(PullRequest request) {
    int all = request.checks().size() - (int) request.count(CheckState.SKIPPED);
    long failed = request.count(CheckState.FAILED);
    long running = request.count(CheckState.RUNNING);
    if (all <= 0) {
      return "";
    }
    if (failed > 0) {
      return "%,d of %,d checks failed".formatted(failed, all);
    }
    return running > 0
        ? "%,d of %,d checks running".formatted(running, all)
        : all == 1 ? "check passed" : "%,d checks passed".formatted(all);
  }

  /** Its colour: what failed or conflicts is red, what is under way has none. */
  public static Tone tone(PullRequest request) {
    return switch (request.state()) {
      case MERGED -> Tone.SUCCESS;
      case CLOSED, UNKNOWN -> Tone.NEUTRAL;
      case OPEN ->
          request.count(CheckState.FAILED) > 0 || request.mergeable().equals("CONFLICTING")
              ? Tone.DANGER
              : request.count(CheckState.RUNNING) > 0
                  ? Tone.INFO
                  : request.count(CheckState.PASSED) > 0 ? Tone.SUCCESS : Tone.NEUTRAL;
    };
  }

  /** What is known of a session's, for its row; empty when there is none. */
  public static String row(SessionItem item) {
    PullRequest looked = item.pullRequestProperty().get();
    if (looked != null) {
      return "PR " + of(looked);
    }
    String page = item.now().pullRequest();
    if (page == null) {
      return "";
    }
    String number = page.substring(page.lastIndexOf('/') + 1);
    return number.matches("\\d{1,9}") ? "PR #" + number : "PR";
  }
}
