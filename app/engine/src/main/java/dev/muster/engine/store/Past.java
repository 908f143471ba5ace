package dev.muster.engine.store;

import dev.muster.engine.event.SessionEvent;
import java.time.Instant;

/**
 * Something that happened before the journal heard of it.
 *
 * @param at when it happened; kept to the millisecond
 * @param turn the turn it belongs to; 0 before the first prompt
 */
public record Past(Instant at, int turn, SessionEvent event) {}
