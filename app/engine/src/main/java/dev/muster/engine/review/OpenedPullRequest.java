package dev.muster.engine.review;

import dev.muster.engine.git.PullRequest;
import org.jspecify.annotations.Nullable;

/**
 * What came of opening a pull request.
 *
 * @param request the pull request; null when it is still to be made on the page
 * @param page where it can be made by hand; empty when no such page is known
 * @param sentence what was done, and what is left to do
 * @param problem why gh did not make it although it is there, a sentence; empty when it did or is
 *     not
 */
public record OpenedPullRequest(
    @Nullable PullRequest request, String page, String sentence, String problem) {}
