package dev.muster.desktop.grid;

import dev.muster.desktop.control.LogRow;
import java.util.ArrayList;
import java.util.List;

/** A log as a list, for tests. */
final class RowList implements LogOutput {
  private final List<LogRow> rows = new ArrayList<>();
  LogRow tail;

  @Override
  public void put(LogRow row) {
    if (row.key() != null) {
      for (int i = 0; i < rows.size(); i++) {
        if (row.key().equals(rows.get(i).key())) {
          rows.set(i, row);
          return;
        }
      }
    }
    rows.add(row);
  }

  @Override
  public void tail(LogRow row) {
    tail = row;
  }

  @Override
  public void clear() {
    rows.clear();
    tail = null;
  }

  /** The rows that take room. */
  List<LogRow> shown() {
    return rows.stream().filter(r -> !r.text().isEmpty() || !r.note().isEmpty()).toList();
  }

  List<String> texts() {
    return shown().stream().map(LogRow::text).toList();
  }
}
