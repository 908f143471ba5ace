/** How Muster looks: the two themes, the bundled fonts and the icons by what they mean. */
@NullMarked
package dev.muster.desktop.theme;

import org.jspecify.annotations.NullMarked;
