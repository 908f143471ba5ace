/** Scenario benchmarks: each figure stands beside its limit or beside a peer of the same run. */
@NullMarked
package dev.muster.bench;

import org.jspecify.annotations.NullMarked;
