/** Which agents are installed on this machine, and how each is started. */
@NullMarked
package dev.muster.engine.agent.found;

import org.jspecify.annotations.NullMarked;
