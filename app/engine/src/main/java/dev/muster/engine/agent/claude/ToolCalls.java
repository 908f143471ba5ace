package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls of tools: each is told when it begins and when it is over, and what its results say of
 * it. {@link #denied} may be called from any thread, everything else by one at a time.
 */
final class ToolCalls {
  /** A call's arguments are left out of its event when they are longer, in characters. */
  private static final int MOST_INPUT = 256 * 1024;

  /** As much output of a command goes into events, in characters. */
  private static final int MOST_OUTPUT = 256 * 1024;

  /** As much of a result is kept, in characters. */
  private static final int MOST_RESULT = 64 * 1024;

  private final AgentListener out;
  private final Path worktree;
  private final int attempt;
  private final InstantSource clock;
  private final ClaudePlan plan = new ClaudePlan();
  private final Map<String, Call> open = new HashMap<>();
  private final Set<String> denied = ConcurrentHashMap.newKeySet();

  private record Call(
      String tool, JsonNode input, ToolView view, Instant began, @Nullable String parent) {}

  ToolCalls(AgentListener out, Path worktree, int attempt, InstantSource clock) {
    this.out = out;
    this.worktree = worktree;
    this.attempt = attempt;
    this.clock = clock;
  }

  /** A call's id in events: unique in the session, also where a model counts anew after a start. */
  @Nullable String callId(@Nullable String toolUseId) {
    return toolUseId == null || attempt == 1 ? toolUseId : toolUseId + "." + attempt;
  }

  /** Somebody said no to this call, so that its failure is told as that. */
  void denied(String toolUseId) {
    denied.add(toolUseId);
  }

  /**
   * A turn is over, and with it what was open.
   *
   * @param goesOn whether agents in the background go on
   */
  void turnOver(boolean goesOn) {
    denied.clear();
    if (!goesOn) {
      open.clear();
    }
  }

  /** A call begins. */
  void started(JsonNode block, @Nullable String parent) {
    String id = Messages.text(block, "id");
    String tool = Messages.text(block, "name");
    JsonNode input = block.path("input");
    ToolView view = ToolView.of(tool, input, worktree);
    Call call = new Call(tool, input, view, clock.instant(), parent);
    if (id.isEmpty() || open.putIfAbsent(id, call) != null || ToolView.keepsPlan(tool)) {
      return;
    }
    String json = input.isObject() ? input.toString() : "{}";
    if (json.length() > MOST_INPUT) {
      json = "{\"omitted\":\"" + json.length() + " characters\"}";
    }
    out.event(
        new ToolStarted(
            idOf(id),
            view.kind(),
            tool,
            view.title(),
            json,
            view.inside(worktree),
            false,
            callId(parent)));
  }

  private String idOf(String toolUseId) {
    String id = callId(toolUseId);
    return id == null ? toolUseId : id;
  }

  /**
   * A call is over.
   *
   * @param block the result as the model is told it
   * @param structured the same as the CLI has it, of any shape
   * @param meta what the CLI tells of the decision on it
   */
  void finished(JsonNode block, JsonNode structured, JsonNode meta) {
    String id = Messages.text(block, "tool_use_id");
    Call call = open.remove(id);
    if (call == null) {
      return; // of an earlier attempt, or told twice
    }
    boolean failed = block.path("is_error").asBoolean(false);
    if (ToolView.keepsPlan(call.tool())) {
      PlanChanged changed = plan.done(call.tool(), call.input(), structured);
      if (changed != null && !failed && call.parent() == null) {
        out.event(changed);
      }
      return;
    }
    String text = ToolOutcomes.text(block.path("content"));
    boolean wasDenied = denied.remove(id);
    ToolOutcome outcome = ToolOutcomes.outcome(failed, wasDenied, text, structured, meta);
    boolean ran = outcome == ToolOutcome.OK || outcome == ToolOutcome.FAILED;
    boolean command = call.view().kind() == ToolKind.RUN && ran;
    String output = command ? ToolOutcomes.output(text, structured) : "";
    output(idOf(id), output);
    ToolOutcomes.Lines lines =
        outcome == ToolOutcome.OK && call.view().kind() == ToolKind.EDIT
            ? ToolOutcomes.lines(structured)
            : null;
    String summary = ToolOutcomes.summary(call.view().kind(), outcome, text, structured, lines);
    out.event(
        new ToolFinished(
            idOf(id),
            outcome,
            command ? ToolOutcomes.exitCode(failed, text, structured) : null,
            Math.max(0, clock.instant().toEpochMilli() - call.began().toEpochMilli()),
            summary,
            lines == null ? null : lines.added(),
            lines == null ? null : lines.removed(),
            command || text.isEmpty() ? null : Messages.cut(text, MOST_RESULT)));
  }

  private void output(String callId, String text) {
    String bounded = Messages.cut(text, MOST_OUTPUT);
    for (int from = 0; from < bounded.length(); ) {
      int to = Math.min(bounded.length(), from + WorkEvent.OUTPUT_CHUNK);
      if (to < bounded.length() && Character.isHighSurrogate(bounded.charAt(to - 1))) {
        to--;
      }
      out.event(new ToolOutput(callId, bounded.substring(from, to), null));
      from = to;
    }
  }
}
