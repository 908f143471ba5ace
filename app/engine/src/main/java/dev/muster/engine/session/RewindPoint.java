package dev.muster.engine.session;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A point that a session can be taken to, or that a new one can begin with.
 *
 * @param turn the turn at whose end it is; 0 for the beginning
 * @param prompt the beginning of the prompt that this turn began with; null for the beginning
 * @param made when it was kept
 * @param commit full id of the commit that holds the files
 * @param conversation whether the agent's memory goes there, too; otherwise it is told with the
 *     next prompt that the files were taken back
 * @param leadsHere whether the session as it stands went on from it; false for what was left behind
 *     by going back
 * @param here whether the session stands there now, but for what was changed since
 */
public record RewindPoint(
    int turn,
    @Nullable String prompt,
    Instant made,
    String commit,
    boolean conversation,
    boolean leadsHere,
    boolean here) {}
