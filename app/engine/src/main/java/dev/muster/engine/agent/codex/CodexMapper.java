package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes events of what {@code codex app-server} tells. It knows nothing of the process and answers
 * nothing; one thread at a time. The format is that of version 0.169.0, as observed.
 */
final class CodexMapper {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int KEPT_RAW = 8 * 1024;
  private static final int MOST_UNKNOWN = 20;
  private static final int MOST_STEPS = 500;

  private static final Set<String> PASSED_OVER =
      Set.of(
          "thread/started",
          "thread/status/changed",
          "thread/settings/updated",
          "thread/readState/changed",
          "thread/name/updated",
          "thread/goal/cleared",
          "thread/goal/updated",
          "thread/compacted",
          "turn/diff/updated",
          "item/reasoning/summaryPartAdded",
          "item/commandExecution/terminalInteraction",
          "item/mcpToolCall/progress",
          "item/plan/delta",
          "item/fileChange/outputDelta",
          "item/fileChange/patchUpdated",
          "serverRequest/resolved",
          "mcpServer/startupStatus/updated",
          "mcpServer/oauthLogin/completed",
          "remoteControl/status/changed",
          "account/updated",
          "account/login/completed",
          "skills/changed",
          "app/list/updated",
          "deprecationNotice",
          "hook/started",
          "hook/completed",
          "model/rerouted");

  /** What the session does at a turn's edges. */
  interface Turns {
    void began(String turnId);

    void ended(TurnEnded end);
  }

  private final AgentListener out;
  private final Turns turns;
  private final Clock clock;
  private final CodexItems items;
  private final Set<String> unknown = new HashSet<>();
  private long usedInAll = -1;
  private boolean begun;
  private String model = "codex";
  private @Nullable String threadId;

  CodexMapper(Path worktree, AgentListener out, Turns turns, Clock clock) {
    this.out = out;
    this.turns = turns;
    this.clock = clock;
    this.items = new CodexItems(worktree, out, clock);
  }

  /** The model that is used, as the thread says. */
  void model(String name) {
    model = name;
  }

  /** The thread whose events count; those of its helpers' threads are passed over. */
  void thread(String id) {
    threadId = id;
  }

  /** The items of the thread. */
  CodexItems items() {
    return items;
  }

  /** Takes one notification in. */
  void notification(String method, JsonNode params) {
    String thread = params.path("threadId").asString("");
    if (threadId != null && !thread.isEmpty() && !thread.equals(threadId)) {
      if (method.equals("item/started")) {
        items.remember(params.path("item")); // its approval is asked for here, too
      }
      return;
    }
    switch (method) {
      case "turn/started" -> {
        begun = true;
        turns.began(params.path("turn").path("id").asString(""));
      }
      case "turn/completed" -> completed(params.path("turn"));
      case "turn/plan/updated" -> plan(params.path("plan"));
      case "item/started" -> items.started(params.path("item"));
      case "item/completed" -> items.finished(params.path("item"));
      case "item/agentMessage/delta" -> items.tail(params, TailKind.MESSAGE);
      case "item/reasoning/summaryTextDelta", "item/reasoning/textDelta" ->
          items.tail(params, TailKind.THOUGHT);
      case "item/commandExecution/outputDelta" -> items.output(params);
      case "thread/tokenUsage/updated" -> usage(params.path("tokenUsage"));
      case "account/rateLimits/updated" -> limits(params.path("rateLimits"));
      case "error" -> error(params);
      case "warning", "configWarning" -> note(Level.WARNING, params.path("message").asString(""));
      default -> {
        if (!PASSED_OVER.contains(method)) {
          unknown(method, params);
        }
      }
    }
  }

  // ---- the rest -------------------------------------------------------------------------------

  private void plan(JsonNode steps) {
    List<PlanStep> all = new ArrayList<>();
    for (JsonNode step : steps) {
      if (all.size() < MOST_STEPS) {
        all.add(
            new PlanStep(
                Said.line(step.path("step").asString("")),
                switch (step.path("status").asString("")) {
                  case "completed" -> StepState.DONE;
                  case "inProgress", "in_progress" -> StepState.CURRENT;
                  default -> StepState.PENDING;
                }));
      }
    }
    out.event(new PlanChanged(List.copyOf(all)));
  }

  private void usage(JsonNode usage) {
    JsonNode last = usage.path("last");
    long cached = last.path("cachedInputTokens").asLong(0);
    long input = last.path("inputTokens").asLong(0); // with the cached ones
    long output = last.path("outputTokens").asLong(0);
    long total = usage.path("total").path("totalTokens").asLong(0);
    if (input + output == 0 || total == usedInAll) {
      return; // told before; after a broken stream the same comes again
    }
    usedInAll = total;
    if (!begun) {
      return; // what a conversation that is gone on with used before
    }
    long window = usage.path("modelContextWindow").asLong(0);
    out.event(
        new UsageReported(
            model,
            Math.max(0, input - cached),
            output,
            cached,
            last.path("cacheWriteInputTokens").asLong(0),
            null,
            last.path("totalTokens").asLong(0),
            window > 0 ? window : null));
  }

  private void limits(JsonNode limits) {
    for (String name : List.of("primary", "secondary")) {
      JsonNode window = limits.path(name);
      if (window.path("usedPercent").isNumber()) {
        long minutes = window.path("windowDurationMins").asLong(0);
        long resets = window.path("resetsAt").asLong(0);
        out.event(
            new LimitSeen(
                minutes <= 0
                    ? name
                    : minutes % 1_440 == 0 ? minutes / 1_440 + " days" : minutes / 60 + " h",
                Math.clamp(window.path("usedPercent").asDouble() / 100, 0, 1),
                resets > 0 ? Instant.ofEpochSecond(resets) : null));
      }
    }
  }

  private void error(JsonNode params) {
    JsonNode error = params.path("error");
    String message = error.path("message").asString("An error.");
    String details = error.path("additionalDetails").asString("");
    if (params.path("willRetry").asBoolean(false)) {
      items.dropTails(); // the answer begins anew
      out.event(
          new RetryScheduled(
              tryOf(message), Said.line(details.isBlank() ? message : details), clock.instant()));
    }
  }

  private static int tryOf(String message) {
    String number = message.replaceFirst(".*?(\\d{1,4})/\\d+.*", "$1");
    return number.matches("\\d{1,4}") ? Integer.parseInt(number) : 1;
  }

  private void completed(JsonNode turn) {
    items.turnOver();
    String id = turn.path("id").asString("");
    turns.ended(end(turn).at(id.isEmpty() ? null : id));
  }

  private static TurnEnded end(JsonNode turn) {
    JsonNode error = turn.path("error");
    String said = message(error.path("message").asString(""));
    return switch (turn.path("status").asString("")) {
      case "completed" -> new TurnEnded(End.DONE, null);
      case "interrupted" -> new TurnEnded(End.INTERRUPTED, null);
      default ->
          new TurnEnded(
              error.path("codexErrorInfo").asString("").equals("usageLimitExceeded")
                  ? End.LIMIT
                  : End.FAILED,
              said.isBlank() ? "Codex ended the turn without a reason." : Said.line(said));
    };
  }

  /** Some services put their whole answer where the message should be. */
  private static String message(String said) {
    if (said.startsWith("{")) {
      try {
        String inner = JSON.readTree(said).path("error").path("message").asString("");
        return inner.isBlank() ? said : inner;
      } catch (JacksonException none) {
        return said;
      }
    }
    return said;
  }

  private void note(Level level, String text) {
    if (!text.isBlank()) {
      out.event(new Noted(level, Said.bounded(text, 2_000), null));
    }
  }

  private void unknown(String method, JsonNode params) {
    if (unknown.size() < MOST_UNKNOWN && unknown.add(method)) {
      out.event(
          new Noted(
              Level.INFO,
              "It said something that this Muster does not know: " + Said.line(method),
              Said.bounded(params.toString(), KEPT_RAW)));
    }
  }
}
