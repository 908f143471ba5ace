package dev.muster.engine.git;

import java.time.Instant;

/**
 * What is kept of a removed worktree.
 *
 * @param session whose
 * @param ref {@code refs/muster/archive/SESSION}
 * @param commit full id
 * @param made when
 */
public record Archived(String session, String ref, String commit, Instant made) {}
