package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.transcript.Told;
import dev.muster.engine.agent.transcript.TranscriptFile;
import dev.muster.engine.agent.transcript.Transcripts;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the entries of a rollout into events. Most things stand in it twice: as what the model was
 * sent and sent ({@code response_item}, in every version), and as what a person was shown ({@code
 * event_msg}). Words, thoughts and calls are taken from the first; prompts, the edges of turns, and
 * what commands printed from the second. What it tells of an entry depends on the entries before it
 * and on nothing else. Used once, by one thread.
 */
final class RolloutReader implements AgentListener, TranscriptFile.Entries {
  private static final int MOST_TEXT = 1 << 20;
  private static final int MOST_SUMMARY = 64 * 1024;

  private final Consumer<Told> out;
  private final RolloutCalls calls;
  private Instant now;
  private String model = "codex";
  private boolean inTurn;
  private boolean tellsTurns;
  private boolean answered;
  private String lastPrompt = "";
  private String lastError = "";
  private long lastTotal = -1;
  private int number;

  RolloutReader(Path cwd, Instant started, Consumer<Told> out) {
    this.now = started;
    this.out = out;
    this.calls = new RolloutCalls(this, cwd, () -> now);
  }

  /** When an entry was written. */
  static Instant at(JsonNode entry, Instant otherwise) {
    String time = entry.path("timestamp").asString("");
    try {
      return time.isEmpty() ? otherwise : Instant.parse(time);
    } catch (DateTimeException none) {
      return otherwise;
    }
  }

  /** What a person wrote; null when the entry is something else. */
  static @Nullable String prompt(JsonNode entry) {
    JsonNode payload = entry.path("payload");
    String text =
        switch (entry.path("type").asString("")) {
          case "event_msg" ->
              switch (payload.path("type").asString("")) {
                case "user_message" -> payload.path("message").asString("");
                case "item_completed" ->
                    payload.path("item").path("type").asString("").equals("UserMessage")
                        ? text(payload.path("item").path("content"))
                        : "";
                default -> "";
              };
          // The first versions wrote what the model was sent, and nothing around it.
          case "message" ->
              entry.path("role").asString("").equals("user") ? text(entry.path("content")) : "";
          default -> "";
        };
    String said = text.strip();
    boolean own = said.startsWith("<") && said.matches("(?s)</?[a-z]+(_[a-z]+)*>.*");
    return said.isEmpty() || own ? null : said;
  }

  /** The words of a message, a line for each part; pictures and the like are named. */
  private static String text(JsonNode content) {
    if (content.isString()) {
      return content.asString();
    }
    List<String> parts = new ArrayList<>();
    for (JsonNode part : content) {
      String type = part.path("type").asString("");
      parts.add(part.has("text") ? part.path("text").asString("") : "(" + type + ")");
    }
    return String.join("\n", parts);
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

  @Override
  public void entry(ObjectNode entry) {
    Instant before = now;
    now = at(entry, now);
    JsonNode payload = entry.path("payload");
    String prompt = prompt(entry);
    if (prompt != null) {
      prompt(prompt, payload, before);
      return;
    }
    switch (entry.path("type").asString("")) {
      case "turn_context" -> model = payload.path("model").asString(model);
      case "response_item" -> item(payload);
      case "event_msg" -> told(payload, before);
      case "compacted" ->
          event(
              new Compacted(
                  null, null, Said.bounded(payload.path("message").asString(""), MOST_SUMMARY)));
      case "message", "reasoning", "function_call", "function_call_output" -> item(entry);
      default -> {} // the program's own book-keeping
    }
  }

  private void prompt(String said, JsonNode payload, Instant before) {
    String text = Said.bounded(said, MOST_TEXT);
    if (inTurn && !answered && text.equals(lastPrompt)) {
      return; // told in two forms
    }
    if (inTurn && !tellsTurns) {
      end(null, before);
    }
    String own = payload.path("item").path("id").asString("");
    String id = own.isEmpty() ? "p" + ++number : own;
    boolean steer = inTurn;
    event(new PromptSent(id, text, List.of(), PromptOrigin.USER, steer));
    if (!steer) {
      event(new TurnStarted(id));
      inTurn = true;
    }
    lastPrompt = text;
    answered = false;
  }

  /** What the model was sent or sent. */
  private void item(JsonNode item) {
    switch (item.path("type").asString("")) {
      case "message" -> {
        String text = text(item.path("content"));
        if (item.path("role").asString("").equals("assistant") && !text.isBlank()) {
          begin();
          event(new MessageAdded(id(item), Said.bounded(text, MOST_TEXT), null));
        }
      }
      case "reasoning" -> {
        String text = text(item.path("summary"));
        text = text.isBlank() ? text(item.path("content")) : text;
        if (!text.isBlank()) {
          begin();
          event(new ThoughtAdded(id(item), Said.bounded(text, MOST_TEXT), null, null));
        }
      }
      case "function_call", "custom_tool_call", "local_shell_call", "web_search_call" -> {
        begin();
        calls.called(item);
      }
      case "function_call_output", "custom_tool_call_output" -> calls.answered(item);
      default -> {} // what the program tells its model besides
    }
  }

  private String id(JsonNode item) {
    String own = item.path("id").asString("");
    return own.isEmpty() ? "m" + ++number : own;
  }

  /** What a person was shown. */
  private void told(JsonNode told, Instant before) {
    switch (told.path("type").asString("")) {
      case "task_started" -> {
        if (inTurn) {
          end(null, before);
        }
        tellsTurns = true;
      }
      case "task_complete" -> {
        String error = told.path("error").path("message").asString(lastError);
        end(
            error.isEmpty()
                ? new TurnEnded(End.DONE, null)
                : new TurnEnded(End.FAILED, Said.bounded(error, 2_000)),
            now);
      }
      case "turn_aborted" -> end(new TurnEnded(End.INTERRUPTED, null), now);
      case "error", "stream_error" -> lastError = told.path("message").asString("");
      case "token_count" -> usage(told.path("info"));
      case "item_completed" -> {
        if (calls.shown(told.path("item"))) {
          answered = true;
        }
      }
      default -> {} // told as what the model sent, or of no weight
    }
  }

  private void usage(JsonNode info) {
    JsonNode last = info.path("last_token_usage");
    long total = info.path("total_token_usage").path("total_tokens").asLong(0);
    if (total == lastTotal || !last.isObject()) {
      return; // the same again, with other limits
    }
    lastTotal = total;
    long cached = last.path("cached_input_tokens").asLong(0);
    long size = info.path("model_context_window").asLong(0);
    event(
        new UsageReported(
            model,
            Math.max(0, last.path("input_tokens").asLong(0) - cached), // with the cached ones
            last.path("output_tokens").asLong(0),
            cached,
            last.path("cache_write_input_tokens").asLong(0),
            null,
            last.path("total_tokens").asLong(0),
            size > 0 ? size : null));
  }

  /** Something happens that belongs into a turn. */
  private void begin() {
    answered = true;
    lastError = "";
    if (!inTurn) {
      inTurn = true;
      event(new TurnStarted(null));
    }
  }

  /**
   * @param how null to go by what was said last
   */
  private void end(@Nullable TurnEnded how, Instant at) {
    if (inTurn) {
      inTurn = false;
      boolean done = !tellsTurns && answered && calls.noneOpen();
      out.accept(
          new Told(
              at,
              how != null
                  ? how
                  : done
                      ? new TurnEnded(End.DONE, null)
                      : new TurnEnded(End.INTERRUPTED, Transcripts.CUT)));
    }
    calls.turnOver();
    lastError = "";
    lastPrompt = "";
  }

  /** The file ends here. */
  void finish() {
    end(null, now);
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
