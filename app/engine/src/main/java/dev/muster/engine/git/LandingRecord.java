package dev.muster.engine.git;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is being done, as it is written down before it begins: the JSON in the message of a commit
 * whose parents keep everything alive that the doing needs.
 *
 * @param kind what
 * @param session whose
 * @param number which landing of the session, from 1
 * @param worktree the session's worktree
 * @param index its private index
 * @param sessionBefore the commit it stood on
 * @param sessionAfter the commit it stands on after its work was committed, the same if it was
 * @param sessionTree the tree of its files
 * @param message of the commit of its work, the first line
 * @param target short name of the branch that moves, or that is merged into the session's
 * @param before the commit that moves from, empty when the branch is made
 * @param after the commit that moves to
 * @param way how the commit was made
 * @param moving what moves
 * @param at when, in milliseconds since 1970
 * @param undone whether it was undone later
 */
record LandingRecord(
    Kind kind,
    String session,
    int number,
    String worktree,
    String index,
    String sessionBefore,
    String sessionAfter,
    String sessionTree,
    String message,
    String target,
    String before,
    String after,
    LandingWay way,
    Moving moving,
    long at,
    boolean undone) {
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** What is done. */
  enum Kind {
    /** A session's work comes into a branch. */
    LAND,
    /** A landing is undone. */
    UNDO,
    /** The target comes into the session's branch, with conflicts resolved. */
    RESOLVE
  }

  LandingRecord as(Kind kind, boolean undone) {
    return new LandingRecord(
        kind,
        session,
        number,
        worktree,
        index,
        sessionBefore,
        sessionAfter,
        sessionTree,
        message,
        target,
        before,
        after,
        way,
        moving,
        at,
        undone);
  }

  LandingRecord by(Moving moving) {
    return new LandingRecord(
        kind,
        session,
        number,
        worktree,
        index,
        sessionBefore,
        sessionAfter,
        sessionTree,
        message,
        target,
        before,
        after,
        way,
        moving,
        at,
        undone);
  }

  /** The message of its commit. */
  String text() {
    var title =
        switch (kind) {
          case LAND -> "Landing of %s on %s".formatted(session, target);
          case UNDO -> "Undoing of the landing of %s on %s".formatted(session, target);
          case RESOLVE -> "Resolved conflicts of %s".formatted(session);
        };
    return title + "\n\n" + JSON.writeValueAsString(this);
  }

  /**
   * Reads a message.
   *
   * @throws GitException when it is not one of a record
   */
  static LandingRecord parse(String ref, String text) throws GitException {
    int at = text.indexOf("\n{");
    try {
      if (at >= 0) {
        var read = JSON.readValue(text.substring(at + 1), LandingRecord.class);
        if (read.kind != null
            && read.session != null
            && read.worktree != null
            && read.index != null
            && read.target != null
            && read.after != null
            && read.moving != null) {
          return read;
        }
      }
    } catch (JacksonException e) {
      throw new GitException("“%s” is not a record of a landing.".formatted(ref), text, e);
    }
    throw new GitException("“%s” is not a record of a landing.".formatted(ref), text);
  }
}
