package dev.muster.engine.git;

import java.time.Instant;

/**
 * A landing that was carried out. Its commits stay reachable through {@code ref}, also when it was
 * undone.
 *
 * @param session whose work
 * @param number which of the session's landings, from 1; 0 for a resolution of conflicts that was
 *     finished after a crash
 * @param ref {@code refs/muster/landed/SESSION/NUMBER}
 * @param target short name of the branch that moved or was made
 * @param before full id of the commit it stood on, empty when it was made
 * @param after full id of the commit it stands on since
 * @param way how the commit was made
 * @param moving what moved
 * @param at when
 * @param undone whether it was undone
 */
public record Landed(
    String session,
    int number,
    String ref,
    String target,
    String before,
    String after,
    LandingWay way,
    Moving moving,
    Instant at,
    boolean undone) {
  static Landed of(LandingRecord record) {
    return new Landed(
        record.session(),
        record.number(),
        MusterRefs.landed(record.session()) + record.number(),
        record.target(),
        record.before(),
        record.after(),
        record.way(),
        record.moving(),
        Instant.ofEpochMilli(record.at()),
        record.undone());
  }

  /** What was done, a sentence. */
  public String sentence() {
    var what =
        switch (way) {
          case MERGE -> "merged";
          case SQUASH -> "squashed";
          case REBASE -> "rebased";
        };
    if (number == 0) {
      return "%s was merged into the session's own branch, with the conflicts resolved."
          .formatted(target);
    }
    return moving == Moving.NEW_BRANCH
        ? "The work was %s onto the new branch %s.".formatted(what, target)
        : "The work was %s onto %s, which moved from %s to %s."
            .formatted(what, target, before.substring(0, 8), after.substring(0, 8));
  }
}
