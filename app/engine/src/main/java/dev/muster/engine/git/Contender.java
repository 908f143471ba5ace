package dev.muster.engine.git;

/**
 * A live session whose work may come into the target one day.
 *
 * @param session its id
 * @param head full id of the last commit of its branch, for counting
 * @param tip full id of the commit that holds its work with what is not committed: a checkpoint, or
 *     what {@link Forecasts#contender} makes; the same as {@code head} when there is nothing more
 */
public record Contender(String session, String head, String tip) {}
