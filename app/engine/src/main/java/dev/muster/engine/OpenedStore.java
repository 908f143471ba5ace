package dev.muster.engine;

import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitException;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Masking;
import dev.muster.engine.store.OwnerLock;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import java.time.Clock;

/**
 * A data folder that is this process's own, opened, with what a crash left running ended: all that
 * an engine stands on.
 *
 * @param host where processes are started; those that could outlive a crash are written down
 * @param restarted whether the machine was started anew since the folder was open last
 */
record OpenedStore(OwnerLock lock, Store store, Host host, Git git, boolean restarted)
    implements AutoCloseable {

  /**
   * Opens it. Blocks: some tenths of a second, more after a crash.
   *
   * @throws EngineException.Owned when another Muster has the folder
   * @throws EngineException when it cannot be opened, with a sentence that says what to do
   */
  static OpenedStore open(EngineOptions options) throws EngineException {
    DataFolder folder = options.folder();
    OwnerLock lock = lock(folder);
    LocalHost local = new LocalHost();
    Store store = null;
    boolean done = false;
    try {
      store = Store.open(folder, Clock.systemUTC(), Masking.of(options.environment()));
      Git git = Git.on(local);
      boolean restarted = BootMark.restarted(folder);
      Reaper.reap(store.processes(), restarted);
      OpenedStore opened =
          new OpenedStore(lock, store, new WatchedHost(local, store.processes()), git, restarted);
      done = true;
      return opened;
    } catch (StoreException | GitException refused) {
      throw new EngineException(sentence(refused), refused);
    } finally {
      if (!done) {
        if (store != null) {
          store.close();
        }
        local.close();
        lock.close();
      }
    }
  }

  private static OwnerLock lock(DataFolder folder) throws EngineException {
    try {
      folder.create();
      return switch (OwnerLock.take(folder)) {
        case OwnerLock.Outcome.Held held -> throw new EngineException.Owned(held.owner());
        case OwnerLock.Outcome.Taken taken -> taken.lock();
      };
    } catch (StoreException refused) {
      throw new EngineException(sentence(refused), refused);
    }
  }

  static String sentence(Exception refused) {
    String message = refused.getMessage();
    return message == null ? refused.toString() : message;
  }

  @Override
  public void close() {
    host.close();
    store.close();
    lock.close();
  }
}
