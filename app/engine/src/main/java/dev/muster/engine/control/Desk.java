package dev.muster.engine.control;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.imported.Importer;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Search;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a running engine that others may ask for something.
 *
 * @param agents what can be started, as it is found now; may block
 * @param installed how those of them that are programs of their own stand; looks, so it blocks
 * @param importer takes old conversations of agents in; null where that cannot be asked for
 * @param keepers keep house and land work; null where that cannot be asked for
 * @param raise brings the window to the front, from any thread, without blocking; null when there
 *     is no window
 */
public record Desk(
    Fleet fleet,
    Journal journal,
    Search search,
    Supplier<List<AgentProfile>> agents,
    Supplier<List<InstalledAgent>> installed,
    @Nullable Importer importer,
    @Nullable Keepers keepers,
    @Nullable Runnable raise) {

  /** Without what keeps house. */
  public Desk(
      Fleet fleet,
      Journal journal,
      Search search,
      Supplier<List<AgentProfile>> agents,
      Supplier<List<InstalledAgent>> installed,
      @Nullable Importer importer,
      @Nullable Runnable raise) {
    this(fleet, journal, search, agents, installed, importer, null, raise);
  }

  /** Without old conversations. */
  public Desk(
      Fleet fleet,
      Journal journal,
      Search search,
      Supplier<List<AgentProfile>> agents,
      Supplier<List<InstalledAgent>> installed,
      @Nullable Runnable raise) {
    this(fleet, journal, search, agents, installed, null, null, raise);
  }
}
