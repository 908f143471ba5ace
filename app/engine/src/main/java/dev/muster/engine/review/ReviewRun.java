package dev.muster.engine.review;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A reviewer's answer.
 *
 * @param reviewer id of the session in which it was made
 * @param findings how many it gave
 * @param problem why its answer could not be read, a sentence; null when it could
 */
public record ReviewRun(
    String reviewer, String by, int findings, @Nullable String problem, Instant at) {}
