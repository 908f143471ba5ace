/** The review window: what a session changed, what a person says to it, and what becomes of it. */
@NullMarked
package dev.muster.desktop.review;

import org.jspecify.annotations.NullMarked;
