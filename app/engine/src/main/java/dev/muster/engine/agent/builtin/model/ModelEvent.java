package dev.muster.engine.agent.builtin.model;

import java.time.Instant;

/**
 * What happens while an answer streams in. It is for showing only: the {@link ModelTurn} returned
 * at the end is what counts.
 *
 * <p>{@code index} tells the parts of one answer apart; it grows, but may skip numbers.
 */
public sealed interface ModelEvent {

  /** More text of part {@code index}. */
  record TextDelta(int index, String text) implements ModelEvent {}

  /** More readable thought of part {@code index}. */
  record ThinkingDelta(int index, String text) implements ModelEvent {}

  /** Part {@code index} is a tool call; its arguments follow. */
  record ToolCallStarted(int index, String id, String name) implements ModelEvent {}

  /** More of the arguments of the tool call in part {@code index}, as JSON text. */
  record ToolCallArguments(int index, String json) implements ModelEvent {}

  /** The tool call in part {@code index} is complete. */
  record ToolCallComplete(int index, ContentBlock.ToolCall call) implements ModelEvent {}

  /** What the provider has counted so far; each one replaces the one before. */
  record UsageUpdated(Usage usage) implements ModelEvent {}

  /**
   * An attempt failed and another one will be made. Whatever this request has shown so far is
   * discarded: the next attempt starts over.
   *
   * @param attempt the attempt that failed, from 1
   * @param maxAttempts how many there will be at most
   * @param cause what happened, as a sentence
   * @param until when the next attempt starts
   * @param discardedChars characters of text and thought that were shown and no longer count
   */
  record RetryAnnounced(
      int attempt, int maxAttempts, String cause, Instant until, int discardedChars)
      implements ModelEvent {}
}
