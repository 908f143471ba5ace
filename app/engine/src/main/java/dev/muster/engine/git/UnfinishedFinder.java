package dev.muster.engine.git;

import java.nio.file.Files;
import java.nio.file.Path;

/** Looks how far something came that was being done when Muster ended. */
final class UnfinishedFinder {
  private final Repository repository;
  private final LandingSteps steps;

  UnfinishedFinder(Repository repository, LandingSteps steps) {
    this.repository = repository;
    this.steps = steps;
  }

  UnfinishedLanding look(LandingNotes.Entry entry) {
    var session = entry.ref().substring(MusterRefs.landings().length());
    try {
      var record = LandingRecord.parse(entry.ref(), entry.message());
      return switch (record.kind()) {
        case LAND -> landing(entry, record);
        case UNDO -> undoing(entry, record);
        case RESOLVE -> resolving(entry, record);
      };
    } catch (GitException e) {
      return new UnfinishedLanding(
          session, entry.ref(), entry.commit(), String.valueOf(e.getMessage()), false, false);
    }
  }

  private UnfinishedLanding landing(LandingNotes.Entry entry, LandingRecord record)
      throws GitException {
    var target = record.target();
    var now = steps.branch(target);
    if (now.equals(record.after())) {
      return new UnfinishedLanding(
          record.session(),
          entry.ref(),
          entry.commit(),
          "The landing on %s had moved it when Muster ended; only the note of it is missing."
              .formatted(target),
          true,
          true);
    }
    if (!now.isEmpty() && steps.isAncestor(record.after(), now)) {
      return new UnfinishedLanding(
          record.session(),
          entry.ref(),
          entry.commit(),
          "The landing on %s had moved it when Muster ended, and more came after it since."
              .formatted(target),
          true,
          false);
    }
    if (!now.equals(record.before())) {
      return new UnfinishedLanding(
          record.session(),
          entry.ref(),
          entry.commit(),
          "A landing on %s was cut short before it moved, and it has moved otherwise since. Nothing is lost: undo this one and land again."
              .formatted(target),
          false,
          true);
    }
    boolean same = sessionStands(record);
    var halfWay =
        same && record.moving() == Moving.CHECKOUT
            ? halfWay(record, record.before(), record.after())
            : "";
    return new UnfinishedLanding(
        record.session(),
        entry.ref(),
        entry.commit(),
        !halfWay.isEmpty()
            ? halfWay
            : same
                ? "A landing on %s was cut short before it moved.".formatted(target)
                : "A landing on %s was cut short before it moved, and the session's files have changed since. Nothing is lost: undo this one and land again."
                    .formatted(target),
        same && halfWay.isEmpty(),
        true);
  }

  /** What to do about a checkout that git may have been moving, empty when it is clean. */
  private String halfWay(LandingRecord record, String from, String to) throws GitException {
    var place = new TargetPlaces(repository).of(record.target(), from, to);
    var lock = locked(place);
    if (place.inTheWay().isEmpty() && lock.isEmpty()) {
      return "";
    }
    var what =
        "%s was cut short, perhaps while the checkout of %s was being moved."
            .formatted(
                record.kind() == LandingRecord.Kind.UNDO ? "Undoing a landing" : "A landing",
                record.target());
    var locked =
        lock.isEmpty()
            ? ""
            : " Git is at work there, or was ended in the middle of it: “%s” is there. Wait until that is gone, or delete it when no git is left there."
                .formatted(lock);
    return place.inTheWay().isEmpty()
        ? what + locked + " Then this can be finished."
        : "%s%s %s Look at them there: “git stash -u” puts them aside, then this can be finished."
            .formatted(what, locked, String.join(" ", place.inTheWay()));
  }

  /** Git's lock on the checkout, empty when there is none. */
  private String locked(TargetPlace place) throws GitException {
    var checkout = place.checkout();
    if (checkout == null) {
      return "";
    }
    var lock = repository.worktrees().at(checkout).gitDir().resolve("index.lock");
    return Files.exists(lock) ? lock.toString() : "";
  }

  /** Whether the session's work is committed, or is what was to be committed. */
  private boolean sessionStands(LandingRecord record) throws GitException {
    if (record.sessionBefore().equals(record.sessionAfter())) {
      return true;
    }
    var work =
        new SessionWork(record.session(), Path.of(record.worktree()), Path.of(record.index()));
    try {
      var head = repository.worktrees().at(work.worktree()).head();
      if (head != null && steps.isAncestor(record.sessionAfter(), head.commit())) {
        return true;
      }
      var files = SessionFiles.of(repository, work);
      return files.head().equals(record.sessionBefore())
          && files.tree().equals(record.sessionTree());
    } catch (GitException e) {
      return false; // the worktree is gone or busy: then its state is not the one that was seen
    }
  }

  private UnfinishedLanding undoing(LandingNotes.Entry entry, LandingRecord record)
      throws GitException {
    var now = steps.branch(record.target());
    boolean back = now.equals(record.before());
    boolean ahead = now.equals(record.after());
    var halfWay =
        ahead && record.moving() == Moving.CHECKOUT
            ? halfWay(record, record.after(), record.before())
            : "";
    if (!halfWay.isEmpty()) {
      return new UnfinishedLanding(
          record.session(), entry.ref(), entry.commit(), halfWay, false, true);
    }
    return new UnfinishedLanding(
        record.session(),
        entry.ref(),
        entry.commit(),
        back
            ? "Undoing the landing on %s had moved it back when Muster ended; only the note of it is missing."
                .formatted(record.target())
            : ahead
                ? "Undoing the landing on %s was cut short before it moved."
                    .formatted(record.target())
                : "Undoing the landing on %s was cut short, and it has moved otherwise since."
                    .formatted(record.target()),
        back || ahead,
        !back);
  }

  private UnfinishedLanding resolving(LandingNotes.Entry entry, LandingRecord record)
      throws GitException {
    var head = repository.worktrees().at(Path.of(record.worktree())).head();
    boolean done = head != null && steps.isAncestor(record.after(), head.commit());
    boolean same = done || sessionStands(record);
    return new UnfinishedLanding(
        record.session(),
        entry.ref(),
        entry.commit(),
        done
            ? "The resolved conflicts were on the session's branch when Muster ended; only the note"
                + " of it is left."
            : same
                ? "Resolved conflicts were not yet on the session's branch when Muster ended."
                : "Resolved conflicts were not yet on the session's branch when Muster ended, and"
                    + " its files have changed since. They stay under the note until it is"
                    + " undone.",
        same,
        !done);
  }
}
