package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.host.Environments;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.policy.ActionRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a shell command in the worktree, to its end or to its time limit. */
final class RunTool implements Tool {
  private static final Logger LOG = LoggerFactory.getLogger(RunTool.class);
  private static final int DEFAULT_SECONDS = 120;
  private static final int MOST_SECONDS = 600;
  private static final int MAX_COMMAND = 65_536;
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("command", "string", "The command line, for sh -c.")
          .optional(
              "timeout_seconds", "integer", "Time limit, 1 to 600 seconds. Default 120 seconds.")
          .tool(
              "run",
              """
              Runs a shell command in the root of the worktree and waits for it. Returns what it
              printed, standard error included, and its exit code. There is no terminal and no
              input. Whatever it leaves running in the background is ended with it, so a server can
              only be used within the same command. Each command starts afresh: cd and variables
              do not last.
              """);

  private final Host host;

  RunTool(Host host) {
    this.host = host;
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.RUN;
  }

  @Override
  public boolean parallelSafe() {
    return false;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    Arguments arguments = new Arguments(call);
    String command = arguments.text("command");
    int seconds = arguments.number("timeout_seconds", DEFAULT_SECONDS, 1, MOST_SECONDS);
    if (command.isBlank()) {
      throw new BadCallException("The command is empty. Nothing was run.");
    }
    if (command.length() > MAX_COMMAND || command.indexOf('\0') >= 0) {
      throw new BadCallException(
          "The command is longer than "
              + MAX_COMMAND
              + " characters or holds a NUL. Put it into a file. Nothing was run.");
    }
    ActionRequest action =
        new ActionRequest(
            Target.requestId(call),
            call.callId(),
            "run",
            Subject.RUN,
            command,
            command,
            List.of(),
            null,
            null);
    return new Call(
        command, List.of(), action, cancel -> run(call, command, seconds, context, cancel));
  }

  /** The environment of a command: nothing secret, nothing that waits for a person. */
  private static Map<String, String> environment() {
    Map<String, String> env = new TreeMap<>(Environments.scrubbed());
    env.put("TERM", "dumb");
    env.put("NO_COLOR", "1");
    env.put("PAGER", "cat");
    env.put("GIT_PAGER", "cat");
    env.put("MANPAGER", "cat");
    env.put("GIT_TERMINAL_PROMPT", "0");
    env.put("GIT_EDITOR", "true");
    env.put("EDITOR", "true");
    env.put("VISUAL", "true");
    env.put("DEBIAN_FRONTEND", "noninteractive");
    env.put("PYTHONUNBUFFERED", "1");
    return env;
  }

  private ToolResult run(
      ToolCall call, String command, int seconds, ToolContext context, Cancel cancel)
      throws InterruptedException {
    ProcessSpec spec =
        ProcessSpec.of(context.worktree(), "sh", "-c", command)
            .withEnv(environment())
            .withMergedStderr();
    RunningProcess process;
    try {
      process = host.start(spec);
    } catch (HostException e) {
      return ToolResult.failed("The command could not be started: " + e.getMessage());
    }
    try (OutputStreamer output = new OutputStreamer(call.callId(), context)) {
      CompletableFuture<Void> pump =
          OutputPump.bytes(process.stdout(), "output of " + call.callId(), output::accept);
      CompletableFuture<Void> errors =
          OutputPump.bytes(process.stderr(), "errors of " + call.callId(), _ -> {});
      CompletableFuture<Void> wake = new CompletableFuture<>();
      process.exit().whenComplete((_, _) -> wake.complete(null));
      boolean late = false;
      try (Cancel.Registration _ = cancel.onCancel(() -> wake.complete(null))) {
        late = !output.streamUntil(wake, Duration.ofSeconds(seconds));
      } finally {
        process.end(GRACE);
      }
      boolean whole = lastWords(CompletableFuture.allOf(pump, errors), call);
      output.finish();
      return result(process, output, seconds, late, whole, cancel);
    }
  }

  /** The pipe closes when nothing is left that could write; only an escaped daemon keeps it. */
  private static boolean lastWords(CompletableFuture<Void> pump, ToolCall call)
      throws InterruptedException {
    try {
      pump.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      LOG.warn("Something still holds the output of {} open.", call.callId(), e);
      return false;
    } catch (ExecutionException e) {
      LOG.warn("Reading the output of {} failed.", call.callId(), e);
      return false;
    }
  }

  private static ToolResult result(
      RunningProcess process,
      OutputStreamer output,
      int seconds,
      boolean late,
      boolean whole,
      Cancel cancel) {
    String text = output.forModel();
    if (!text.isEmpty() && !text.endsWith("\n")) {
      text += "\n";
    }
    if (!whole) {
      text += "(The end of the output may be missing.)\n";
    }
    Integer exit = exitCode(process);
    if (cancel.isCancelled()) {
      return new ToolResult(
          ToolOutcome.CANCELLED,
          text + "(Interrupted: the command and everything it had started were ended.)",
          null,
          "interrupted",
          null,
          null);
    }
    if (late) {
      String sentence = "ended after %d s, its time limit".formatted(seconds);
      return new ToolResult(
          ToolOutcome.FAILED,
          text + "(The command was " + sentence + ", with everything it had started.)",
          null,
          sentence,
          null,
          null);
    }
    if (exit == null) {
      return new ToolResult(
          ToolOutcome.FAILED,
          text + "(Nobody could tell how the command ended.)",
          null,
          "ended in an unknown way",
          null,
          null);
    }
    String none = output.empty() ? "no output, " : "";
    return new ToolResult(
        exit == 0 ? ToolOutcome.OK : ToolOutcome.FAILED,
        text + "(" + none + "exit code " + exit + ")",
        exit,
        output.summary(),
        null,
        null);
  }

  private static @Nullable Integer exitCode(RunningProcess process) {
    CompletableFuture<Integer> exit = process.exit();
    return exit.isDone() && !exit.isCompletedExceptionally() ? exit.join() : null;
  }
}
