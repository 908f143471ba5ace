package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetLayout.At;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the keys of a diff sheet lead: the next change, file or card. */
final class SheetSteps {
  private SheetSteps() {}

  /**
   * The beginning of the next ({@code by} 1) or previous (-1) change: a run of changed lines, or a
   * file that has none to show; null if there is none.
   */
  static @Nullable At change(SheetLayout layout, At from, int by) {
    return find(layout, from, by, at -> beginsChange(layout, at));
  }

  /** The header of the next or previous file; for the latter first that of the file one is in. */
  static @Nullable At file(SheetLayout layout, At from, int by) {
    if (by < 0 && from.row() > 0) {
      return new At(from.section(), 0);
    }
    int section = from.section() + by;
    return section >= 0 && section < layout.sections().size() ? new At(section, 0) : null;
  }

  /** The next or previous card; null if there is none. */
  static @Nullable At card(SheetLayout layout, At from, int by) {
    return find(layout, from, by, at -> layout.row(at) instanceof SheetRow.Card);
  }

  private static @Nullable At find(SheetLayout layout, At from, int by, Predicate<At> wanted) {
    if (layout.isEmpty()) {
      return null;
    }
    At at = from;
    while (true) {
      At next = layout.step(at, by);
      if (next.equals(at)) {
        return null;
      }
      at = next;
      if (wanted.test(at)) {
        return at;
      }
    }
  }

  private static boolean beginsChange(SheetLayout layout, At at) {
    List<SheetRow> rows = layout.sections().get(at.section()).rows();
    return switch (rows.get(at.row())) {
      case SheetRow.Line line -> {
        int above = at.row() - 1;
        while (above > 0 && rows.get(above) instanceof SheetRow.Card) {
          above--;
        }
        yield changed(line) && !(rows.get(above) instanceof SheetRow.Line one && changed(one));
      }
      case SheetRow.Head _ -> layout.file(at).file().hunks().isEmpty() || !layout.file(at).open();
      default -> false;
    };
  }

  private static boolean changed(SheetRow.Line line) {
    return line.text().line(line.index()).kind() != DiffLine.Kind.CONTEXT;
  }
}
