package dev.muster.engine.git;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A checkout of a repository, the main one or a linked one.
 *
 * @param path its folder
 * @param gitDir its private git folder ({@code .git} or {@code .git/worktrees/NAME})
 * @param head what it stands on, null when that cannot be told (no commits, broken)
 * @param main whether it is the repository's first checkout, which is never removed
 * @param locked the reason it is locked against removal, empty when locked without one, null when
 *     it is not locked
 * @param missing whether its folder is gone
 */
public record Worktree(
    Path path,
    Path gitDir,
    @Nullable Head head,
    boolean main,
    @Nullable String locked,
    boolean missing) {}
