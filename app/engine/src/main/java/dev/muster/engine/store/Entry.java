package dev.muster.engine.store;

import dev.muster.engine.event.Recorded;

/**
 * A committed event on its way to those who follow the journal.
 *
 * @param position its place in the whole journal
 * @param weight about how many bytes it holds
 */
record Entry(long position, int weight, Recorded recorded) {}
