package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.git.FileChange;

/** Where a comment stands in a file that has changed since it was written. Pure functions. */
final class CommentPlaces {
  private CommentPlaces() {}

  /** Whether the side it stands on is not what it was. */
  static boolean isOlder(Place place, FileChange now) {
    String blob = place.blob();
    return blob != null && !blob.equals(place.side() == Side.OLD ? now.oldId() : now.newId());
  }

  /**
   * The line it stands under: its last one, or where those lines are now as far as they are shown;
   * 0 for the file.
   */
  static int line(Place place, ReviewFile file) {
    String quoted = place.quoted().lines().reduce("", (before, last) -> last);
    if (place.to() == 0 || quoted.isBlank() || !isOlder(place, file.change())) {
      return place.to();
    }
    boolean old = place.side() == Side.OLD;
    int best = 0;
    for (DiffHunk hunk : file.hunks()) {
      int number = old ? hunk.oldStart() : hunk.newStart();
      for (DiffLine line : hunk.lines()) {
        if (line.kind() != (old ? DiffLine.Kind.ADDED : DiffLine.Kind.REMOVED)) {
          boolean nearer = best == 0 || Math.abs(number - place.to()) < Math.abs(best - place.to());
          if (line.told().equals(quoted) && nearer) {
            best = number;
          }
          number++;
        }
      }
    }
    return best == 0 ? place.to() : best;
  }
}
