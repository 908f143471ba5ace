package dev.muster.engine.git;

import java.util.Set;
import java.util.regex.Pattern;

/** The names of the refs that are Muster's own. */
final class MusterRefs {
  /** What all of them begin with. */
  static final String ROOT = "refs/muster/";

  /** What the branches of sessions begin with. */
  static final String BRANCHES = "muster/";

  /** The same where a branch called {@code muster} leaves no room. */
  static final String OTHER_BRANCHES = "muster-work/";

  private static final String ARCHIVE = "archive";
  private static final String LANDING = "landing";
  private static final String LANDED = "landed";
  private static final String KEPT = "kept";
  private static final String DROPPED = "dropped";
  private static final String DOING = "doing";
  private static final String RESOLVED = "resolved";
  private static final Set<String> TAKEN =
      Set.of(ARCHIVE, LANDING, LANDED, KEPT, DROPPED, DOING, RESOLVED);
  private static final Pattern SESSION = Pattern.compile("[a-z0-9]{1,40}");

  private MusterRefs() {}

  /**
   * @throws IllegalArgumentException when the session's id is not short lowercase letters and
   *     digits
   */
  static String checkpoint(String session, int turn) {
    if (turn < 0) {
      throw new IllegalArgumentException("turns are counted from 0, not " + turn);
    }
    return checkpoints(session) + turn;
  }

  /** What the refs of a session's checkpoints begin with. */
  static String checkpoints(String session) {
    return ROOT + checked(session) + "/";
  }

  /** Where the state before a session's rewind stays; they are counted from 1. */
  static String rewind(String session, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("rewinds are counted from 1, not " + number);
    }
    return checkpoints(session) + "rewind/" + number;
  }

  static String archive(String session) {
    return archives() + checked(session);
  }

  /** What the refs of all archives begin with. */
  static String archives() {
    return ROOT + ARCHIVE + "/";
  }

  /** What tells that something is being done to a session's work or with it. */
  static String landing(String session) {
    return landings() + checked(session);
  }

  /** What the refs of all that is being done begin with. */
  static String landings() {
    return ROOT + LANDING + "/";
  }

  /** What the refs of a session's landings begin with. */
  static String landed(String session) {
    return allLanded() + checked(session) + "/";
  }

  /** What the refs of all landings begin with. */
  static String allLanded() {
    return ROOT + LANDED + "/";
  }

  /** Keeps what would else be reachable no more: what was staged, or a resolution not used. */
  static String kept(String session, String commit) {
    return ROOT + KEPT + "/" + checked(session) + "/" + commit;
  }

  /** What a person made of conflicts while commits are replayed one by one. */
  static String resolved(String session) {
    return ROOT + RESOLVED + "/" + checked(session);
  }

  /** What a change of a session's worktree made by a person put away, counted from 1. */
  static String dropped(String session, int number) {
    if (number < 1) {
      throw new IllegalArgumentException("these are counted from 1, not " + number);
    }
    return dropped(session) + number;
  }

  /** What the refs of all that begin with. */
  static String dropped(String session) {
    return ROOT + DROPPED + "/" + checked(session) + "/";
  }

  /** There as long as such a change is under way; names the same commit. */
  static String doing(String session) {
    return ROOT + DOING + "/" + checked(session);
  }

  /** Whether a branch is one that Muster makes for sessions. */
  static boolean isOwnBranch(String branch) {
    return branch.startsWith(BRANCHES) || branch.startsWith(OTHER_BRANCHES);
  }

  private static String checked(String session) {
    if (!SESSION.matcher(session).matches() || TAKEN.contains(session)) {
      throw new IllegalArgumentException("not a session id: " + session);
    }
    return session;
  }
}
