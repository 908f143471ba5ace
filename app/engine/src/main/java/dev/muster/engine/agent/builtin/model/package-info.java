/**
 * What the Muster agent needs of a language model: one streaming request, its answer, its price.
 */
@NullMarked
package dev.muster.engine.agent.builtin.model;

import org.jspecify.annotations.NullMarked;
