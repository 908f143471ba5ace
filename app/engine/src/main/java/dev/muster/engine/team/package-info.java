/**
 * Several sessions on one task: which belong together, what each has to show, which one is taken.
 */
@NullMarked
package dev.muster.engine.team;

import org.jspecify.annotations.NullMarked;
