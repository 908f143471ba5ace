/** The three wire formats of model APIs, spoken over HTTP with server-sent events. */
@NullMarked
package dev.muster.engine.agent.builtin.model.wire;

import org.jspecify.annotations.NullMarked;
