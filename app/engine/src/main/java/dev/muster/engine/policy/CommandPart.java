package dev.muster.engine.policy;

import dev.muster.engine.policy.shell.ShellCommand;
import java.util.List;
import java.util.Set;

/**
 * One program that a command line runs, and what is known of it before it runs.
 *
 * @param command its words
 * @param risks what it may do, as far as its words tell
 * @param needsRule false for a wrapper such as {@code time} or {@code sudo} that does nothing but
 *     run another part, and for what another part runs on its own account: an allowing rule need
 *     not name it, a forbidding one still may
 * @param writes files inside the worktree that it is redirected to
 * @param writesUnknown whether it is redirected to a file nobody can name yet
 * @param touches files named by its words or redirections
 */
record CommandPart(
    ShellCommand command,
    Set<Risk> risks,
    boolean needsRule,
    List<Place> writes,
    boolean writesUnknown,
    List<Place> touches) {

  CommandPart {
    risks = Set.copyOf(risks);
    writes = List.copyOf(writes);
    touches = List.copyOf(touches);
  }
}
