package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.transcript.Told;
import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.transcript.Transcripts;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.LifeEvent.Renamed;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the entries of one of the CLI's own files into events. What it tells of an entry depends on
 * the entries before it and on nothing else. Used once, by one thread.
 */
final class TranscriptReader implements AgentListener, TranscriptFile.Entries {
  private static final int MOST_ENTRIES = 500_000;
  private static final int MOST_SUMMARY = 64 * 1024;

  private final Consumer<Told> out;
  private final Set<String> seen = new HashSet<>();
  private final ToolCalls calls;
  private Instant now;
  private String title;
  private @Nullable Compacted compacted;
  private boolean inTurn;
  private String lastStop = "";

  /** The answer whose usage is counted once all of its blocks are there. */
  private JsonNode answer = Messages.object();

  /**
   * @param title the one it is known by
   */
  TranscriptReader(Path worktree, Instant started, String title, Consumer<Told> out) {
    this.now = started;
    this.title = title;
    this.out = out;
    this.calls = new ToolCalls(this, worktree, 1, () -> now);
  }

  /** What was read before is remembered, so there is an end to it. */
  @Override
  public boolean enough() {
    return seen.size() >= MOST_ENTRIES;
  }

  @Override
  public void tooLong(long bytes) {
    event(
        new Noted(
            Level.WARNING,
            "An entry of "
                + (bytes >> 20)
                + " MiB is too long to be taken in and is left out. The original file has it.",
            null));
  }

  /** The title an entry gives the conversation; null when it gives none. */
  static @Nullable String title(JsonNode entry) {
    String title =
        switch (Messages.text(entry, "type")) {
          case "summary" -> Messages.text(entry, "summary");
          case "custom-title" -> Messages.text(entry, "customTitle");
          case "ai-title" -> Messages.text(entry, "aiTitle");
          default -> "";
        };
    return title.isBlank() ? null : Messages.oneLine(title);
  }

  /** What a person wrote; null when the entry is something else. */
  static @Nullable String prompt(JsonNode entry) {
    if (!Messages.text(entry, "type").equals("user")
        || entry.path("isMeta").asBoolean(false)
        || entry.path("isSidechain").asBoolean(false)
        || entry.path("isCompactSummary").asBoolean(false)) {
      return null;
    }
    JsonNode content = entry.path("message").path("content");
    for (JsonNode block : content) {
      if (Messages.text(block, "type").equals("tool_result")) {
        return null;
      }
    }
    String text = ToolOutcomes.text(content).strip();
    boolean own = text.startsWith("<") && text.matches("(?s)<[a-z]+(-[a-z]+)+>.*");
    return text.isEmpty() || own || text.startsWith("[Request interrupted") ? null : text;
  }

  /** When an entry was written. */
  static Instant at(JsonNode entry, Instant otherwise) {
    String time = Messages.text(entry, "timestamp");
    try {
      return time.isEmpty() ? otherwise : Instant.parse(time);
    } catch (DateTimeException none) {
      return otherwise;
    }
  }

  @Override
  public void entry(ObjectNode entry) {
    String uuid = Messages.text(entry, "uuid");
    if (entry.path("isSidechain").asBoolean(false) || (!uuid.isEmpty() && !seen.add(uuid))) {
      return; // a sub-agent's own talk, or written twice when it was resumed
    }
    if (prompt(entry) != null) {
      endTurn(null); // at the time of what came before
    }
    now = at(entry, now);
    compacted(entry);
    String named = title(entry);
    if (named != null && !named.equals(title)) {
      title = named;
      event(new Renamed(named));
    }
    switch (Messages.text(entry, "type")) {
      case "user" -> user(entry, uuid);
      case "assistant" -> assistant(entry, uuid);
      case "system" -> {
        if (Messages.text(entry, "subtype").equals("compact_boundary")) {
          JsonNode meta = entry.path("compactMetadata");
          long before = Messages.number(meta, "preTokens");
          long after = Messages.number(meta, "postTokens");
          compacted = new Compacted(before == 0 ? null : before, after == 0 ? null : after, null);
        }
      }
      case "attachment" -> {
        JsonNode queued = entry.path("attachment");
        if (Messages.text(queued, "type").equals("queued_command")
            && queued.path("prompt").isString()
            && !Messages.text(queued, "prompt").startsWith("<")) {
          String text = Messages.cut(Messages.text(queued, "prompt"), Messages.MOST_TEXT);
          event(new PromptSent(uuid, text, List.of(), PromptOrigin.USER, true));
        }
      }
      default -> {} // the CLI's own book-keeping
    }
  }

  /** Tells of a shortening, with the summary when that follows. */
  private void compacted(ObjectNode entry) {
    Compacted open = compacted;
    if (open != null) {
      compacted = null;
      boolean summary = entry.path("isCompactSummary").asBoolean(false);
      String text =
          summary
              ? Messages.cut(ToolOutcomes.text(entry.path("message").path("content")), MOST_SUMMARY)
              : null;
      event(new Compacted(open.tokensBefore(), open.tokensAfter(), text));
    }
  }

  private void user(ObjectNode entry, String uuid) {
    String prompt = prompt(entry);
    if (prompt != null) {
      String text = Messages.cut(prompt, Messages.MOST_TEXT);
      event(new PromptSent(uuid, text, List.of(), PromptOrigin.USER, false));
      event(new TurnStarted(uuid));
      inTurn = true;
      return;
    }
    ObjectNode meta = Messages.object();
    meta.set("permission_decision", entry.path("permissionDecision"));
    meta.put("non_execution_kind", Messages.text(entry, "toolDenialKind"));
    JsonNode content = entry.path("message").path("content");
    for (JsonNode block : content) {
      if (Messages.text(block, "type").equals("tool_result")) {
        countAnswer();
        calls.finished(block, entry.path("toolUseResult"), meta);
      }
    }
    if (ToolOutcomes.text(content).startsWith("[Request interrupted")) {
      endTurn(new TurnEnded(End.INTERRUPTED, null));
    }
  }

  private void assistant(ObjectNode entry, String uuid) {
    JsonNode message = entry.path("message");
    if (entry.path("isApiErrorMessage").asBoolean(false)) {
      String words = Messages.cut(ToolOutcomes.text(message.path("content")), 2_000);
      endTurn(new TurnEnded(End.FAILED, words));
      return;
    }
    if (Messages.text(message, "model").equals("<synthetic>")) {
      return; // the CLI closes off what was broken
    }
    if (!Messages.text(message, "id").equals(Messages.text(answer, "id"))) {
      countAnswer();
    }
    answer = message;
    lastStop = Messages.text(message, "stop_reason");
    int number = 0;
    for (JsonNode block : message.path("content")) {
      String id = uuid + "-" + ++number;
      String type = Messages.text(block, "type");
      String text = Messages.text(block, type.equals("thinking") ? "thinking" : "text");
      String bounded = Messages.cut(text, Messages.MOST_TEXT);
      switch (type) {
        case "text" -> {
          if (!text.isBlank()) {
            event(new MessageAdded(id, bounded, null));
          }
        }
        case "thinking" -> {
          if (!text.isBlank()) {
            event(new ThoughtAdded(id, bounded, null, null));
          }
        }
        case "tool_use" -> calls.started(block, null);
        default -> {} // nothing to read in it
      }
    }
  }

  private void countAnswer() {
    JsonNode usage = answer.path("usage");
    if (usage.isObject()) {
      long input = Messages.number(usage, "input_tokens");
      long output = Messages.number(usage, "output_tokens");
      long read = Messages.number(usage, "cache_read_input_tokens");
      long write = Messages.number(usage, "cache_creation_input_tokens");
      event(
          new UsageReported(
              Messages.text(answer, "model"),
              input,
              output,
              read,
              write,
              null,
              input + output + read + write,
              null));
    }
    answer = Messages.object();
  }

  /**
   * @param how null to go by what the last answer says
   */
  private void endTurn(@Nullable TurnEnded how) {
    countAnswer();
    calls.turnOver(false);
    if (inTurn) {
      inTurn = false;
      event(
          how != null
              ? how
              : done()
                  ? new TurnEnded(End.DONE, null)
                  : new TurnEnded(End.INTERRUPTED, Transcripts.CUT));
    }
    lastStop = "";
  }

  /**
   * The file ends here. A turn that is over is told so, as the next prompt would tell it; one that
   * is not may go on when the file has grown, so its last answer is not counted yet.
   */
  void finish() {
    if (!done()) {
      answer = Messages.object();
    }
    endTurn(null);
  }

  private boolean done() {
    return lastStop.equals("end_turn") || lastStop.equals("stop_sequence");
  }

  @Override
  public void event(SessionEvent event) {
    out.accept(new Told(now, event));
  }

  @Override
  public void tail(String id, TailKind kind, String delta) {}

  @Override
  public void tailDropped(String id) {}

  @Override
  public void raw(boolean fromAgent, String line) {}
}
