package dev.muster.engine.review;

/**
 * What an agent looks for in a change.
 *
 * @param name for people and files: letters, digits, {@code -}
 * @param prompt what it is told to look for
 */
public record Reviewer(String name, String prompt) {}
