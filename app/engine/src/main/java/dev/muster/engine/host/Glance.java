package dev.muster.engine.host;

import dev.muster.engine.host.ProcessTable.Entry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The process table as it was at one moment; safe for any thread. */
final class Glance {
  private final ProcessTable table;
  private final List<Entry> all;
  private final Map<Long, Optional<String>> marks = new HashMap<>();

  Glance(ProcessTable table) {
    this.table = table;
    this.all = List.copyOf(table.read());
  }

  List<Entry> all() {
    return all;
  }

  /** The mark in a process's environment, read when it is first asked for; empty when none. */
  synchronized Optional<String> mark(long pid) {
    return marks.computeIfAbsent(pid, p -> Optional.ofNullable(table.mark(p)));
  }
}
