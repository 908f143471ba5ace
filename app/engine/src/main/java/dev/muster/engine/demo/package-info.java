/** The demo: a small sample repository made on the spot, and nine scripted sessions in it. */
@NullMarked
package dev.muster.engine.demo;

import org.jspecify.annotations.NullMarked;
