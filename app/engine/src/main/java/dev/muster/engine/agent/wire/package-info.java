/** Agents that are programs of their own: how one is started, spoken to line by line, and ended. */
@NullMarked
package dev.muster.engine.agent.wire;

import org.jspecify.annotations.NullMarked;
