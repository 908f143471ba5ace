package dev.muster.engine.git;

/**
 * A commit that the target gains by a landing.
 *
 * @param id full id
 * @param was full id of the session's commit that it was made from; the same when it is that one,
 *     empty for a merge or squash commit
 * @param subject first line of its message
 * @param author the author's name
 */
public record PlannedCommit(String id, String was, String subject, String author) {}
