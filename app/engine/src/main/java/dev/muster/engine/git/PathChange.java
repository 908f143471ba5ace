package dev.muster.engine.git;

import org.jspecify.annotations.Nullable;

/**
 * One file to be changed in a worktree.
 *
 * @param before as it has to be now
 * @param after as it is to be
 * @param raw id of the bytes to write to the disk, where these are known; else null
 */
record PathChange(String path, FileState before, FileState after, @Nullable String raw) {
  PathChange(String path, FileState before, FileState after) {
    this(path, before, after, null);
  }
}
