/** Which model providers there are: from the environment, from settings, with keys by name only. */
@NullMarked
package dev.muster.engine.agent.builtin.model.setup;

import org.jspecify.annotations.NullMarked;
