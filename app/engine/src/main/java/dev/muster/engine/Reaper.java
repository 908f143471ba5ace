package dev.muster.engine;

import dev.muster.engine.host.Leftovers;
import dev.muster.engine.host.ProcessId;
import dev.muster.engine.store.Processes;
import dev.muster.engine.store.Processes.Running;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what outlived a Muster that was killed: nothing runs unwatched. */
final class Reaper {
  private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);

  private Reaper() {}

  /**
   * Ends the processes that were written down and still run; blocks until they are gone.
   *
   * @param restarted whether the machine was started anew since: then none of them is left, and
   *     whatever has their numbers is somebody else's
   */
  static void reap(Processes processes, boolean restarted) {
    if (restarted) {
      processes.all().forEach(gone -> processes.remove(gone.pid()));
      return;
    }
    List<ProcessId> recorded = new ArrayList<>();
    for (Running running : processes.all()) {
      try {
        recorded.add(ProcessId.parse(running.identity()));
      } catch (IllegalArgumentException unreadable) {
        LOG.warn("Process {} was written down in a form that is not known here.", running.pid());
      }
    }
    Leftovers.Report report = new Leftovers().end(recorded);
    if (!report.ended().isEmpty()) {
      LOG.info("Ended {} processes that a crash left behind.", report.ended().size());
    }
    report.stuck().forEach(id -> LOG.error("Process {} could not be ended.", id.pid()));
    processes.all().stream()
        .filter(r -> report.stuck().stream().noneMatch(stuck -> stuck.pid() == r.pid()))
        .forEach(r -> processes.remove(r.pid()));
  }
}
