package dev.muster.engine.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A worktree that is to be removed, and what only the caller knows about it.
 *
 * @param session the session whose worktree it is
 * @param worktree its folder
 * @param index the private index its {@link LiveTree} uses
 * @param lockReason the reason the session locked it with, null when it did not
 * @param usedBy another session that works in it, null when none does
 * @param running whether a process of the session still runs
 */
public record RemovalRequest(
    String session,
    Path worktree,
    Path index,
    @Nullable String lockReason,
    @Nullable String usedBy,
    boolean running) {}
