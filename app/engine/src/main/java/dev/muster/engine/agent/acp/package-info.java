/** Agents that speak the Agent Client Protocol: the user's own installed programs, over stdio. */
@NullMarked
package dev.muster.engine.agent.acp;

import org.jspecify.annotations.NullMarked;
