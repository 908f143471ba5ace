package dev.muster.engine.git;

/**
 * What a folder takes on the disk.
 *
 * @param files regular files
 * @param bytes the sum of their sizes
 * @param complete false when some part could not be read
 */
public record DiskCost(long files, long bytes, boolean complete) {}
