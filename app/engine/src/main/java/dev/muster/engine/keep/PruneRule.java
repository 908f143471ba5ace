package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to be thrown away. Only sessions that are over are ever chosen; what is in the trash
 * always may be, others only when that is said.
 *
 * @param only these and no others; empty for all
 * @param closedToo also those that are over and not in the trash, archived ones included
 * @param before only those in which nothing happened since then; null for any age
 * @param downTo bytes that all sessions together may still take: the oldest go until they do; null
 *     for all that may go
 * @param workToo also refs that hold work that was never landed; without this they stay, and are
 *     named in what is left
 */
public record PruneRule(
    Set<SessionId> only,
    boolean closedToo,
    @Nullable Instant before,
    @Nullable Long downTo,
    boolean workToo) {
  public PruneRule {
    only = Set.copyOf(only);
  }

  /** All that is in the trash. Unlanded work stays. */
  public static PruneRule trash() {
    return new PruneRule(Set.of(), false, null, null, false);
  }
}
