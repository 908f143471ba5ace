package dev.muster.engine.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A worktree to make for a session.
 *
 * @param path where; must not exist or be empty, its parents are made
 * @param title the task's title, the branch is named after it
 * @param base the commit, branch or tag to start from, null for what the user's checkout stands on
 * @param lockReason why it must not be removed while the session runs, null to leave it unlocked
 */
public record WorktreeRequest(
    Path path, String title, @Nullable String base, @Nullable String lockReason) {}
