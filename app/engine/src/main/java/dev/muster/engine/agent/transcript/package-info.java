/** Conversations that agents had without Muster, read from the files that they keep themselves. */
@NullMarked
package dev.muster.engine.agent.transcript;

import org.jspecify.annotations.NullMarked;
