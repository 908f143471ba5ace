package dev.muster.engine.host;

import dev.muster.engine.host.ProcessTable.Entry;
import dev.muster.engine.host.TreeUsage.Wait;
import java.time.Duration;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/** Sums up what a process tree of this machine uses. */
final class UsageReader {
  private static final long FRESH_NANOS = 200_000_000;

  private final ProcessTable table;
  private final long pageSize;
  private @Nullable Glance glance;
  private long glancedNanos;

  UsageReader(ProcessTable table) {
    this.table = table;
    this.pageSize = table.available() ? table.pageSize() : 0;
  }

  /**
   * @param guarded whether the tree's leader is Muster's own shell, which is not worth telling of
   */
  TreeUsage read(ProcessId id, boolean leaderHeld, boolean guarded) {
    if (pageSize == 0) {
      return TreeUsage.unknown();
    }
    long ticks = 0;
    long pages = 0;
    long io = 0;
    int count = 0;
    var waits = EnumSet.noneOf(Wait.class);
    for (var e : Membership.of(id, leaderHeld, glance())) {
      ticks += e.ticks();
      if (guarded && e.pid() == id.pid()) {
        continue;
      }
      count++;
      pages += e.residentPages();
      io += table.ioBytes(e.pid());
      waits.add(wait(e));
    }
    return new TreeUsage(
        true,
        Duration.ofMillis(ticks * 1000 / ProcessTable.TICKS_PER_SECOND),
        pages * pageSize,
        io,
        count,
        waits);
  }

  /** Many trees are asked about at once; one reading of the table serves them all. */
  private synchronized Glance glance() {
    long now = System.nanoTime();
    Glance last = glance;
    if (last == null || now - glancedNanos > FRESH_NANOS) {
      last = new Glance(table);
      glance = last;
      glancedNanos = now;
    }
    return last;
  }

  /** The kernel's names for where a process waits, as seen on Linux 5.10 to 6.18. */
  private Wait wait(Entry e) {
    return switch (e.state()) {
      case 'R' -> Wait.RUNNING;
      case 'D' -> Wait.DISK;
      default ->
          switch (table.waitsIn(e.pid())) {
            case "anon_pipe_read", "pipe_read", "pipe_wait", "n_tty_read" -> Wait.INPUT;
            case "wait_woken", "sk_wait_data", "inet_csk_accept", "unix_stream_read_generic" ->
                Wait.SOCKET;
            case "locks_lock_inode_wait", "flock_lock_inode_wait" -> Wait.LOCK;
            case "do_wait" -> Wait.CHILD;
            default -> Wait.OTHER;
          };
    };
  }
}
