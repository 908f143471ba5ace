package dev.muster.engine.store;

/**
 * What a session's events take in the journal.
 *
 * @param bytes of their bodies, and about what stands beside each
 */
public record EventWeight(long events, long bytes) {}
