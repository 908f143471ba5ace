package dev.muster.desktop.session;

import dev.muster.engine.agent.AgentProfile;
import org.jspecify.annotations.Nullable;

/**
 * One more that gets the same task, in a session of its own.
 *
 * @param model what it uses; null for the agent's own choice
 */
public record Rival(AgentProfile agent, @Nullable String model) {
  /** Who it is, in a few words. */
  public String words() {
    return (agent.scripted() ? agent.name() + " (scripted)" : agent.name())
        + (model == null ? "" : " · " + model);
  }
}
