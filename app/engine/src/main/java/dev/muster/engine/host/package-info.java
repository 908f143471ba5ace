/** Where commands run, how their whole process tree is watched, and how it ends. */
@NullMarked
package dev.muster.engine.host;

import org.jspecify.annotations.NullMarked;
