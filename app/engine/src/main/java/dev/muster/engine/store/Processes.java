package dev.muster.engine.store;

import java.util.List;

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
   * @param identity all that tells it from another one with its pid, one line in the host's own
   *     form
   */
  record Running(long pid, String identity) {}

  /** Remembers a process that was just started; replaces an older one with the same pid. */
  void record(Running process);

  /** Forgets it: it has ended and nothing of it is left. */
  void remove(long pid);

  /** All that are remembered, in no particular order. */
  List<Running> all();
}
