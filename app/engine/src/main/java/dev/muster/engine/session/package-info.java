/** A session as one actor with one state machine, and the fleet of all of them. */
@NullMarked
package dev.muster.engine.session;

import org.jspecify.annotations.NullMarked;
