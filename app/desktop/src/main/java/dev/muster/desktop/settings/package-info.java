/** What the window shows of the agents that are installed and of the machine they run on. */
@NullMarked
package dev.muster.desktop.settings;

import org.jspecify.annotations.NullMarked;
