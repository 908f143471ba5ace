package dev.muster.engine.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Finds and ends what outlived a Muster that was killed. Never touches a process that was given a
 * recorded number later.
 */
public final class Leftovers {
  private static final long GRACE = Duration.ofSeconds(1).toNanos();
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();
  private static final long LOOK = Duration.ofMillis(20).toNanos();

  /**
   * What was found.
   *
   * @param ended recorded processes of which something was still running; it has been ended
   * @param gone recorded processes of which nothing was left
   * @param stuck recorded processes of which something could not be ended
   */
  public record Report(List<ProcessId> ended, List<ProcessId> gone, List<ProcessId> stuck) {
    public Report {
      ended = List.copyOf(ended);
      gone = List.copyOf(gone);
      stuck = List.copyOf(stuck);
    }
  }

  private final ProcessTable table;
  private final Signals signals;

  public Leftovers() {
    this(new ProcessTable());
  }

  Leftovers(ProcessTable table) {
    this.table = table;
    this.signals = new Signals();
  }

  /**
   * Ends every recorded tree that is still there: terminate, after a second kill. Blocks for as
   * long as that takes, a few milliseconds when nothing is left.
   *
   * <p>Where environments can be read, a process belongs to a record when it carries the record's
   * mark; the number plays no part. Elsewhere, when number and start time are exactly the recorded
   * ones; its whole group is ended with it.
   */
  public Report end(Collection<ProcessId> recorded) {
    var found = find(recorded);
    var first = found.keySet();
    var ended = new ArrayList<ProcessId>(first);
    var gone = recorded.stream().filter(id -> !first.contains(id)).toList();
    found.forEach((id, pids) -> signal(id, pids, Signals.TERMINATE));
    long begun = System.nanoTime();
    while (!found.isEmpty() && System.nanoTime() - begun < PATIENCE) {
      LockSupport.parkNanos(LOOK);
      found = find(ended);
      if (System.nanoTime() - begun > GRACE) {
        found.forEach((id, pids) -> signal(id, pids, Signals.KILL));
      }
    }
    ended.removeAll(found.keySet());
    return new Report(ended, gone, List.copyOf(found.keySet()));
  }

  /** What is alive of each recorded tree; trees of which nothing is are not in it. */
  private Map<ProcessId, List<Long>> find(Collection<ProcessId> recorded) {
    return table.available() ? byMark(recorded) : byStart(recorded);
  }

  private Map<ProcessId, List<Long>> byMark(Collection<ProcessId> recorded) {
    var marks = new HashMap<String, ProcessId>();
    recorded.forEach(id -> marks.put(id.mark(), id));
    var found = new LinkedHashMap<ProcessId, List<Long>>();
    for (var e : table.read()) {
      var mark = e.zombie() ? null : table.mark(e.pid());
      var id = mark == null ? null : marks.get(mark);
      if (id != null) {
        found.computeIfAbsent(id, k -> new ArrayList<>()).add(e.pid());
      }
    }
    // Members of the group that dropped their environment, while the group is surely ours.
    for (var e : table.read()) {
      found.forEach(
          (id, pids) -> {
            if (e.group() == id.group()
                && !e.zombie()
                && pids.contains(id.pid())
                && !pids.contains(e.pid())) {
              pids.add(e.pid());
            }
          });
    }
    return found;
  }

  private static Map<ProcessId, List<Long>> byStart(Collection<ProcessId> recorded) {
    var found = new LinkedHashMap<ProcessId, List<Long>>();
    for (var id : recorded) {
      ProcessHandle.of(id.pid())
          .filter(ProcessHandle::isAlive)
          .filter(p -> p.info().startInstant().filter(id.started()::equals).isPresent())
          .ifPresent(p -> found.put(id, new ArrayList<>(List.of(id.pid()))));
    }
    return found;
  }

  private void signal(ProcessId id, List<Long> pids, int signal) {
    if (pids.contains(id.pid()) && id.pid() == id.group()) {
      signals.group(id.group(), signal);
    }
    pids.forEach(pid -> signals.process(pid, signal));
  }
}
