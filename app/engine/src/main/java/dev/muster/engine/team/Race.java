package dev.muster.engine.team;

import dev.muster.engine.event.SessionId;
import java.util.List;

/**
 * The live sessions of a project that began with the same prompt.
 *
 * @param task the prompt they began with
 * @param sessions in the order in which they were made; one alone is no race yet
 */
public record Race(String task, List<SessionId> sessions) {
  public Race {
    sessions = List.copyOf(sessions);
  }
}
