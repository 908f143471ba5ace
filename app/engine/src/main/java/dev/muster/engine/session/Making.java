package dev.muster.engine.session;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes new sessions, from a task or from other sessions. Every method blocks. */
final class Making {
  private final FleetParts parts;
  private final Function<SessionId, @Nullable SessionSnapshot> open;
  private final BiConsumer<SessionId, Boolean> enqueue;

  /**
   * @param open a session that is not over; null when there is none of that id
   * @param enqueue lets a new session wait for a slot, before the others or behind them
   */
  Making(
      FleetParts parts,
      Function<SessionId, @Nullable SessionSnapshot> open,
      BiConsumer<SessionId, Boolean> enqueue) {
    this.parts = parts;
    this.open = open;
    this.enqueue = enqueue;
  }

  SessionId create(SessionSpec spec) throws FleetException {
    SessionId id = new NewSession(parts).store(spec);
    enqueue.accept(id, spec.first());
    return id;
  }

  SessionId fork(SessionId id, String task, @Nullable PermissionMode mode) throws FleetException {
    return create(new Fork(parts).of(any(id), task, mode));
  }

  SessionId fork(SessionId id, int turn, String task, @Nullable PermissionMode mode)
      throws FleetException {
    return create(new Fork(parts).at(Stories.of(parts.journal(), id), turn, task, mode));
  }

  SessionId after(Successor successor) throws FleetException {
    return create(new Following(parts).spec(any(successor.of()), successor));
  }

  Continuation continuation(SessionId id) throws FleetException {
    SessionSnapshot session = any(id);
    var agent = parts.agents().get(session.agentId());
    return Continuation.of(session, agent == null ? null : agent.profile());
  }

  /** Those that are over are not at hand. */
  private SessionSnapshot any(SessionId id) throws FleetException {
    SessionSnapshot at = open.apply(id);
    return at != null ? at : Stories.of(parts.journal(), id).snapshot();
  }
}
