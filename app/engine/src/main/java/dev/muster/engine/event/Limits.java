package dev.muster.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * Where a session stops by itself. Null means no such limit.
 *
 * @param costMicros money for the whole session, in micro-dollars
 * @param tokens input and output tokens for the whole session
 * @param minutes working time of one turn
 */
public record Limits(@Nullable Long costMicros, @Nullable Long tokens, @Nullable Integer minutes) {
  /** No limit at all. */
  public static final Limits NONE = new Limits(null, null, null);
}
