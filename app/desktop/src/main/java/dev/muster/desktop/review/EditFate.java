package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that is being edited and is not listed any more as one that can be.
 *
 * @param sentence says so
 * @param into the file in which what was typed can be stored, checked as usual; null for none
 * @param here whether it may still be stored under its own name
 */
record EditFate(String sentence, @Nullable ReviewFile into, boolean here) {
  private static final String REST = " Copy what you typed, or give it up.";

  /**
   * Looks a file up in what is listed now.
   *
   * @param opened the file as it was when editing began
   * @param seenId id of the content that is edited
   */
  static EditFate of(FileChange opened, String seenId, ReviewModel model) {
    String name = quoted(opened.path());
    if (!model.comparedProperty().get().toNow()) {
      return new EditFate(
          name + " cannot be edited here: what is shown is not how the files are now.", null, true);
    }
    ReviewFile listed = model.file(opened.path()).orElse(null);
    if (listed == null) {
      String before = opened.oldPath() == null ? opened.path() : opened.oldPath();
      Optional<ReviewFile> named =
          model.places().renamed(before).or(() -> model.places().holding(seenId));
      if (named.filter(file -> ReviewEdits.canEdit(file.change())).isPresent()) {
        return new EditFate(
            name
                + " was renamed to "
                + quoted(named.get().path())
                + ". What you typed can be stored there.",
            named.get(),
            false);
      }
    }
    boolean gone = listed != null && listed.change().status() == Status.DELETED;
    boolean all = model.comparedProperty().get().equals(Compared.ALL) && !more(model);
    if (gone || listed == null && all && isNew(opened)) {
      return new EditFate(name + " is gone: it was deleted or renamed." + REST, null, false);
    }
    if (listed != null) {
      return new EditFate(name + " cannot be edited as text any more." + REST, null, false);
    }
    return all
        ? new EditFate(name + " is again as it was when the session began." + REST, null, false)
        : new EditFate(name + " is not among the files listed here.", null, true);
  }

  private static boolean isNew(FileChange opened) {
    return opened.status() == Status.ADDED || opened.status() == Status.COPIED;
  }

  private static boolean more(ReviewModel model) {
    Changeset shown = model.changesProperty().get();
    return shown == null || shown.moreFiles() > 0 || !shown.leftOut().isEmpty();
  }

  private static String quoted(String path) {
    return "“" + VisibleText.onOneLine(path) + "”";
  }
}
