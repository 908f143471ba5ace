package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Where the search index stands, and how often it was made anew while Muster runs: whoever reads it
 * through a connection of his own attaches the new one then. Safe for any thread.
 */
final class IndexFile {
  private final Path path;
  private volatile int making;
  private volatile Runnable suspected = () -> {};

  IndexFile(Path path) {
    this.path = path;
  }

  Path path() {
    return path;
  }

  /** Another file is there now, whole and able to be read. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // by the indexing thread alone
  void madeAnew() {
    making = making + 1;
  }

  /** Who is told when somebody could not read it. */
  void onSuspicion(Runnable look) {
    suspected = look;
  }

  /** Somebody could not read what may be the index. Does not block. */
  void suspect() {
    suspected.run();
  }

  /** Makes it visible to a connection as {@code ix}. */
  Attached attach(Connection connection) throws SQLException {
    Attached attached = new Attached(connection);
    attached.renew();
    return attached;
  }

  /** The index as one connection sees it. Used by the connection's thread. */
  final class Attached {
    private static final int NONE = -1;
    private final Connection connection;
    private int seen = NONE;

    private Attached(Connection connection) {
      this.connection = connection;
    }

    /** Between two queries: attaches the new index where there is one. */
    void renew() throws SQLException {
      int now = making;
      if (seen == now) {
        return;
      }
      if (seen != NONE) {
        Database.execute(connection, "detach ix");
        seen = NONE;
      }
      Database.attach(connection, path, "ix");
      seen = now;
    }
  }
}
