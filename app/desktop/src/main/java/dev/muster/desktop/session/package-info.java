/** How work begins: the new-session dialog and the screen a new user sees first. */
@NullMarked
package dev.muster.desktop.session;

import org.jspecify.annotations.NullMarked;
