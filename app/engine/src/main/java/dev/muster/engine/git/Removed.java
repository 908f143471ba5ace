package dev.muster.engine.git;

import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A worktree that was removed.
 *
 * @param plan what was done
 * @param archive full id of the commit that keeps its files and commits, null when there was
 *     nothing to keep
 * @param kept the folder with its ignored files, null when there were none
 * @param trash the folder in the trash when it stays there, else null
 * @param restore how to get it back, one sentence
 * @param deleted completes when the folder's deletion in the background is done
 */
public record Removed(
    RemovalPlan plan,
    @Nullable String archive,
    @Nullable Path kept,
    @Nullable Path trash,
    String restore,
    CompletableFuture<Void> deleted) {}
