package dev.muster.engine.event;

import java.time.Instant;

/**
 * An event with its place in the journal: it is committed, and will not change.
 *
 * @param session whose event it is
 * @param seq place in the session's story: 1, 2, 3 … without gaps
 * @param at when Muster took it in, to the millisecond; not guaranteed to grow, order is {@code
 *     seq}
 * @param turn the turn it belongs to: 0 before the first prompt, then 1, 2 …
 */
public record Recorded(SessionId session, long seq, Instant at, int turn, SessionEvent event) {}
