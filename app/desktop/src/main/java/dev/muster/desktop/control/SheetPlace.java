package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetLayout.At;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place of a diff sheet by what stands there, so that it is found again when files above it grow,
 * the mode changes or the file was read anew.
 *
 * @param path the file
 * @param head whether it is the file's header
 * @param oldNumber number of the line before the change; 0 for none
 * @param newNumber number of the line after the change; 0 for none
 */
record SheetPlace(String path, boolean head, int oldNumber, int newNumber) {

  /** What stands at a row. */
  static SheetPlace of(SheetLayout layout, At at) {
    String path = layout.file(at).path();
    List<SheetRow> rows = layout.sections().get(at.section()).rows();
    for (int i = at.row(); i >= 0; i--) {
      switch (rows.get(i)) {
        case SheetRow.Line line -> {
          HunkText text = line.text();
          return new SheetPlace(
              path,
              false,
              line.left() < 0 ? 0 : text.oldNumber(line.left()),
              line.right() < 0 ? 0 : text.newNumber(line.right()));
        }
        case SheetRow.Hunk hunk -> {
          DiffHunk start = hunk.text().hunk();
          return new SheetPlace(path, false, start.oldStart(), start.newStart());
        }
        case SheetRow.Head _ -> {
          return new SheetPlace(path, true, 0, 0);
        }
        default -> {
          // A card or a notice: it belongs to what stands above it.
        }
      }
    }
    return new SheetPlace(path, true, 0, 0);
  }

  /** Where that is in a layout; null when its file is not there. */
  @Nullable At in(SheetLayout layout) {
    int section = layout.indexOf(path);
    if (section < 0) {
      return null;
    }
    if (head) {
      return new At(section, 0);
    }
    List<SheetRow> rows = layout.sections().get(section).rows();
    int last = 0;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i) instanceof SheetRow.Line line) {
        last = i;
        if (newNumber > 0
            ? line.right() >= 0 && line.text().newNumber(line.right()) >= newNumber
            : line.left() >= 0 && line.text().oldNumber(line.left()) >= oldNumber) {
          return new At(section, i);
        }
      }
    }
    return new At(section, last);
  }
}
