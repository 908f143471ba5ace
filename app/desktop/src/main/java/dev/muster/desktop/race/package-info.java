/** The race view: several sessions on one task side by side, of which one is picked. */
@NullMarked
package dev.muster.desktop.race;

import org.jspecify.annotations.NullMarked;
