/** Reviews what sessions changed: comments, marks, parts taken out, and landing the rest. */
@NullMarked
package dev.muster.engine.review;

import org.jspecify.annotations.NullMarked;
