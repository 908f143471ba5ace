package dev.muster.cli;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.control.ControlException;
import dev.muster.engine.control.ControlJson;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code muster agents}: which agents there are, and what the others lack. */
@Command(
    name = "agents",
    description = "Lists the agents, and what is missing for those that cannot be started.",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.Version.class)
final class AgentsCommand implements Callable<Integer> {
  private final Muster muster;
  private final Terminal terminal;

  @Option(names = "--json", description = "One JSON object in each line.")
  private boolean json;

  AgentsCommand(Muster muster, Terminal terminal) {
    this.muster = muster;
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws CliException {
    List<AgentProfile> agents;
    try (var open = muster.toWork()) {
      agents = open.reach().agents();
    } catch (ControlException refused) {
      throw Refused.because(refused);
    }
    if (json) {
      var form = new ControlJson();
      agents.forEach(agent -> terminal.out().println(form.line(agent)));
      return Exit.DONE;
    }
    var table = new Table("ID", "NAME", "STATUS", "DETAIL");
    agents.forEach(agent -> table.add(cells(agent)));
    table.lines().forEach(terminal.out()::println);
    return Exit.DONE;
  }

  private static String[] cells(AgentProfile agent) {
    String remedy = agent.availability().remedy();
    return new String[] {
      agent.id(),
      Plain.line(agent.name(), 40) + (agent.scripted() ? " (scripted)" : ""),
      Plain.line(agent.availability().status(), 40),
      Plain.line(remedy == null ? agent.detail() : remedy, 160)
    };
  }
}
