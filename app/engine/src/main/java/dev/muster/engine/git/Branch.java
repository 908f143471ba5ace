package dev.muster.engine.git;

import java.time.Instant;

/**
 * A local or remote branch.
 *
 * @param name short name, {@code main} or {@code origin/main}
 * @param commit full id of its last commit
 * @param committed when that was made
 * @param subject first line of its message
 * @param remote whether it is a remote-tracking branch
 */
public record Branch(
    String name, String commit, Instant committed, String subject, boolean remote) {}
