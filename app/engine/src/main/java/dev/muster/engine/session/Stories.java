package dev.muster.engine.session;

import dev.muster.engine.event.LifeEvent.SessionCreated;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Journal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads sessions from the journal. Every method blocks. */
final class Stories {
  private static final Logger LOG = LoggerFactory.getLogger(Stories.class);

  private Stories() {}

  /** As it stands after all its events; null when the journal has no beginning of it. */
  static @Nullable SessionFold replay(Journal journal, SessionId id) {
    SessionFold[] fold = new SessionFold[1];
    journal.replay(
        id,
        recorded -> {
          if (fold[0] == null) {
            fold[0] = recorded.event() instanceof SessionCreated ? new SessionFold(recorded) : null;
          } else {
            fold[0].apply(recorded);
          }
        });
    if (fold[0] == null) {
      LOG.warn("Session {} has no beginning in the journal and is not shown.", id);
    }
    return fold[0];
  }

  /** The same of what was appended until now, for sessions that are over, too. */
  static SessionFold of(Journal journal, SessionId id) throws FleetException {
    journal.flush();
    SessionFold fold = replay(journal, id);
    if (fold == null) {
      throw new FleetException("There is no session " + id + ".");
    }
    return fold;
  }
}
