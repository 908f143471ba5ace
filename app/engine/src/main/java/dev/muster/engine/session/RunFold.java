package dev.muster.engine.session;

import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import dev.muster.engine.session.SessionSnapshot.LastRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The part of a session's fold that knows what runs, and what the last command came to. */
final class RunFold {
  private final Map<String, ToolStarted> open = new LinkedHashMap<>();
  private @Nullable LastRun last;

  RunFold() {}

  RunFold(RunFold other) {
    open.putAll(other.open);
    last = other.last;
  }

  void started(ToolStarted call) {
    open.put(call.callId(), call);
  }

  /**
   * @param inside whether the agent's tools run inside Muster
   */
  void finished(ToolFinished finished, boolean inside) {
    ToolStarted call = open.remove(finished.callId());
    if (call == null) {
      return;
    }
    Integer exit = finished.exitCode();
    if (call.kind() == ToolKind.RUN && exit != null) {
      boolean seen = call.byMuster() || inside;
      last = new LastRun(call.title(), exit, finished.millis(), 0, seen);
    } else if (call.kind() == ToolKind.EDIT && finished.outcome() == ToolOutcome.OK) {
      edited();
    }
  }

  /** Files changed since the last command ran. */
  void edited() {
    LastRun run = last;
    if (run != null) {
      last =
          new LastRun(
              run.command(), run.exitCode(), run.millis(), run.editsSince() + 1, run.observed());
    }
  }

  /** Nothing runs any more. */
  void over() {
    open.clear();
  }

  /** Whether an open call does more than look. */
  boolean mayChangeFiles(String callId) {
    ToolStarted call = open.get(callId);
    return call != null && call.kind() != ToolKind.READ && call.kind() != ToolKind.SEARCH;
  }

  /** Calls that have begun and not ended, oldest first. */
  List<ToolStarted> open() {
    return List.copyOf(open.values());
  }

  @Nullable LastRun last() {
    return last;
  }
}
