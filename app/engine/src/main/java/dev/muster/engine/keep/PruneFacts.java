package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides whether and how a session may be thrown away.
 *
 * @param over whether it is closed; one that is not is never thrown away
 * @param use what it takes
 * @param worktree its folder, when that is still there
 * @param worktreeTells what removing the worktree keeps and drops, a sentence each
 * @param holdsWork whether work that was never landed is, or would be, kept under {@code
 *     refs/muster/archive}
 * @param otherRefs how many other refs are kept of it
 * @param repositoryGone whether its repository cannot be asked
 * @param refusals why it cannot be thrown away now, a sentence each
 */
public record PruneFacts(
    SessionId session,
    String title,
    String project,
    Instant lastAt,
    boolean over,
    Shelf shelf,
    DiskUse use,
    @Nullable String worktree,
    List<String> worktreeTells,
    boolean holdsWork,
    int otherRefs,
    boolean repositoryGone,
    List<String> refusals) {
  public PruneFacts {
    worktreeTells = List.copyOf(worktreeTells);
    refusals = List.copyOf(refusals);
  }
}
