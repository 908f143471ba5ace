/** The window: what stands around the grid, its dialogs, its actions, its beginning and its end. */
@NullMarked
package dev.muster.desktop.shell;

import org.jspecify.annotations.NullMarked;
