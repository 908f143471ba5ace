package dev.muster.engine.review;

/**
 * What a person changed in the worktree: a part of the changes that was taken out, or an edit.
 *
 * @param what in words, such as {@code a hunk of src/pool.ts}
 * @param ref where it stays reachable
 * @param restored whether it was put back
 */
public record DroppedPart(String id, String path, String what, String ref, boolean restored) {}
