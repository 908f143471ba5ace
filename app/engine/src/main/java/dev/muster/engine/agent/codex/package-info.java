/** Codex as an agent: the user's own installed program, spoken to over its app-server. */
@NullMarked
package dev.muster.engine.agent.codex;

import org.jspecify.annotations.NullMarked;
