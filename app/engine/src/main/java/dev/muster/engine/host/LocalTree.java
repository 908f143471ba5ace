package dev.muster.engine.host;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at and signals one process tree of this machine as a whole. */
final class LocalTree {
  private final Process leader;
  private final ProcessId id;
  private final Signals signals;
  private final ProcessTable table;
  private final Membership membership;

  LocalTree(Process leader, ProcessId id, Signals signals, ProcessTable table) {
    this.leader = leader;
    this.id = id;
    this.signals = signals;
    this.table = table;
    this.membership = new Membership(table);
  }

  /** Whether anything of the tree still runs. */
  boolean alive() {
    if (leader.isAlive()) {
      return true;
    }
    return table.available() ? !membership.of(id, false).isEmpty() : signals.group(id.group(), 0);
  }

  /** The numbers of all that belongs to the tree. */
  Set<Long> members() {
    return table.available()
        ? membership.of(id, leader.isAlive()).stream()
            .map(ProcessTable.Entry::pid)
            .collect(Collectors.toCollection(HashSet::new))
        : handles().map(ProcessHandle::pid).collect(Collectors.toCollection(HashSet::new));
  }

  /** Signals single processes of the tree. */
  void signal(Set<Long> pids, int signal) {
    pids.forEach(pid -> signals.process(pid, signal));
  }

  /** Signals everything that belongs to the tree, first the group at one stroke. */
  void signal(int signal) {
    boolean held = leader.isAlive();
    if (!table.available()) {
      if (!signals.group(id.group(), signal)) {
        handles().forEach(p -> signals.process(p.pid(), signal));
      }
      return;
    }
    var members = membership.of(id, held);
    boolean group = members.stream().anyMatch(e -> e.group() == id.group());
    boolean whole = group && signals.group(id.group(), signal);
    for (var e : members) {
      if (!whole || e.group() != id.group()) {
        signals.process(e.pid(), signal);
      }
    }
  }

  private Stream<ProcessHandle> handles() {
    return leader.isAlive()
        ? Stream.concat(leader.descendants(), Stream.of(leader.toHandle()))
        : Stream.empty();
  }
}
