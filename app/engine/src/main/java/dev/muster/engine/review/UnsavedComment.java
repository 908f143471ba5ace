package dev.muster.engine.review;

import dev.muster.engine.event.ReviewEvent.Place;
import org.jspecify.annotations.Nullable;

/**
 * A comment that is being typed and was not added yet.
 *
 * @param key tells it from the others of its session
 * @param commentId of the one that is written anew; null for a new one
 * @param place null for one on the whole
 */
public record UnsavedComment(
    String key, @Nullable String commentId, @Nullable Place place, String text) {}
