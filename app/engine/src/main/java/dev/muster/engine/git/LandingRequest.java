package dev.muster.engine.git;

/**
 * A session's work to bring into a branch.
 *
 * @param work whose, and where it lies
 * @param target short name of the local branch that it comes into
 * @param way how
 * @param message message of the merge or squash commit; not used for {@link LandingWay#REBASE}
 * @param commitMessage message of the commit that is made first on the session's own branch when
 *     some of its work is not committed; not used otherwise
 */
public record LandingRequest(
    SessionWork work, String target, LandingWay way, String message, String commitMessage) {}
