package dev.muster.engine.review;

/**
 * A part of the changes that was taken out of the worktree.
 *
 * @param what in words, such as {@code a hunk of src/pool.ts}
 * @param ref where it stays reachable
 * @param restored whether it was put back
 */
public record DroppedPart(String id, String path, String what, String ref, boolean restored) {}
