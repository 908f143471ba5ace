package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;

/** The opened data folder: one journal and what goes with it. Safe for any thread. */
public interface Store extends AutoCloseable {
  /**
   * Opens a data folder; makes it where it is missing and brings an older one to today's form,
   * after a copy was made. Blocks: some 100 ms, longer when there is something to migrate. The
   * caller holds the folder's {@link OwnerLock} and keeps it longer than the store.
   *
   * @param clock gives the instants of events
   * @throws StoreException with a sentence, when it cannot be opened or is newer than this program
   */
  static Store open(DataFolder folder, Clock clock) throws StoreException {
    return SqliteStore.open(folder, clock);
  }

  /**
   * The same.
   *
   * @param masking takes secrets out of what is kept; else those of this process's environment are
   */
  static Store open(DataFolder folder, Clock clock, Masking masking) throws StoreException {
    return SqliteStore.open(folder, clock, masking);
  }

  /** Where it all lies. */
  DataFolder folder();

  /** What happened; {@link Journal#storing()} says whether it is stored at this moment. */
  Journal journal();

  Search search();

  /** Sessions of any length, piece by piece. */
  Stories stories();

  Processes processes();

  Projects projects();

  /** The raw log of a session; the same one for every call until it is closed. */
  RawLog rawLog(SessionId session);

  /** Large outputs of a session. Makes the session's folder. */
  Spill spill(SessionId session) throws StoreException;

  /**
   * What was rescued when this was opened, because the journal was damaged; empty when it was
   * sound.
   */
  Optional<RescueReport> rescued();

  /**
   * Tells what the store finds out about itself while it is open, a sentence each: that its search
   * index was damaged and is being made again, that the journal itself is to be looked at. Called
   * on a thread of the store; must not block. What was found out before anybody listened is told at
   * once to the first one who does.
   */
  Subscription onRemark(Consumer<String> listener);

  /**
   * Makes everything anew that is derived from the journal's events, beside what is there, compares
   * the two, and puts the new in place of the old in one transaction. Nothing in the journal's
   * events is changed, and sessions may go on meanwhile. Blocks: some seconds per million events.
   *
   * @throws JournalException with a sentence, when it could not be done; all is as it was then
   */
  RebuildReport rebuild();

  /** Commits what is queued, then closes all files; blocks until done. Idempotent. */
  @Override
  void close();
}
