package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The calls of tools in a rollout. In "code mode" the model calls one tool with a script that calls
 * the others; then the script is told only when nothing that it did is. Used by one thread.
 */
final class RolloutCalls {
  private static final int MOST_OPEN = 10_000;

  private final AgentListener out;
  private final Path cwd;
  private final InstantSource clock;
  private final Map<String, Call> open = new LinkedHashMap<>();

  private static final class Call {
    final RolloutCall view;
    final Instant began;

    /** Whether its end was told already, by what a person was shown. */
    boolean over;

    /** Of a script: whether something that it did was told. */
    boolean seen;

    Call(RolloutCall view, Instant began) {
      this.view = view;
      this.began = began;
    }
  }

  RolloutCalls(AgentListener out, Path cwd, InstantSource clock) {
    this.out = out;
    this.cwd = cwd;
    this.clock = clock;
  }

  boolean noneOpen() {
    return open.isEmpty();
  }

  void turnOver() {
    open.clear();
  }

  /** The model called a tool. */
  void called(JsonNode item) {
    RolloutCall view = RolloutCall.of(item, cwd);
    String id = item.path("call_id").asString(item.path("id").asString(""));
    if (id.isEmpty() || open.containsKey(id) || open.size() >= MOST_OPEN) {
      return;
    }
    Call call = new Call(view, clock.instant());
    open.put(id, call);
    PlanChanged plan = view.plan();
    if (plan != null) {
      call.seen = true;
      out.event(plan);
    }
    if (view.shown()) {
      begin(id, view);
    }
    if (view.noAnswer()) {
      open.remove(id);
      end(id, ToolOutcome.OK, null, 0, null, null, null);
    }
  }

  private void begin(String id, RolloutCall view) {
    out.event(
        new ToolStarted(
            id,
            view.kind(),
            view.name(),
            Said.line(view.title()),
            view.input(),
            view.inside(cwd),
            false,
            null));
  }

  /** The model was told what came of it. */
  void answered(JsonNode item) {
    String id = item.path("call_id").asString("");
    Call call = open.remove(id);
    if (call == null || call.over || (!call.view.shown() && (call.seen || !call.view.script()))) {
      return;
    }
    if (call.view.script()) {
      begin(id, call.view); // nothing that it did was told, so it is told itself
    }
    RolloutAnswer answer = RolloutAnswer.of(item.path("output"));
    ToolOutcome outcome = answer.outcome();
    boolean ran = outcome == ToolOutcome.OK || outcome == ToolOutcome.FAILED;
    boolean command = call.view.kind() == ToolKind.RUN && ran;
    if (command) {
      Said.output(out, id, answer.printed());
    }
    int[] lines =
        call.view.kind() == ToolKind.EDIT && outcome == ToolOutcome.OK ? call.view.lines() : null;
    end(
        id,
        outcome,
        command ? answer.exitCode() : null,
        millis(call),
        lines == null && outcome != ToolOutcome.OK && answer.exitCode() == null
            ? Said.line(answer.printed())
            : null,
        lines,
        command || answer.all().isEmpty() ? null : Said.bounded(answer.all(), Said.MOST));
  }

  /** A person was shown what came of it, of a call or of something that a script did. */
  boolean shown(JsonNode item) {
    RolloutCall view = RolloutCall.ofShown(item, cwd);
    String id = item.path("id").asString("");
    if (view == null || id.isEmpty()) {
      return false;
    }
    Call call = open.get(id);
    if (call == null) {
      open.values().stream().filter(one -> one.view.script()).forEach(one -> one.seen = true);
      begin(id, view);
    } else if (call.over || !call.view.shown()) {
      return false;
    } else {
      call.over = true;
    }
    ToolOutcome outcome =
        switch (item.path("status").asString("completed")) {
          case "failed" -> ToolOutcome.FAILED;
          case "declined" -> ToolOutcome.DENIED;
          default -> ToolOutcome.OK;
        };
    JsonNode took = item.path("duration");
    long millis = took.path("secs").asLong(0) * 1_000 + took.path("nanos").asLong(0) / 1_000_000;
    switch (view.kind()) {
      case RUN -> {
        Said.output(out, id, item.path("aggregated_output").asString(""));
        JsonNode exit = item.path("exit_code");
        boolean exited = exit.isIntegralNumber() && exit.asInt() >= 0;
        boolean stopped = exit.isIntegralNumber() && exit.asInt() < 0;
        end(
            id,
            stopped ? ToolOutcome.CANCELLED : outcome,
            exited ? Integer.valueOf(exit.asInt()) : null,
            millis,
            null,
            null,
            null);
      }
      case EDIT -> {
        boolean ok = outcome == ToolOutcome.OK;
        String why = item.path("stderr").asString("");
        end(
            id,
            outcome,
            null,
            millis,
            ok || why.isBlank() ? null : Said.line(why),
            ok ? view.lines() : null,
            null);
      }
      default -> end(id, outcome, null, millis, null, null, null);
    }
    return true;
  }

  private long millis(Call call) {
    return Math.max(0, clock.instant().toEpochMilli() - call.began.toEpochMilli());
  }

  private void end(
      String id,
      ToolOutcome outcome,
      @Nullable Integer exit,
      long millis,
      @Nullable String summary,
      int @Nullable [] lines,
      @Nullable String result) {
    out.event(
        new ToolFinished(
            id,
            outcome,
            exit,
            millis,
            lines == null ? summary : "+" + lines[0] + " −" + lines[1],
            lines == null ? null : lines[0],
            lines == null ? null : lines[1],
            result));
  }
}
