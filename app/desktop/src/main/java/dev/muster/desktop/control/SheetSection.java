package dev.muster.desktop.control;

import dev.muster.desktop.control.DiffLine.Kind;
import dev.muster.desktop.control.SheetCard.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one file in a diff sheet and where they lie. Made by arithmetic alone; a thousand
 * lines take some tens of microseconds.
 */
final class SheetSection {
  private final SheetFile file;
  private final List<HunkText> hunks;
  private final SheetMode mode;
  private final List<SheetRow> rows = new ArrayList<>();
  private final double[] tops;
  private @Nullable List<Mark> marks;

  private SheetSection(
      SheetFile file, List<HunkText> hunks, SheetMode mode, ToDoubleFunction<SheetCard> heights) {
    this.file = file;
    this.hunks = hunks;
    this.mode = mode;
    rows.add(new SheetRow.Head());
    if (file.open()) {
      body(mode, heights);
      rows.add(new SheetRow.Space());
    }
    tops = new double[rows.size() + 1];
    for (int i = 0; i < rows.size(); i++) {
      tops[i + 1] = tops[i] + rows.get(i).height();
    }
  }

  /**
   * The section of a file.
   *
   * @param before the section it replaces; what it found out about unchanged hunks is taken over
   * @param heights how high cards are
   */
  static SheetSection of(
      SheetFile file,
      @Nullable SheetSection before,
      SheetMode mode,
      ToDoubleFunction<SheetCard> heights) {
    if (before != null
        && before.mode == mode
        && file.cards().isEmpty()
        && before.file.equals(file)) {
      return before;
    }
    List<HunkText> hunks =
        before != null
                && before.file.path().equals(file.path())
                && before.file.file().hunks() == file.file().hunks()
            ? before.hunks
            : file.file().hunks().stream().map(hunk -> new HunkText(file.file(), hunk)).toList();
    return new SheetSection(file, hunks, mode, heights);
  }

  SheetFile file() {
    return file;
  }

  List<SheetRow> rows() {
    return rows;
  }

  double height() {
    return tops[rows.size()];
  }

  /**
   * Some changed lines in a row.
   *
   * @param top from the section's upper edge
   * @param added whether they are on the new side
   */
  record Mark(double top, double bottom, boolean added) {}

  /** Where its changed lines lie; found out when first asked for. */
  List<Mark> marks() {
    List<Mark> known = marks;
    if (known == null) {
      known = new ArrayList<>();
      marks(known, true);
      marks(known, false);
      marks = known;
    }
    return known;
  }

  private void marks(List<Mark> found, boolean added) {
    int from = -1;
    for (int i = 0; i <= rows.size(); i++) {
      boolean changed = i < rows.size() && changed(rows.get(i), added);
      if (changed && from < 0) {
        from = i;
      } else if (!changed && from >= 0) {
        found.add(new Mark(tops[from], tops[i], added));
        from = -1;
      }
    }
  }

  private static boolean changed(SheetRow row, boolean added) {
    if (!(row instanceof SheetRow.Line line)) {
      return false;
    }
    int index = added ? line.right() : line.left();
    return index >= 0 && line.text().line(index).kind() == (added ? Kind.ADDED : Kind.REMOVED);
  }

  /** Where a row begins, from the section's upper edge. */
  double top(int row) {
    return tops[row];
  }

  /** The row at a distance from the section's upper edge; the last one beyond its end. */
  int rowAt(double y) {
    int low = 0;
    int high = rows.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (tops[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private void body(SheetMode mode, ToDoubleFunction<SheetCard> heights) {
    Cards cards = new Cards(file.cards(), heights);
    cards.under(rows, Side.NEW, 0);
    cards.under(rows, Side.OLD, 0);
    if (!file.file().notice().isEmpty()) {
      rows.add(new SheetRow.Notice(file.file().notice()));
    }
    int expected = 1;
    for (int i = 0; i < hunks.size(); i++) {
      HunkText text = hunks.get(i);
      DiffHunk hunk = text.hunk();
      int hidden = Math.max(0, Math.max(1, hunk.newStart()) - expected);
      boolean whole = hidden == 0 && i == 0 && file.after() == 0 && hunks.size() == 1;
      if (!whole || file.file().change() != DiffFile.Change.MODIFIED) {
        rows.add(new SheetRow.Hunk(text, i, title(hunk), hidden));
      }
      lines(text, i, mode, cards);
      expected = hunk.newStart() + count(hunk, Kind.REMOVED);
    }
    if (!hunks.isEmpty() && file.after() != 0) {
      rows.add(new SheetRow.After(file.after()));
    }
    if (!file.offer().isEmpty()) {
      rows.add(new SheetRow.Offer(file.offer()));
    }
    if (file.waiting() > 0) {
      rows.add(new SheetRow.Waiting(file.waiting()));
    }
    cards.rest(rows);
  }

  private void lines(HunkText text, int hunk, SheetMode mode, Cards cards) {
    List<DiffLine> lines = text.hunk().lines();
    int i = 0;
    while (i < lines.size()) {
      if (mode == SheetMode.UNIFIED || lines.get(i).kind() == Kind.CONTEXT) {
        Kind kind = lines.get(i).kind();
        add(text, hunk, kind == Kind.ADDED ? -1 : i, kind == Kind.REMOVED ? -1 : i, cards);
        i++;
        continue;
      }
      int removed = i;
      while (i < lines.size() && lines.get(i).kind() == Kind.REMOVED) {
        i++;
      }
      int added = i;
      while (i < lines.size() && lines.get(i).kind() == Kind.ADDED) {
        i++;
      }
      for (int k = 0; k < Math.max(added - removed, i - added); k++) {
        add(
            text,
            hunk,
            removed + k < added ? removed + k : -1,
            added + k < i ? added + k : -1,
            cards);
      }
    }
  }

  private void add(HunkText text, int hunk, int left, int right, Cards cards) {
    rows.add(new SheetRow.Line(text, hunk, left, right));
    if (cards.any()) {
      if (left >= 0) {
        cards.under(rows, Side.OLD, text.oldNumber(left));
      }
      if (right >= 0) {
        cards.under(rows, Side.NEW, text.newNumber(right));
      }
    }
  }

  private static String title(DiffHunk hunk) {
    String range =
        "@@ -%d,%d +%d,%d @@"
            .formatted(
                hunk.oldStart(),
                count(hunk, Kind.ADDED),
                hunk.newStart(),
                count(hunk, Kind.REMOVED));
    return hunk.heading().isEmpty()
        ? range
        : range + " " + VisibleText.forCode(hunk.heading(), 200);
  }

  /** Lines of a hunk that are not of a kind: those of the other side. */
  private static int count(DiffHunk hunk, Kind not) {
    int count = 0;
    for (DiffLine line : hunk.lines()) {
      count += line.kind() == not ? 0 : 1;
    }
    return count;
  }

  /** The cards of a file that have not found their line yet. */
  private static final class Cards {
    private final List<SheetCard> left;
    private final ToDoubleFunction<SheetCard> heights;

    Cards(List<SheetCard> all, ToDoubleFunction<SheetCard> heights) {
      left = new ArrayList<>(all);
      this.heights = heights;
    }

    boolean any() {
      return !left.isEmpty();
    }

    void under(List<SheetRow> rows, Side side, int line) {
      for (int i = 0; i < left.size(); ) {
        SheetCard card = left.get(i);
        if (card.side() == side && card.line() == line) {
          rows.add(new SheetRow.Card(card, heights.applyAsDouble(card)));
          left.remove(i);
        } else {
          i++;
        }
      }
    }

    /** Cards whose line is not shown stand at the end: nothing said may vanish. */
    void rest(List<SheetRow> rows) {
      for (SheetCard card : left) {
        rows.add(new SheetRow.Card(card, heights.applyAsDouble(card)));
      }
    }
  }
}
