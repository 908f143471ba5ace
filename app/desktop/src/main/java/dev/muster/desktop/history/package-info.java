/** The session history browser: everything that ever happened, found, read, replayed, continued. */
@NullMarked
package dev.muster.desktop.history;

import org.jspecify.annotations.NullMarked;
