package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Projects;
import dev.muster.engine.store.RawLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * What a fleet is put together from.
 *
 * @param journal where everything is written first
 * @param projects gets the repository of each new session, wherever it was asked for
 * @param workplace worktrees and what git tells of them
 * @param policy decides what may go ahead
 * @param rules the permission rules that outlive a session
 * @param agents the agents by id; asked again at every start, so that one installed meanwhile
 *     counts
 * @param sessionFolder makes (once) and names the folder that belongs to one session
 * @param rawLogs opens a session's raw log
 * @param slots how many sessions may work at once; asked again whenever one could start
 * @param timer for deadlines; its tasks only pass work on
 * @param sides where streaming text goes
 */
public record FleetParts(
    Journal journal,
    Projects projects,
    Workplace workplace,
    Policy policy,
    RuleBook rules,
    Map<String, Agent> agents,
    Function<SessionId, Path> sessionFolder,
    Function<SessionId, RawLog> rawLogs,
    IntSupplier slots,
    ScheduledExecutorService timer,
    Tails tails,
    Clock clock) {

  AgentProfile profile(String agentId) throws FleetException {
    Agent agent = agents.get(agentId);
    if (agent == null) {
      throw new FleetException(
          "There is no agent \""
              + agentId
              + "\" here. See the list of agents for those there are.");
    }
    return agent.profile();
  }
}
