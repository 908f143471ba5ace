/** How a command line or a second window reaches the Muster that owns the data folder. */
@NullMarked
package dev.muster.engine.control;

import org.jspecify.annotations.NullMarked;
