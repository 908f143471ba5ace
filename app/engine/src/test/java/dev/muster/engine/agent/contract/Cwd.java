package dev.muster.engine.agent.contract;

import dev.muster.engine.agent.builtin.model.ScriptedModelServer.Seen;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an agent works, as it tells its model; real models read it there, too. */
final class Cwd {
  private static final Pattern WORKTREE =
      Pattern.compile("(/[^\\s\"\\\\<>`']*/worktrees/[^\\s\"\\\\<>`']+)");

  private Cwd() {}

  static String of(Seen request) {
    Matcher named = WORKTREE.matcher(request.body().toString());
    if (!named.find()) {
      throw new AssertionError("It does not say where it works.");
    }
    return named.group(1).replaceFirst("[.,;:)]+$", "");
  }
}
