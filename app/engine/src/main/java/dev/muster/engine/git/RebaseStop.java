package dev.muster.engine.git;

/**
 * Where replaying a session's commits stopped: the first commit with a conflict that nobody has
 * resolved yet.
 *
 * @param commit full id of the session's commit
 * @param subject first line of its message
 * @param author its author's name
 * @param number which of the commits that are replayed, from 1
 * @param of how many are replayed
 * @param onto full id of the commit it is replayed on: the target, or the commit before it as it
 *     was replayed
 * @param trees ids of the trees that are merged: before the commit, of {@code onto}, of the commit
 */
public record RebaseStop(
    String commit, String subject, String author, int number, int of, String onto, String trees) {}
