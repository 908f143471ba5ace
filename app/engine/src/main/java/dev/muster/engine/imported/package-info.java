/** Takes conversations that agents had without Muster into its history. */
@NullMarked
package dev.muster.engine.imported;

import org.jspecify.annotations.NullMarked;
