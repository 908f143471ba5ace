package dev.muster.engine.git;

/**
 * A branch to push.
 *
 * @param place where to
 * @param branch short name of the local branch; it gets the same name there
 * @param hooks whether the repository's {@code pre-push} hook may run; an agent may have changed it
 * @param replace whether the branch there may be replaced, if it is still what was seen of it last
 */
public record PushRequest(PublishPlace place, String branch, boolean hooks, boolean replace) {}
