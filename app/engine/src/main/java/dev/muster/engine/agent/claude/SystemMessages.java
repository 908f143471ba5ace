package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the CLI tells of itself: retries, shortened memory, work in the background. */
final class SystemMessages {
  private static final int MOST_SUMMARY = 64 * 1024;
  private static final int MOST_BACKGROUND = 1_000;

  private final AgentListener out;
  private final InstantSource clock;
  private final LiveText live;
  private final ClaudeUsage usage;
  private final Garbage garbage;
  private final ClaudeMapper.Wishes wishes;
  private final Turns turns;
  private volatile List<String> background = List.of();
  private @Nullable Compacted compacted;

  SystemMessages(
      AgentListener out,
      InstantSource clock,
      LiveText live,
      ClaudeUsage usage,
      Garbage garbage,
      ClaudeMapper.Wishes wishes,
      Turns turns) {
    this.out = out;
    this.clock = clock;
    this.live = live;
    this.usage = usage;
    this.garbage = garbage;
    this.wishes = wishes;
    this.turns = turns;
  }

  /** The agents that work in the background now. From any thread. */
  List<String> background() {
    return background;
  }

  void take(ObjectNode message) {
    String subtype = Messages.text(message, "subtype");
    switch (subtype) {
      case "api_retry" -> retry(message);
      case "compact_boundary" -> compacted(message.path("compact_metadata"));
      case "informational" -> {
        boolean warns = Messages.text(message, "level").matches("warning|error");
        String text = Messages.oneLine(Messages.text(message, "content"));
        if (!text.isEmpty()) {
          out.event(new Noted(warns ? Level.WARNING : Level.INFO, text, null));
        }
      }
      case "background_tasks_changed" -> tasks(message.path("tasks"));
      case "task_notification" -> taskOver(message);
      case "status",
          "task_started",
          "task_progress",
          "task_updated",
          "thinking_tokens",
          "session_title_changed",
          "permission_denied",
          "model_refusal_no_fallback",
          "hook_started",
          "hook_progress",
          "hook_response",
          "notification",
          "files_persisted",
          "local_command_output",
          "session_state_changed" -> {} // told by other messages as well, or of no interest
      default -> garbage.unknown("system " + subtype, message.toString());
    }
  }

  private void retry(ObjectNode message) {
    live.drop(null);
    JsonNode status = message.path("error_status");
    String kind = Messages.text(message, "error").replace('_', ' ');
    String cause =
        status.isNumber()
            ? "HTTP " + status.longValue() + (kind.isEmpty() ? "" : ", " + kind)
            : "The connection broke";
    long delay = Math.clamp(Messages.number(message, "retry_delay_ms"), 0, 86_400_000);
    out.event(
        new RetryScheduled(
            (int) Math.clamp(Messages.number(message, "attempt"), 1, 1_000),
            cause,
            clock.instant().plusMillis(delay)));
  }

  private void compacted(JsonNode meta) {
    summaryIsMissing();
    Long before = meta.path("pre_tokens").isNumber() ? meta.path("pre_tokens").longValue() : null;
    Long after = meta.path("post_tokens").isNumber() ? meta.path("post_tokens").longValue() : null;
    usage.compacted(after);
    compacted = new Compacted(before, after, null);
  }

  /** Takes the summary that follows a shortening; false when it is something else. */
  boolean isSummary(ObjectNode message, JsonNode content) {
    Compacted open = compacted;
    if (open == null || !message.path("isSynthetic").asBoolean(false)) {
      return false;
    }
    compacted = null;
    String text = ToolOutcomes.text(content);
    out.event(
        new Compacted(open.tokensBefore(), open.tokensAfter(), Messages.cut(text, MOST_SUMMARY)));
    return true;
  }

  /** Something else follows a shortening: it is told without its summary. */
  void summaryIsMissing() {
    Compacted open = compacted;
    if (open != null) {
      compacted = null;
      out.event(open);
    }
  }

  /** All that works in the background now; shells there may be meant to stay. */
  private void tasks(JsonNode tasks) {
    List<String> agents = new ArrayList<>();
    for (JsonNode task : tasks) {
      if (Messages.text(task, "task_type").equals("local_agent")
          && agents.size() < MOST_BACKGROUND) {
        agents.add(Messages.text(task, "task_id"));
      }
    }
    background = List.copyOf(agents);
    if (agents.isEmpty() && turns.hangs()) {
      wishes.mayBeIdle();
    }
  }

  private void taskOver(ObjectNode message) {
    String status = Messages.text(message, "status");
    boolean well = status.equals("completed");
    String summary = Messages.oneLine(Messages.text(message, "summary"));
    out.event(
        new Noted(
            well ? Level.INFO : Level.WARNING,
            "Work in the background is "
                + (status.isEmpty() ? "over" : status)
                + (summary.isEmpty() ? "." : ": " + summary),
            null));
    if (turns.hangs()) {
      wishes.mayBeIdle();
    }
  }
}
