/** The grid of panes: which session is in which place, and what a pane shows of it. */
@NullMarked
package dev.muster.desktop.grid;

import org.jspecify.annotations.NullMarked;
