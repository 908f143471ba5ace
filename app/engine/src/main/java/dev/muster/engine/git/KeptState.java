package dev.muster.engine.git;

/**
 * A state of a worktree that was kept before something was done to it.
 *
 * @param ref where it stays reachable
 * @param commit full id
 * @param tree id of its tree
 */
public record KeptState(String ref, String commit, String tree) {}
