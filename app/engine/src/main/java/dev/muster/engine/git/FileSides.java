package dev.muster.engine.git;

/** What a changed file was before and is after. */
public record FileSides(FileSide before, FileSide after) {}
