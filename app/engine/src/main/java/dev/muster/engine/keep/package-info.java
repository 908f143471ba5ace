/** Says what sessions that are over cost on the disk, puts them aside and throws them away. */
@NullMarked
package dev.muster.engine.keep;

import org.jspecify.annotations.NullMarked;
