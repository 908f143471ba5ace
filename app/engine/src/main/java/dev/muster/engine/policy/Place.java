package dev.muster.engine.policy;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a path really leads.
 *
 * @param given the path as it was asked for, absolute
 * @param real after every symbolic link and ".."; null when that cannot be told
 * @param inside whether it is the worktree or something in it
 * @param gitInternals whether it is git's own: a part of it is named {@code .git}
 */
public record Place(Path given, @Nullable Path real, boolean inside, boolean gitInternals) {}
