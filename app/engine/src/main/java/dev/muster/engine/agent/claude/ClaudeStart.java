package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentException;
import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.agent.wire.AgentCommand;
import dev.muster.engine.event.Limits;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.ProcessSpec.Lifetime;
import dev.muster.engine.host.Stdin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The command line of one attempt.
 *
 * <p>The CLI always starts in its mode {@code default}, whatever Muster's mode is: only there does
 * it ask about edits and commands instead of deciding by itself, so that Muster's policy, its rules
 * and the mode of the moment decide in all three modes. What the CLI's own rules allow, and what it
 * takes for harmless (reading in the project, {@code ls}), it does not ask about.
 *
 * @param conversation the CLI's id of the conversation, chosen here where it is a new one
 */
record ClaudeStart(String conversation, ProcessSpec spec) {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern WORD = Pattern.compile("[A-Za-z0-9][\\w.:/@\\[\\]-]{0,199}");

  /**
   * @param anew whether a conversation that was there is given up
   * @throws AgentException when what to begin with cannot be a conversation's name
   */
  static ClaudeStart of(AgentCommand command, AgentLaunch launch, boolean anew)
      throws AgentException {
    List<String> argv = new ArrayList<>(command.argv());
    argv.addAll(
        List.of(
            "-p",
            "--input-format",
            "stream-json",
            "--output-format",
            "stream-json",
            "--verbose",
            "--include-partial-messages",
            "--forward-subagent-text",
            "--permission-prompt-tool",
            "stdio",
            "--permission-mode",
            "default"));
    String resume = anew ? null : valid(ID, launch.resumeToken());
    String origin = launch.options().get(AgentLaunch.FORK);
    String fork = anew ? null : valid(ID, origin);
    if (origin != null && fork == null && resume == null && !anew) {
      throw new AgentException(
          command.name() + " has no conversation of the name “" + origin + "” to go on with.");
    }
    String at =
        anew
            ? null
            : valid(
                ID,
                launch.options().get(resume == null ? AgentLaunch.FORK_AT : AgentLaunch.RESUME_AT));
    String conversation = resume == null || at != null ? UUID.randomUUID().toString() : resume;
    if (resume != null && at == null) {
      argv.addAll(List.of("--resume", resume));
    } else if (resume != null || fork != null) {
      // In a copy: what came after that point stays in the conversation it was in.
      String from = resume == null ? String.valueOf(fork) : resume;
      argv.addAll(List.of("--resume", from, "--fork-session", "--session-id", conversation));
      if (at != null) {
        argv.addAll(List.of("--resume-session-at", at));
      }
    } else {
      argv.addAll(List.of("--session-id", conversation));
    }
    String model = valid(WORD, launch.model());
    if (model != null && !model.equals(ClaudeAgent.DEFAULT_MODEL)) {
      argv.addAll(List.of("--model", model));
    }
    String effort = valid(WORD, launch.options().get(ClaudeAgent.EFFORT));
    if (effort != null) {
      argv.addAll(List.of("--effort", effort));
    }
    Limits limits = launch.limits();
    if (limits.costMicros() != null) {
      long left = Math.max(1, limits.costMicros() - launch.usage().costMicros());
      argv.add("--max-budget-usd");
      argv.add(String.format(Locale.ROOT, "%.6f", left / 1e6));
    }
    ProcessSpec spec =
        new ProcessSpec(
            argv, launch.worktree(), env(command), Stdin.open(), false, Lifetime.GUARDED);
    return new ClaudeStart(conversation, spec);
  }

  private static Map<String, String> env(AgentCommand command) {
    Map<String, String> env = new HashMap<>(command.env());
    env.putIfAbsent("DISABLE_AUTOUPDATER", "1"); // it must not change under a running session
    env.putIfAbsent("CLAUDE_CODE_ENABLE_TODO_TOOLS", "1"); // the plan; off by default
    return env;
  }

  /** What stands on a command line must not be taken for an option. */
  private static @Nullable String valid(Pattern form, @Nullable String word) {
    return word != null && form.matcher(word).matches() ? word : null;
  }
}
