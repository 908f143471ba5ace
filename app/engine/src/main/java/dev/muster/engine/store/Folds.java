package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** The folds the writer has at hand, those used last; any other is loaded. Used by one thread. */
final class Folds {
  /** A session beyond them is loaded again when it speaks. */
  private static final int MOST = 256;

  private final Connection connection;
  private final SessionTable sessions;
  private final SequencedMap<SessionId, RowFold> kept = new LinkedHashMap<>(MOST, 0.75f, true);

  Folds(Connection connection, SessionTable sessions) {
    this.connection = connection;
    this.sessions = sessions;
  }

  RowFold of(SessionId id) throws SQLException {
    RowFold fold = kept.get(id);
    if (fold == null) {
      fold = sessions.load(connection, id);
      kept.put(id, fold);
    }
    return fold;
  }

  /** Never inside a batch: a fold loaded in the middle would not know the rows before it. */
  void trim() {
    while (kept.size() > MOST) {
      kept.pollFirstEntry();
    }
  }

  void forget() {
    kept.clear();
  }
}
