package dev.muster.engine.control;

import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Successor;
import org.jspecify.annotations.Nullable;

/** A turn somebody wants to start and follow. */
public sealed interface RunRequest {
  /** The first turn of a new session. */
  record New(SessionSpec spec) implements RunRequest {}

  /**
   * The first turn of a new session that begins with all that was said in another one.
   *
   * @param session the other one's id or any beginning of it that no other id has
   * @param text the prompt
   * @param mode of the new one; null for that of the other one
   * @param turn the turn until whose end; null for all of it, with the files as they are
   */
  record Fork(String session, String text, @Nullable PermissionMode mode, @Nullable Integer turn)
      implements RunRequest {
    /** With all of it. */
    public Fork(String session, String text, @Nullable PermissionMode mode) {
      this(session, text, mode, null);
    }
  }

  /**
   * The first turn of a new session that takes after another one; see {@link
   * dev.muster.engine.session.Successor}.
   *
   * @param session the other one's id or any beginning of it that no other id has
   */
  record After(
      String session,
      Successor.Told told,
      @Nullable String task,
      @Nullable String agent,
      @Nullable String model,
      @Nullable PermissionMode mode,
      Successor.Start start)
      implements RunRequest {}

  /**
   * The next turn of a session that exists. When a turn runs, this one comes after it.
   *
   * @param session its id or any beginning of it that no other id has
   * @param text the prompt
   * @param mode to change to before; null to leave it as it is
   */
  record Next(String session, String text, @Nullable PermissionMode mode) implements RunRequest {}
}
