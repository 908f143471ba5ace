/** Repositories, worktrees, live changes and checkpoints, all through the git command line. */
@NullMarked
package dev.muster.engine.git;

import org.jspecify.annotations.NullMarked;
