package dev.muster.engine.doctor;

import dev.muster.engine.agent.found.AgentFinder;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.host.Host;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Every known and configured agent: where it is, its version, whether it is signed in. */
final class AgentChecks {
  private final AgentFinder finder;
  private final Settings settings;

  AgentChecks(Map<String, String> environment, Host host, Settings settings) {
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    this.finder = new AgentFinder(environment, Path.of(home), host);
    this.settings = settings;
  }

  /** Whether one of them can work. */
  boolean run(Consumer<Finding> tell) {
    finder.versions(finder.look(settings));
    List<InstalledAgent> agents = finder.survey(settings);
    for (InstalledAgent agent : agents) {
      tell.accept(finding(agent));
      for (String variable : agent.unset()) {
        if (agent.state() != State.OFF) {
          tell.accept(
              Finding.warning(
                  "agent." + agent.id(),
                  agent.name(),
                  "the settings pass " + variable + " on to it, and Muster does not have it",
                  "Set " + variable + " before you start Muster, or take it out of pass_env."));
        }
      }
    }
    return agents.stream().anyMatch(agent -> agent.state() == State.READY);
  }

  static Finding finding(InstalledAgent agent) {
    String id = "agent." + agent.id();
    String remedy = agent.remedy() == null ? "" : agent.remedy();
    return switch (agent.state()) {
      case READY ->
          agent.age() == Age.OLDER
              ? Finding.warning(id, agent.name(), text(agent), "Update it if something is amiss.")
              : Finding.ok(id, agent.name(), text(agent));
      case NOT_SIGNED_IN -> Finding.warning(id, agent.name(), text(agent), remedy);
      case MISSING -> missing(id, agent, remedy);
      case OFF -> Finding.note(id, agent.name(), agent.status(), null);
    };
  }

  /** Nobody needs all agents; one that was set up is wanted. */
  private static Finding missing(String id, InstalledAgent agent, String remedy) {
    if (!agent.configured()) {
      return Finding.note(id, agent.name(), agent.status(), remedy);
    }
    return agent.known()
        ? Finding.warning(id, agent.name(), agent.status(), remedy)
        : Finding.problem(id, agent.name(), agent.status(), remedy);
  }

  private static String text(InstalledAgent agent) {
    StringBuilder text = new StringBuilder();
    if (agent.version() != null) {
      text.append(agent.version());
      text.append(agent.ageNote().isEmpty() ? "" : " (" + agent.ageNote() + ")").append(", ");
    }
    return text.append(agent.status()).append(", ").append(agent.program()).toString();
  }
}
