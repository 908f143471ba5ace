package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;

/**
 * The opened data folder: one journal and what goes with it. Made by {@code SqliteStore}; whoever
 * opens it holds the folder's {@link OwnerLock} and closes both. Safe for any thread.
 */
public interface Store extends AutoCloseable {
  /** Where it all lies. */
  DataFolder folder();

  Journal journal();

  Search search();

  Processes processes();

  Projects projects();

  /** The raw log of a session; the same one for every call until it is closed. */
  RawLog rawLog(SessionId session);

  /** Large outputs of a session. Makes the session's folder. */
  Spill spill(SessionId session) throws StoreException;

  /** Commits what is queued, then closes all files; blocks until done. Idempotent. */
  @Override
  void close();
}
