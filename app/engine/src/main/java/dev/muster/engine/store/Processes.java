package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The processes that run for sessions, kept while they run, so that after a crash what is left of
 * them is found and ended. Safe for any thread; methods block until it is on disk, some
 * milliseconds.
 */
public interface Processes {
  /**
   * A process that was started.
   *
   * @param pid of the group leader
   * @param pgid its process group; null where the platform has none
   * @param startedAt start instant as the system tells it: a process with the same pid and another
   *     start is somebody else's
   * @param attempt which run of the agent it belongs to; 0 for one of Muster's own
   */
  record Running(
      long pid, @Nullable Long pgid, Instant startedAt, SessionId session, int attempt) {}

  /** Remembers a process that was just started; replaces an older one with the same pid. */
  void record(Running process);

  /** Forgets it: it has ended and nothing of it is left. */
  void remove(long pid);

  /** All that are remembered, oldest first. */
  List<Running> all();
}
