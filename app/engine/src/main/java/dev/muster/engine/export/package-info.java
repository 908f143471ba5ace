/** Writes sessions into files that others can read, replay or take in, and takes such files in. */
@NullMarked
package dev.muster.engine.export;

import org.jspecify.annotations.NullMarked;
