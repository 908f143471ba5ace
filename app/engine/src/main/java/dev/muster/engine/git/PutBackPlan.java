package dev.muster.engine.git;

import dev.muster.engine.git.RefusedException.Reason;
import java.util.ArrayList;
import java.util.List;

/** Works out which files have to become what so that a kept change is undone. */
final class PutBackPlan {
  private final TreeEntries trees;
  private final Merging merging;
  private final List<String> notes;

  /**
   * @param notes takes what a person should be told
   */
  PutBackPlan(TreeEntries trees, Merging merging, List<String> notes) {
    this.trees = trees;
    this.merging = merging;
    this.notes = notes;
  }

  /**
   * @param tree all files as they are now
   */
  List<PathChange> of(KeptChange change, String tree) throws GitException {
    var there = trees.in(tree, change.files().stream().map(KeptChange.File::path).toList());
    var changes = new ArrayList<PathChange>();
    for (var file : change.files()) {
      var now = there.getOrDefault(file.path(), FileState.NONE);
      if (now.mode().equals("040000")) {
        throw inTheWay(file.path());
      }
      if (now.equals(file.after())) {
        changes.add(new PathChange(file.path(), now, file.before(), file.rawBefore()));
      } else if (!now.equals(file.before())) {
        changes.add(merged(file, now));
      }
    }
    if (changes.isEmpty()) {
      throw new RefusedException(
          Reason.NOTHING, "All of this is there again already. Nothing was done.");
    }
    return changes;
  }

  private PathChange merged(KeptChange.File file, FileState now) throws GitException {
    var path = file.path();
    if (file.after().none()) {
      throw inTheWay(path);
    }
    if (now.none()) {
      throw new RefusedException(
          Reason.CONFLICT, "“%s” is gone since. Nothing was done.".formatted(path));
    }
    if (file.before().none()) {
      throw new RefusedException(
          Reason.CONFLICT,
          "“%s” has changed since; removing it again would lose that. Nothing was done."
              .formatted(path));
    }
    if (now.regular() && file.before().regular() && file.after().regular()) {
      var id = merging.merge(now.id(), file.after().id(), file.before().id());
      if (id != null) {
        boolean mode = now.mode().equals(file.after().mode());
        notes.add("“%s” has changed since; both changes are in it now.".formatted(path));
        return new PathChange(
            path, now, new FileState(mode ? file.before().mode() : now.mode(), id));
      }
    }
    throw new RefusedException(
        Reason.CONFLICT,
        "“%s” has changed since at the same place. Nothing was done.".formatted(path));
  }

  private static RefusedException inTheWay(String path) {
    return new RefusedException(
        Reason.IN_THE_WAY,
        "There is something else at “%s” now. Nothing was done.".formatted(path));
  }
}
