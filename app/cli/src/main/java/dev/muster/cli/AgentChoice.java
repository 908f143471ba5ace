package dev.muster.cli;

import dev.muster.engine.agent.AgentProfile;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which agent gets a task when the command does not say, and why the named one cannot. */
final class AgentChoice {
  private AgentChoice() {}

  /**
   * The agent to use.
   *
   * @param wanted what the command names; null when it names none
   * @param usual the settings' default; null when they name none
   * @throws CliException when it cannot be started, or there is none
   */
  static AgentProfile of(List<AgentProfile> agents, @Nullable String wanted, @Nullable String usual)
      throws CliException {
    if (wanted != null) {
      AgentProfile agent =
          find(agents, wanted)
              .orElseThrow(
                  () ->
                      bad(
                          "There is no agent \""
                              + wanted
                              + "\". There are: "
                              + String.join(", ", agents.stream().map(AgentProfile::id).toList())
                              + "."));
      if (!agent.availability().ready()) {
        String remedy = agent.availability().remedy();
        throw bad(
            agent.name()
                + " cannot be started: "
                + agent.availability().status()
                + (remedy == null ? "." : ". " + remedy));
      }
      return agent;
    }
    Optional<AgentProfile> first =
        Optional.ofNullable(usual)
            .flatMap(id -> find(agents, id))
            .filter(agent -> agent.availability().ready());
    if (first.isEmpty()) {
      // The rehearsal never stands in for a real agent unless it is asked for.
      first =
          agents.stream()
              .filter(agent -> agent.availability().ready() && !agent.scripted())
              .findFirst();
    }
    return first.orElseThrow(
        () ->
            bad(
                "No agent can be started here; `muster agents` says what each one lacks. To see"
                    + " Muster at work without one: --agent rehearsal"));
  }

  private static Optional<AgentProfile> find(List<AgentProfile> agents, String id) {
    return agents.stream().filter(agent -> agent.id().equals(id)).findFirst();
  }

  private static CliException bad(String sentence) {
    return new CliException(Exit.BAD_USAGE, sentence);
  }
}
