package dev.muster.engine.git;

import java.util.List;

/**
 * A pull request as the server tells of it.
 *
 * @param number its number
 * @param url its page, http or https
 * @param title its title
 * @param state whether it is open
 * @param draft whether it is a draft
 * @param base the branch it goes to
 * @param head the branch it comes from
 * @param headCommit full id of the commit it stands at there
 * @param mergeable whether the server could merge it, in the server's words: {@code MERGEABLE},
 *     {@code CONFLICTING}, {@code UNKNOWN}
 * @param review what reviewers decided, in the server's words, empty when nothing: {@code
 *     APPROVED}, {@code CHANGES_REQUESTED}, {@code REVIEW_REQUIRED}
 * @param checks its checks, at most {@link #MAX_CHECKS}
 */
public record PullRequest(
    int number,
    String url,
    String title,
    State state,
    boolean draft,
    String base,
    String head,
    String headCommit,
    String mergeable,
    String review,
    List<Check> checks) {
  /** Checks that are kept. */
  public static final int MAX_CHECKS = 500;

  public PullRequest {
    checks = List.copyOf(checks);
  }

  /** Whether it is open. */
  public enum State {
    OPEN,
    CLOSED,
    MERGED,
    UNKNOWN
  }

  /** How a check stands. */
  public enum CheckState {
    RUNNING,
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * A check that the server runs.
   *
   * @param name its name
   * @param state how it stands
   * @param url its page, empty when there is none
   */
  public record Check(String name, CheckState state, String url) {}

  /** How many checks stand like this. */
  public long count(CheckState state) {
    return checks.stream().filter(c -> c.state() == state).count();
  }
}
