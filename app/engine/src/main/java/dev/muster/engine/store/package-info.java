/**
 * Everything Muster keeps: the journal in SQLite, search over it, the folders, the settings and the
 * files beside it.
 */
@NullMarked
package dev.muster.engine.store;

import org.jspecify.annotations.NullMarked;
