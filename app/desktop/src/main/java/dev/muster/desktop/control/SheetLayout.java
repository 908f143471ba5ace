package dev.muster.desktop.control;

import java.util.List;

/** Where the files of a diff sheet lie, one below the other. Immutable. */
final class SheetLayout {
  /** A row of the sheet. */
  record At(int section, int row) implements Comparable<At> {
    @Override
    public int compareTo(At other) {
      return section != other.section
          ? Integer.compare(section, other.section)
          : Integer.compare(row, other.row);
    }
  }

  static final SheetLayout EMPTY = new SheetLayout(List.of());

  private final List<SheetSection> sections;
  private final double[] tops;

  SheetLayout(List<SheetSection> sections) {
    this.sections = List.copyOf(sections);
    tops = new double[sections.size() + 1];
    for (int i = 0; i < sections.size(); i++) {
      tops[i + 1] = tops[i] + sections.get(i).height();
    }
  }

  List<SheetSection> sections() {
    return sections;
  }

  boolean isEmpty() {
    return sections.isEmpty();
  }

  double height() {
    return tops[sections.size()];
  }

  double top(int section) {
    return tops[section];
  }

  double top(At at) {
    return tops[at.section] + sections.get(at.section).top(at.row);
  }

  SheetRow row(At at) {
    return sections.get(at.section).rows().get(at.row);
  }

  SheetFile file(At at) {
    return sections.get(at.section).file();
  }

  /** Whether there is such a row. */
  boolean has(At at) {
    return at.section >= 0
        && at.section < sections.size()
        && at.row >= 0
        && at.row < sections.get(at.section).rows().size();
  }

  /** The row at a distance from the sheet's upper edge; the nearest one outside of it. */
  At at(double y) {
    int low = 0;
    int high = Math.max(0, sections.size() - 1);
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (tops[middle] <= y) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return sections.isEmpty()
        ? new At(0, 0)
        : new At(low, sections.get(low).rowAt(Math.max(0, y - tops[low])));
  }

  /** The next row ({@code by} 1) or the one before (-1); the same one at the ends. */
  At step(At at, int by) {
    int section = at.section;
    int row = at.row + by;
    if (row < 0) {
      if (section == 0) {
        return at;
      }
      section--;
      row = sections.get(section).rows().size() - 1;
    } else if (row >= sections.get(section).rows().size()) {
      if (section == sections.size() - 1) {
        return at;
      }
      section++;
      row = 0;
    }
    return new At(section, row);
  }

  /** Which section a file is; -1 when it is not here. */
  int indexOf(String path) {
    for (int i = 0; i < sections.size(); i++) {
      if (sections.get(i).file().path().equals(path)) {
        return i;
      }
    }
    return -1;
  }
}
