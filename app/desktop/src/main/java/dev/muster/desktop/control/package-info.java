/** The parts that several screens use: log, diff, plan, composer, cards, chips and actions. */
@NullMarked
package dev.muster.desktop.control;

import org.jspecify.annotations.NullMarked;
