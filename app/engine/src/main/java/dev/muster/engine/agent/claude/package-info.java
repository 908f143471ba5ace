/** Claude Code as an agent: the user's own installed program, spoken to in lines of JSON. */
@NullMarked
package dev.muster.engine.agent.claude;

import org.jspecify.annotations.NullMarked;
