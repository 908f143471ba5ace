package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetSelection;
import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.git.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Names what a person chose on the sheet as parts of the changes. Pure functions. */
final class ReviewParts {
  /** How git marks what is a commit of another repository. */
  private static final String SUBMODULE = "160000";

  private ReviewParts() {}

  /** Whether changes can be taken out of it: what a submodule stands on is changed inside it. */
  static boolean canTakeOut(FileChange change) {
    return change.kind() != FileChange.Kind.SUBMODULE
        && !change.oldMode().equals(SUBMODULE)
        && !change.newMode().equals(SUBMODULE);
  }

  /** All changed lines under the header of a hunk, which may hold several that grew together. */
  static List<Part> hunk(ReviewFile file, int index) {
    if (index < 0 || index >= file.hunks().size()) {
      return List.of();
    }
    int from = file.hunks().get(index).newStart();
    int end =
        index + 1 < file.hunks().size()
            ? file.hunks().get(index + 1).newStart()
            : Integer.MAX_VALUE;
    List<Part> parts = new ArrayList<>();
    for (Hunk hunk : file.original()) {
      if (file.original().size() == 1 || hunk.newStart() >= from && hunk.newStart() < end) {
        parts.add(Part.hunk(file.change(), hunk));
      }
    }
    return parts;
  }

  /** The changed lines among those that are selected. */
  static List<Part> lines(ReviewFile file, SheetSelection selected) {
    List<Part> parts = new ArrayList<>();
    for (Hunk hunk : file.original()) {
      Set<Integer> positions = new TreeSet<>();
      for (int i = 0; i < hunk.lines().size(); i++) {
        DiffLine line = hunk.lines().get(i);
        boolean chosen =
            switch (line.kind()) {
              case ADDED -> selected.added().contains(line.newNo());
              case REMOVED -> selected.removed().contains(line.oldNo());
              case CONTEXT -> false;
            };
        if (chosen) {
          positions.add(i);
        }
      }
      if (!positions.isEmpty()) {
        parts.add(new Part.Lines(file.change(), hunk, positions));
      }
    }
    return parts;
  }
}
