/** Whether all that Muster needs is here and in order, found by reading alone. */
@NullMarked
package dev.muster.engine.doctor;

import org.jspecify.annotations.NullMarked;
