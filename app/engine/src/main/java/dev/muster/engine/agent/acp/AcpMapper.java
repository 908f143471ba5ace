package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes events of what an agent tells by {@code session/update}, protocol version 1. It knows
 * nothing of the process and answers nothing. Safe for any thread.
 */
final class AcpMapper {
  private static final int KEPT_RAW = 8 * 1024;
  private static final int MOST_UNKNOWN = 20;
  private static final int MOST_STEPS = 500;

  /** Longer than a model that is at work pauses within a sentence. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  /** So the Gemini CLI tells that its mode has changed: as if it said it. */
  private static final String MODE = "[MODE_UPDATE] ";

  /** What may come while an old conversation is told again, and holds from then on. */
  private static final Set<String> SETTINGS =
      Set.of("config_option_update", "current_mode_update", "usage_update");

  private static final Set<String> PASSED_OVER =
      Set.of(
          "user_message_chunk", // what the user said is known
          "available_commands_update",
          "session_info_update");

  private final AgentListener out;
  private final AcpWords words;
  private final AcpCalls calls;
  private final AcpUsage usage;
  private final AcpChoices choices;
  private final Set<String> unknown = new HashSet<>();
  private List<PlanStep> plan = List.of();
  private String session = "";
  private final Duration pause;
  private boolean replaying;
  private long pieces;
  private boolean watched;

  AcpMapper(AgentListener out, AcpWords words, AcpCalls calls, AcpUsage usage, AcpChoices choices) {
    this(out, words, calls, usage, choices, PAUSE);
  }

  /**
   * With another pause.
   *
   * @param pause after that long without a word, what was said is told whole
   */
  AcpMapper(
      AgentListener out,
      AcpWords words,
      AcpCalls calls,
      AcpUsage usage,
      AcpChoices choices,
      Duration pause) {
    this.pause = pause;
    this.out = out;
    this.words = words;
    this.calls = calls;
    this.usage = usage;
    this.choices = choices;
  }

  /** The conversation whose updates count; those of others are passed over. */
  synchronized void session(String id) {
    session = id;
  }

  /** Whether an old conversation is told again: it stands in the journal already. */
  synchronized void replaying(boolean now) {
    replaying = now;
  }

  /** Takes one update in. */
  synchronized void update(JsonNode params) {
    JsonNode update = params.path("update");
    String kind = update.path("sessionUpdate").asString("");
    String of = params.path("sessionId").asString(session);
    if ((!session.isEmpty() && !of.equals(session)) || (replaying && !SETTINGS.contains(kind))) {
      return;
    }
    calls.settleDenied();
    switch (kind) {
      case "agent_message_chunk" -> said(false, update);
      case "agent_thought_chunk" -> said(true, update);
      case "tool_call" -> call(update, true);
      case "tool_call_update" -> call(update, false);
      case "plan" -> plan(update.path("entries"));
      case "usage_update" -> usage.update(update);
      case "config_option_update", "current_mode_update" -> {
        String changed = choices.changed(update);
        usage.model(choices.model());
        if (!replaying) {
          note(changed);
        }
      }
      default -> {
        if (!PASSED_OVER.contains(kind)) {
          unknown(kind, update);
        }
      }
    }
  }

  private void note(@Nullable String text) {
    if (text != null) {
      out.event(new Noted(Level.INFO, text, null));
    }
  }

  private void said(boolean thought, JsonNode update) {
    usage.request(update.path("_meta").path("usage"));
    String text = update.path("content").path("text").asString("");
    if (text.startsWith(MODE)) {
      String changed = choices.mode(text.substring(MODE.length()).strip());
      note(changed);
      return;
    }
    calls.others("");
    if (words.piece(thought, update)) {
      calls.spoke();
      pieces++;
      watch();
    }
  }

  /** Who falls silent may never say another word: what it said by then is not to be lost. */
  private void watch() {
    if (!watched) {
      watched = true;
      long by = pieces;
      CompletableFuture.delayedExecutor(
              pause.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
          .execute(() -> silent(by));
    }
  }

  private synchronized void silent(long since) {
    watched = false;
    if (since == pieces) {
      words.whole();
    } else {
      watch();
    }
  }

  private void call(JsonNode update, boolean first) {
    calls.others(update.path("toolCallId").asString(""));
    words.whole();
    if (first) {
      calls.spoke();
    }
    JsonNode todos = calls.said(update, first);
    if (todos != null) {
      plan(todos);
    }
  }

  /** A call that leave is asked for. */
  synchronized AcpCall asked(JsonNode toolCall) {
    calls.settleDenied();
    words.whole();
    calls.spoke();
    return calls.asked(toolCall);
  }

  private void plan(JsonNode entries) {
    List<PlanStep> steps = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (steps.size() < MOST_STEPS) {
        steps.add(
            new PlanStep(
                Said.line(entry.path("content").asString("")),
                switch (entry.path("status").asString("")) {
                  case "completed" -> StepState.DONE;
                  case "in_progress" -> StepState.CURRENT;
                  case "cancelled", "failed" -> StepState.FAILED;
                  default -> StepState.PENDING;
                }));
      }
    }
    if (!steps.equals(plan)) {
      plan = List.copyOf(steps);
      words.whole();
      out.event(new PlanChanged(plan));
    }
  }

  /**
   * A turn is over: nothing of it is still to come.
   *
   * @param answer of the prompt; missing where there is none
   */
  synchronized void turnOver(JsonNode answer) {
    calls.others("");
    words.whole();
    calls.turnOver();
    usage.answer(answer);
  }

  /** It said something that has no place here; kept once for each kind. */
  synchronized void unknown(String kind, JsonNode said) {
    if (unknown.size() < MOST_UNKNOWN && unknown.add(kind)) {
      out.event(
          new Noted(
              Level.INFO,
              "It said something that this Muster does not know: " + Said.line(kind),
              Said.bounded(said.toString(), KEPT_RAW)));
    }
  }
}
