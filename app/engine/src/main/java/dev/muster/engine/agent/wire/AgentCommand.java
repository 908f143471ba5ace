package dev.muster.engine.agent.wire;

import dev.muster.engine.agent.AgentProfile.Availability;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an agent that is a program of its own is started on this machine, as it was found.
 *
 * @param id of the agent's profile, such as {@code claude}
 * @param name for people, such as "Claude Code"
 * @param argv the program, as an absolute path where it was found, and arguments that always come
 *     first; the adapter adds its own
 * @param env the whole environment it gets; nothing else is inherited. May hold a key: never shown,
 *     logged or stored
 * @param version as the program tells it; null where it does not
 * @param availability whether it can be started, and what to do when not
 */
public record AgentCommand(
    String id,
    String name,
    List<String> argv,
    Map<String, String> env,
    @Nullable String version,
    Availability availability) {

  public AgentCommand {
    argv = List.copyOf(argv);
    env = Map.copyOf(env);
  }

  /** Says nothing of the environment, which may hold a key. */
  @Override
  public String toString() {
    return id + " " + argv + " " + version + " " + availability;
  }
}
