/** Muster's own agent: the loop of model answers and tools, and what it remembers. */
@NullMarked
package dev.muster.engine.agent.builtin;

import org.jspecify.annotations.NullMarked;
