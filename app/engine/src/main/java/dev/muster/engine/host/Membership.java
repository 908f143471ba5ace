package dev.muster.engine.host;

import dev.muster.engine.host.ProcessTable.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Decides which processes belong to a tree. Pure but for reading {@code /proc}. */
final class Membership {
  private final ProcessTable table;

  Membership(ProcessTable table) {
    this.table = table;
  }

  /**
   * The living processes of a tree: its group and session, everything below it, and everything that
   * carries its mark, daemons that made a session of their own included.
   *
   * @param leaderHeld whether the leader has not been collected yet, so that its number cannot
   *     belong to anybody else
   */
  List<Entry> of(ProcessId id, boolean leaderHeld) {
    return of(id, leaderHeld, new Glance(table));
  }

  /** The same as it was when the table was glanced at. */
  static List<Entry> of(ProcessId id, boolean leaderHeld, Glance glance) {
    var all = glance.all();
    // A number stays taken for as long as a group or session of that number has members. When the
    // leader is gone and the number is a process again, the group is somebody else's.
    boolean ours = leaderHeld || all.stream().noneMatch(e -> e.pid() == id.pid());
    var members = new ArrayList<Entry>();
    var pids = new HashSet<Long>();
    for (var e : all) {
      boolean member =
          ours && (e.group() == id.group() || e.session() == id.pid() || e.pid() == id.pid());
      if (!e.zombie() && (member || glance.mark(e.pid()).filter(id.mark()::equals).isPresent())) {
        members.add(e);
        pids.add(e.pid());
      }
    }
    // Children of members, to any depth, that left the group and dropped the environment.
    for (boolean grown = true; grown; ) {
      grown = false;
      for (var e : all) {
        if (!e.zombie() && pids.contains(e.parent()) && pids.add(e.pid())) {
          members.add(e);
          grown = true;
        }
      }
    }
    return members;
  }
}
