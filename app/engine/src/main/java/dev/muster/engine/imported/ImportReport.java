package dev.muster.engine.imported;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What came of an import.
 *
 * @param agents one for each source, in its order
 * @param problems a sentence for each file or folder that could not be read; at most {@link #MOST}
 * @param problemsMore how many more there were
 * @param dryRun nothing was stored
 * @param cancelled it was stopped before its end
 */
public record ImportReport(
    List<OfAgent> agents,
    List<String> problems,
    int problemsMore,
    boolean dryRun,
    boolean cancelled) {
  /** As many problems are told one by one. */
  public static final int MOST = 50;

  public ImportReport {
    agents = List.copyOf(agents);
    problems = List.copyOf(problems);
  }

  /**
   * What came of one agent's conversations.
   *
   * @param id of the agent
   * @param name of the agent, for people
   * @param folder where was looked
   * @param there whether there is anything that could hold conversations
   * @param found all that match what was asked for
   * @param added new in history
   * @param grown known, and with something new
   * @param known known, and the same
   * @param failed could not be read
   * @param own had with Muster, so that they are in history already; not among those found
   * @param events stored
   */
  public record OfAgent(
      String id,
      String name,
      String folder,
      boolean there,
      int found,
      int added,
      int grown,
      int known,
      int failed,
      int own,
      long events) {}

  /** Sentences for a person, one for each agent. */
  public List<String> sentences() {
    List<String> all = new ArrayList<>();
    for (OfAgent agent : agents) {
      all.add(
          agent.there()
              ? sentence(agent)
              : agent.name() + ": no conversations in " + agent.folder());
    }
    if (cancelled) {
      all.add("Stopped before the end. What was taken in stays; import again to go on.");
    }
    return all;
  }

  private String sentence(OfAgent agent) {
    List<String> parts = new ArrayList<>();
    add(parts, agent.added(), dryRun ? "new" : "imported");
    add(
        parts,
        agent.grown(),
        !dryRun ? "brought up to date" : agent.grown() == 1 ? "has grown" : "have grown");
    add(parts, agent.known(), "already in history");
    add(parts, agent.failed(), "could not be read");
    String left = cancelled ? "" : agent.found() == 0 ? "no conversations" : "";
    String said = parts.isEmpty() ? left : String.join(", ", parts);
    String own = agent.own() == 0 ? "" : " (and " + count(agent.own()) + " that Muster had itself)";
    return agent.name() + ": " + (said.isEmpty() ? "nothing taken in" : said) + own;
  }

  private static void add(List<String> parts, int count, String what) {
    if (count > 0) {
      parts.add(count(count) + " " + what);
    }
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** How many would be taken in, or were. */
  public int fresh() {
    return agents.stream().mapToInt(agent -> agent.added() + agent.grown()).sum();
  }
}
