package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetCard.Side;
import dev.muster.desktop.control.SheetLayout.At;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the keys of a diff sheet act, and what is selected from there. */
final class SheetCursor {
  private At at = new At(0, 0);
  private At anchor = at;
  private Side side = Side.NEW;

  At at() {
    return at;
  }

  /** Goes somewhere; with {@code extend} what lies between becomes selected. */
  void go(At to, boolean extend) {
    at = to;
    if (!extend || anchor.section() != to.section()) {
      anchor = to;
    }
  }

  /** Says which side was last pointed at. */
  void side(Side now) {
    side = now;
  }

  boolean selects(At row) {
    return !anchor.equals(at) && row.compareTo(first()) >= 0 && row.compareTo(last()) <= 0;
  }

  private At first() {
    return at.compareTo(anchor) < 0 ? at : anchor;
  }

  private At last() {
    return at.compareTo(anchor) < 0 ? anchor : at;
  }

  /** Finds its place again in another layout. */
  void move(SheetLayout from, SheetLayout to) {
    if (from.isEmpty() || to.isEmpty() || !from.has(at)) {
      go(new At(0, 0), false);
      return;
    }
    At again = SheetPlace.of(from, at).in(to);
    At other = from.has(anchor) ? SheetPlace.of(from, anchor).in(to) : null;
    go(again == null ? to.at(Math.min(from.top(at), to.height() - 1)) : again, false);
    if (again != null && other != null) {
      anchor = other;
    }
  }

  /** What is selected, else the line where the cursor is; null where there is no file. */
  @Nullable SheetSelection selection(SheetLayout layout) {
    if (!layout.has(at)) {
      return null;
    }
    List<SheetRow.Line> rows = new ArrayList<>();
    for (int i = first().row(); i <= last().row(); i++) {
      if (layout.row(new At(at.section(), i)) instanceof SheetRow.Line line) {
        rows.add(line);
      }
    }
    String path = layout.file(at).path();
    if (rows.isEmpty()) {
      return SheetSelection.file(path);
    }
    // The side that was pointed at counts, if it has a line there at all.
    Side counted = side;
    boolean has =
        rows.stream().anyMatch(row -> (counted == Side.NEW ? row.right() : row.left()) >= 0);
    Side use = has ? side : side == Side.NEW ? Side.OLD : Side.NEW;
    int from = 0;
    int to = 0;
    List<String> lines = new ArrayList<>();
    List<Integer> removed = new ArrayList<>();
    List<Integer> added = new ArrayList<>();
    for (SheetRow.Line row : rows) {
      if (row.left() >= 0 && row.text().line(row.left()).kind() == DiffLine.Kind.REMOVED) {
        removed.add(row.text().oldNumber(row.left()));
      }
      if (row.right() >= 0 && row.text().line(row.right()).kind() == DiffLine.Kind.ADDED) {
        added.add(row.text().newNumber(row.right()));
      }
      int index = use == Side.NEW ? row.right() : row.left();
      if (index >= 0) {
        HunkText text = row.text();
        to = use == Side.NEW ? text.newNumber(index) : text.oldNumber(index);
        from = from == 0 ? to : from;
        lines.add(text.line(index).told());
      }
    }
    return new SheetSelection(path, use, from, to, lines, removed, added);
  }
}
