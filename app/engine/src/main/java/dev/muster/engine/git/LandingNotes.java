package dev.muster.engine.git;

import java.util.ArrayList;
import java.util.List;

/** Reads what is written down about landings, under {@code refs/muster/}. */
final class LandingNotes {
  /**
   * A note as it is kept.
   *
   * @param ref its name
   * @param commit full id of its commit
   * @param message of that
   */
  record Entry(String ref, String commit, String message) {}

  private final Git git;
  private final GitPlace store;

  LandingNotes(Repository repository) {
    this.git = repository.git();
    this.store = GitPlace.store(repository.commonDir());
  }

  /** All notes under a name that ends with a slash, or the one with just this name. */
  List<Entry> under(String ref) throws GitException {
    var fields =
        git.run(store, "for-each-ref", "--format=%(refname)%00%(objectname)%00%(contents)%00", ref)
            .fields();
    var found = new ArrayList<Entry>();
    for (int i = 0; i + 2 < fields.size(); i += 3) {
      // Each record but the first begins with the line end of the one before.
      found.add(new Entry(fields.get(i).strip(), fields.get(i + 1), fields.get(i + 2)));
    }
    return found;
  }

  /**
   * What a note says.
   *
   * @throws GitException when there is none, or it is not one of Muster's
   */
  LandingRecord read(String ref) throws GitException {
    for (var entry : under(ref)) {
      if (entry.ref().equals(ref)) {
        return LandingRecord.parse(entry.ref(), entry.message());
      }
    }
    throw new GitException("There is no landing “%s”.".formatted(ref));
  }

  /**
   * What was being done, if that is still so.
   *
   * @throws GitException when it was finished or undone in the meantime
   */
  LandingRecord same(UnfinishedLanding unfinished) throws GitException {
    for (var entry : under(MusterRefs.landings())) {
      if (entry.commit().equals(unfinished.record())) {
        return LandingRecord.parse(entry.ref(), entry.message());
      }
    }
    throw new GitException("This was finished or undone in the meantime.");
  }
}
