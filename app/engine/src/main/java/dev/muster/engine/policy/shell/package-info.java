/** Reads shell command lines as words, so that no rule is ever matched against plain text. */
@NullMarked
package dev.muster.engine.policy.shell;

import org.jspecify.annotations.NullMarked;
