/**
 * A model played from scripts: for the demo and for tests, without key or network, always labelled.
 */
@NullMarked
package dev.muster.engine.agent.builtin.model.rehearsal;

import org.jspecify.annotations.NullMarked;
