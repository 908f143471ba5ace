package dev.muster.engine;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A repository as a window shows it, at the moment it was looked at.
 *
 * @param id stable, also when the folder moves
 * @param name the folder's name
 * @param path the user's checkout, absolute
 * @param branch what the checkout is on; null when its head is detached
 * @param commit what HEAD points to; null when there are no commits yet
 * @param dirty whether the checkout has uncommitted changes
 * @param branches local branches, the checkout's own first
 * @param problem why no session can be started in it, a sentence; null when one can
 */
public record ProjectInfo(
    String id,
    String name,
    Path path,
    @Nullable String branch,
    @Nullable String commit,
    boolean dirty,
    List<String> branches,
    @Nullable String problem) {}
