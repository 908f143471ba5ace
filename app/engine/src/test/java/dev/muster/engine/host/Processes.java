package dev.muster.engine.host;

import java.util.List;

/** What tests ask about processes. */
final class Processes {
  private Processes() {}

  /** The living processes that carry a mark. */
  static List<Long> marked(String mark) {
    var table = new ProcessTable();
    return table.read().stream()
        .filter(e -> !e.zombie() && mark.equals(table.mark(e.pid())))
        .map(ProcessTable.Entry::pid)
        .toList();
  }

  static boolean alive(long pid) {
    var entry = new ProcessTable().entry(pid);
    return entry != null && !entry.zombie();
  }
}
