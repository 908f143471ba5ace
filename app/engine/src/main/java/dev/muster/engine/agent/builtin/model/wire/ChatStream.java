package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Opaque;
import dev.muster.engine.agent.builtin.model.StopReason;
import dev.muster.engine.agent.builtin.model.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts an answer of a Chat Completions API together. It ends with {@code [DONE]}; a stream that
 * ends after a {@code finish_reason} counts as complete too, because some servers leave it out.
 */
final class ChatStream implements WireFormat.Decoder {
  private static final int THINKING = 0;
  private static final int TEXT = 1;
  private static final int FIRST_CALL = 2;

  private final String asked;
  private final ModelListener listener;
  private final Failures failures;
  private final StringBuilder text = new StringBuilder();
  private final StringBuilder thinking = new StringBuilder();
  private final ArrayNode details = Json.MAPPER.createArrayNode();
  private final List<Call> calls = new ArrayList<>();
  private String model;
  private String thinkingField = "";
  private @Nullable String id;
  private @Nullable Usage usage;
  private String finish = "";
  private boolean refused;
  private boolean done;

  /** A tool call while it grows. */
  private static final class Call {
    private final long index;
    private final String id;
    private String name;
    private final StringBuilder arguments = new StringBuilder();

    Call(long index, String id, String name) {
      this.index = index;
      this.id = id;
      this.name = name;
    }

    ContentBlock.ToolCall made() {
      return new ContentBlock.ToolCall(id, name, arguments.toString());
    }
  }

  ChatStream(String model, ModelListener listener, Failures failures) {
    this.asked = model;
    this.model = model;
    this.listener = listener;
    this.failures = failures;
  }

  @Override
  public boolean event(String type, JsonNode data) throws ModelException {
    JsonNode error = data.path("error");
    if (error.isObject() || error.isString() || type.equals("error")) {
      throw failures.ofEvent(error.isMissingNode() ? data : error);
    }
    if (!Json.text(data, "model").isEmpty()) {
      model = Json.text(data, "model");
    }
    if (!Json.text(data, "id").isEmpty()) {
      id = Json.text(data, "id");
    }
    count(data.path("usage"));
    JsonNode choice = data.path("choices").path(0);
    JsonNode delta =
        choice.path("delta").isObject() ? choice.path("delta") : choice.path("message");
    think(delta);
    say(delta.path("content"));
    if (delta.path("refusal").isString()) {
      refused = true;
      say(delta.path("refusal"));
    }
    for (JsonNode piece : delta.path("tool_calls")) {
      call(piece);
    }
    String reason = Json.text(choice, "finish_reason");
    if (reason.equals("error")) {
      throw failures.ofEvent(Json.object().put("message", "The model failed while it answered."));
    }
    if (!reason.isEmpty()) {
      finish = reason;
    }
    return false; // usage may follow the finish reason
  }

  @Override
  public void done() {
    done = true;
  }

  private void think(JsonNode delta) {
    for (String field : List.of("reasoning_content", "reasoning")) {
      String piece = Json.text(delta, field);
      if (!piece.isEmpty()) {
        thinkingField = field;
        thinking.append(piece);
        listener.on(new ModelEvent.ThinkingDelta(THINKING, piece));
        break; // some servers send both fields with the same text
      }
    }
    ChatFormat.join(details, delta.path("reasoning_details"));
  }

  private void say(JsonNode content) {
    if (content.isArray()) { // Mistral sends parts
      content.forEach(part -> say(part.path("text")));
      return;
    }
    String piece = content.asString("");
    if (!piece.isEmpty()) {
      text.append(piece);
      listener.on(new ModelEvent.TextDelta(TEXT, piece));
    }
  }

  private void call(JsonNode piece) {
    JsonNode function = piece.path("function");
    String callId = Json.text(piece, "id");
    String name = Json.text(function, "name");
    Call call = open(piece.path("index"), callId, name);
    if (call == null) {
      long index = piece.path("index").asLong(calls.size());
      String usable = callId.isEmpty() ? "call_" + UUID.randomUUID() : callId;
      call = new Call(index, usable, name);
      calls.add(call);
      listener.on(new ModelEvent.ToolCallStarted(FIRST_CALL + calls.indexOf(call), usable, name));
    } else if (call.name.isEmpty()) {
      call.name = name;
    }
    JsonNode arguments = function.path("arguments");
    String json = arguments.isObject() ? arguments.toString() : arguments.asString("");
    if (!json.isEmpty()) {
      call.arguments.append(json);
      listener.on(new ModelEvent.ToolCallArguments(FIRST_CALL + calls.indexOf(call), json));
    }
  }

  /**
   * The call a piece belongs to, or null when it begins a new one. Some servers number every call 0
   * but give each its own id; some send whole calls without number or id.
   */
  private @Nullable Call open(JsonNode index, String callId, String name) {
    if (calls.isEmpty()) {
      return null;
    }
    Call found = null;
    if (index.isNumber()) {
      for (Call call : calls) {
        if (call.index == index.asLong()) {
          found = call;
        }
      }
      return found != null && !callId.isEmpty() && !name.isEmpty() && !found.id.equals(callId)
          ? null
          : found;
    }
    if (!callId.isEmpty()) {
      for (Call call : calls) {
        if (call.id.equals(callId)) {
          found = call;
        }
      }
      return found;
    }
    return name.isEmpty() ? calls.getLast() : null;
  }

  /** The prompt count includes what came from the cache; DeepSeek has a name of its own for it. */
  private void count(JsonNode said) {
    if (!said.isObject()) {
      return;
    }
    long read =
        Math.max(
            Json.number(said, "prompt_tokens_details", "cached_tokens"),
            Json.number(said, "prompt_cache_hit_tokens"));
    long write = Json.number(said, "prompt_tokens_details", "cache_write_tokens");
    long input = Math.max(0, Json.number(said, "prompt_tokens") - read - write);
    usage = new Usage(input, Json.number(said, "completion_tokens"), read, write);
    listener.on(new ModelEvent.UsageUpdated(usage));
  }

  @Override
  public ModelTurn finish() throws ModelException {
    if (!done && finish.isEmpty()) {
      throw failures.broken("broke off before its end");
    }
    List<ContentBlock> content = new ArrayList<>();
    if (!thinking.isEmpty() || !details.isEmpty()) {
      content.add(new ContentBlock.Thinking(thinking.toString(), opaque()));
    }
    if (!text.isEmpty()) {
      content.add(new ContentBlock.Text(text.toString()));
    }
    for (Call call : calls) {
      ContentBlock.ToolCall made = call.made();
      content.add(made);
      listener.on(new ModelEvent.ToolCallComplete(FIRST_CALL + calls.indexOf(call), made));
    }
    StopReason reason = reason();
    if (text.isEmpty()
        && calls.isEmpty()
        && (reason == StopReason.END || reason == StopReason.OTHER)) {
      throw failures.empty();
    }
    return new ModelTurn(model, content, reason, finish.isEmpty() ? null : finish, usage, id);
  }

  /** What the server wants back: OpenRouter its details, DeepSeek and others their field. */
  private @Nullable Opaque opaque() {
    ObjectNode fields = Json.object();
    if (!details.isEmpty()) {
      fields.set("reasoning_details", details);
    } else if (!thinkingField.isEmpty()) {
      fields.put(thinkingField, thinking.toString());
    }
    return fields.isEmpty() ? null : new Opaque(ApiKind.CHAT, asked, fields.toString());
  }

  private StopReason reason() {
    if (finish.equals("length")) {
      return StopReason.MAX_TOKENS;
    }
    if (refused || finish.equals("content_filter")) {
      return StopReason.REFUSAL;
    }
    if (!calls.isEmpty()) {
      return StopReason.TOOL_USE; // many servers say "stop" here
    }
    return finish.isEmpty() || finish.equals("stop") ? StopReason.END : StopReason.OTHER;
  }
}
