/** What can be named while a prompt is written: files of the worktree, commands of the agent. */
@NullMarked
package dev.muster.engine.complete;

import org.jspecify.annotations.NullMarked;
