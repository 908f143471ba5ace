@NullMarked
package dev.muster.desktop;

import org.jspecify.annotations.NullMarked;
