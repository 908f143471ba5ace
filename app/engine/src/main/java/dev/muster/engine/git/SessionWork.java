package dev.muster.engine.git;

import java.nio.file.Path;

/**
 * Where a session's work lies.
 *
 * @param session the session's id, short lowercase letters and digits
 * @param worktree its worktree's folder
 * @param index the private index of that worktree, see {@link Worktrees#live}
 */
public record SessionWork(String session, Path worktree, Path index) {}
