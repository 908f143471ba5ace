/** The tools of Muster's own agent: what a model may ask for, and how it is done safely. */
@NullMarked
package dev.muster.engine.agent.builtin.tool;

import org.jspecify.annotations.NullMarked;
