/**
 * What the window knows of the engine: one pump brings it over, models hold it. No node is here.
 */
@NullMarked
package dev.muster.desktop.live;

import org.jspecify.annotations.NullMarked;
