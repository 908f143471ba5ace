package dev.muster.engine.git;

/**
 * The text of one side of a conflict.
 *
 * @param text as much of it as was asked for; empty when it is not text
 * @param bytes how large the file is
 * @param cut whether {@code text} is only the beginning
 * @param exact whether writing {@code text} back would give the same file: false when it is cut,
 *     not text, or not UTF-8
 */
public record ConflictText(String text, long bytes, boolean cut, boolean exact) {}
