package dev.muster.engine.git;

/**
 * One line of a file.
 *
 * @param number from 1
 * @param text without its end; what is not UTF-8 is read as Windows-1252
 * @param ending how it ends
 * @param cut whether there is more of it than {@code text}
 */
public record TextLine(int number, String text, DiffLine.Ending ending, boolean cut) {}
