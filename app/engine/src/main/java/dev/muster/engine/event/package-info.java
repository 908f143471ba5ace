/** The vocabulary: everything that can happen in a session, as plain records with a JSON form. */
@NullMarked
package dev.muster.engine.event;

import org.jspecify.annotations.NullMarked;
