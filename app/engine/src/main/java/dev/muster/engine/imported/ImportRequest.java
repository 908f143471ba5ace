package dev.muster.engine.imported;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be taken into history.
 *
 * @param sources where to look
 * @param since only conversations that something was added to since then; null for all
 * @param inside only conversations in this folder or below it, absolute; null for all
 * @param dryRun only to see what there is: nothing is stored
 */
public record ImportRequest(
    List<Source> sources, @Nullable Instant since, @Nullable Path inside, boolean dryRun) {
  public ImportRequest {
    sources = List.copyOf(sources);
  }

  /**
   * An agent's own folder.
   *
   * @param folder such as {@code ~/.claude}, absolute
   */
  public record Source(PastAgent agent, Path folder) {}

  /** All that these agents have in this environment's own folders. */
  public static ImportRequest all(List<PastAgent> agents, Map<String, String> env, Path home) {
    List<Source> sources = new ArrayList<>();
    for (PastAgent agent : agents) {
      sources.add(new Source(agent, agent.folder(env, home).toAbsolutePath().normalize()));
    }
    return new ImportRequest(sources, null, null, false);
  }

  /** The same, only to see. */
  public ImportRequest onlyLooking() {
    return new ImportRequest(sources, since, inside, true);
  }
}
