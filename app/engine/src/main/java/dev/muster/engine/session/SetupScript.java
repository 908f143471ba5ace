package dev.muster.engine.session;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Gate;
import dev.muster.engine.event.PermissionEvent.ApprovalAnswered;
import dev.muster.engine.event.PermissionEvent.DecidedBy;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.HostException;
import dev.muster.engine.host.OutputPump;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.host.RunningProcess;
import dev.muster.engine.policy.ActionRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs a repository's setup script in a new worktree, once it is allowed, its output in the log.
 */
final class SetupScript {
  private static final String CALL = "setup";
  private static final Duration LIMIT = Duration.ofMinutes(15);
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  /** What is kept of the output; a setup that says more is told so. */
  private static final long KEPT = 1024 * 1024;

  private final Host host;

  SetupScript(Host host) {
    this.host = host;
  }

  /**
   * Whether it was run to a good end, or was not allowed: then it is not run again. What the
   * withdrawal of the request made of it does not count.
   */
  static boolean wasDone(List<Recorded> history) {
    boolean withdrawn = false;
    boolean done = false;
    for (Recorded recorded : history) {
      switch (recorded.event()) {
        case ApprovalAnswered answer when answer.requestId().equals(CALL) ->
            withdrawn = answer.by() == DecidedBy.NOBODY;
        case ToolFinished end when end.callId().equals(CALL) ->
            done =
                end.outcome() == ToolOutcome.OK
                    || (end.outcome() == ToolOutcome.DENIED && !withdrawn);
        default -> {
          // Nothing to do with the setup.
        }
      }
    }
    return done;
  }

  /**
   * Runs it to its end; blocks.
   *
   * @param ending done when the script is to be ended before its own end; it then returns
   * @throws FleetException when it was not allowed, failed or took too long
   */
  void run(
      String script, Path worktree, Gate gate, AgentListener out, CompletableFuture<Void> ending)
      throws FleetException {
    String title = script.strip().lines().findFirst().orElse(script);
    Gate.Decision decision =
        gate.request(
                new ActionRequest(
                    CALL,
                    CALL,
                    "setup",
                    Subject.RUN,
                    "Run the setup script of this repository?",
                    script,
                    List.of(worktree),
                    null,
                    null))
            .join();
    if (ending.isDone()) {
      return;
    }
    out.event(
        new ToolStarted(
            CALL, ToolKind.RUN, "setup", "setup: " + title, "{}", List.of(), true, null));
    long began = System.nanoTime();
    if (!decision.allowed()) {
      out.event(finished(ToolOutcome.DENIED, null, began, "not allowed"));
      return;
    }
    RunningProcess process;
    try {
      process = host.start(ProcessSpec.of(worktree, "sh", "-c", script).withMergedStderr());
    } catch (HostException failed) {
      out.event(finished(ToolOutcome.FAILED, null, began, failed.getMessage()));
      throw new FleetException(
          "The setup script could not be started: " + failed.getMessage(), failed);
    }
    AtomicLong kept = new AtomicLong();
    CompletableFuture<Void> read =
        OutputPump.bytes(process.stdout(), "setup output", bytes -> tell(bytes, kept, out));
    try {
      CompletableFuture.anyOf(process.exit(), ending).get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (!process.exit().isDone()) {
        process.end(Duration.ofSeconds(2));
        return;
      }
      int exit = process.exit().join();
      whatItSaid(read, process);
      out.event(finished(exit == 0 ? ToolOutcome.OK : ToolOutcome.FAILED, exit, began, null));
      if (exit != 0) {
        throw new FleetException(
            "The setup script failed with exit code "
                + exit
                + ". Its output is in the log; mend it and resume.");
      }
    } catch (TimeoutException tooLong) {
      process.end(Duration.ofSeconds(2));
      out.event(finished(ToolOutcome.FAILED, null, began, "ended after 15 minutes"));
      throw new FleetException(
          "The setup script took longer than 15 minutes and was ended.", tooLong);
    } catch (InterruptedException interrupted) {
      process.end(Duration.ofSeconds(2));
      Thread.currentThread().interrupt();
      throw new FleetException("The setup script was interrupted.", interrupted);
    } catch (ExecutionException failed) {
      throw new FleetException("The setup script's end was not seen: " + failed.getCause(), failed);
    }
  }

  /** What it left running may hold its output open; then that is ended rather than waited for. */
  private static void whatItSaid(CompletableFuture<Void> read, RunningProcess process)
      throws ExecutionException, InterruptedException {
    try {
      read.get(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException heldOpen) {
      process.end(Duration.ofSeconds(2));
    }
  }

  private static void tell(byte[] bytes, AtomicLong kept, AgentListener out) {
    long before = kept.getAndAdd(bytes.length);
    if (before < KEPT) {
      String text = new String(bytes, StandardCharsets.UTF_8);
      for (int from = 0; from < text.length(); from += WorkEvent.OUTPUT_CHUNK) {
        int to = Math.min(text.length(), from + WorkEvent.OUTPUT_CHUNK);
        out.event(new ToolOutput(CALL, text.substring(from, to), null));
      }
    } else if (before - bytes.length < KEPT) {
      out.event(new ToolOutput(CALL, "\n… more output was not kept.\n", null));
    }
  }

  private static ToolFinished finished(
      ToolOutcome outcome,
      @org.jspecify.annotations.Nullable Integer exit,
      long began,
      @org.jspecify.annotations.Nullable String summary) {
    long millis = Duration.ofNanos(System.nanoTime() - began).toMillis();
    return new ToolFinished(CALL, outcome, exit, millis, summary, null, null, null);
  }
}
