package dev.muster.engine.git;

import java.util.List;

/**
 * Who changed a conflicting file: the last commits on both sides since they parted, the newest
 * first, at most {@link #MOST} each.
 *
 * @param target commits of the target
 * @param session commits of the session
 */
public record ConflictOrigins(List<Origin> target, List<Origin> session) {
  /** Commits that are told of a side. */
  public static final int MOST = 5;

  public ConflictOrigins {
    target = List.copyOf(target);
    session = List.copyOf(session);
  }

  /**
   * A commit that changed the file.
   *
   * @param commit full id
   * @param subject first line of its message
   * @param author the author's name
   * @param session id of the session whose landing it was, empty when it was none
   */
  public record Origin(String commit, String subject, String author, String session) {}
}
