/** Permission modes and rules: may this action go ahead, must someone be asked. */
@NullMarked
package dev.muster.engine.policy;

import org.jspecify.annotations.NullMarked;
