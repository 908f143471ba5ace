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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts an answer of OpenAI's Responses API together. Finished items ({@code
 * response.output_item.done}) count; deltas are for showing. It ends with {@code
 * response.completed}, {@code incomplete} or {@code failed}; there is no {@code [DONE]}.
 */
final class ResponsesStream implements WireFormat.Decoder {
  private final ModelListener listener;
  private final Failures failures;
  private final Map<Integer, JsonNode> items = new TreeMap<>();
  private final String asked;
  private String model;
  private @Nullable String id;
  private @Nullable Usage usage;
  private @Nullable JsonNode end;
  private boolean refused;

  ResponsesStream(String model, ModelListener listener, Failures failures) {
    this.asked = model;
    this.model = model;
    this.listener = listener;
    this.failures = failures;
  }

  @Override
  public boolean event(String type, JsonNode data) throws ModelException {
    String kind = Json.text(data, "type");
    int index = (int) Json.number(data, "output_index");
    switch (kind.isEmpty() ? type : kind) {
      case "response.created", "response.in_progress" -> head(data.path("response"));
      case "response.output_item.added" -> {
        JsonNode item = data.path("item");
        if (Json.text(item, "type").equals("function_call")) {
          listener.on(
              new ModelEvent.ToolCallStarted(
                  index, Json.text(item, "call_id"), Json.text(item, "name")));
        }
      }
      case "response.output_text.delta", "response.refusal.delta" -> show(data, index, false);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          show(data, index, true);
      case "response.reasoning_summary_part.added" -> {
        if (Json.number(data, "summary_index") > 0) {
          listener.on(new ModelEvent.ThinkingDelta(index, "\n\n"));
        }
      }
      case "response.function_call_arguments.delta" ->
          listener.on(new ModelEvent.ToolCallArguments(index, Json.text(data, "delta")));
      case "response.output_item.done" -> {
        JsonNode item = data.path("item");
        items.put(index, item);
        if (Json.text(item, "type").equals("function_call")) {
          listener.on(new ModelEvent.ToolCallComplete(index, call(item)));
        }
      }
      case "response.completed", "response.incomplete" -> {
        end = data.path("response");
        head(end);
        count(end.path("usage"));
      }
      case "response.failed" -> throw failures.ofEvent(data.path("response").path("error"));
      case "error" ->
          throw failures.ofEvent(data.path("error").isObject() ? data.path("error") : data);
      default -> {} // newer kinds, and those that only repeat what the finished items hold
    }
    return end != null;
  }

  private void head(JsonNode response) {
    if (!Json.text(response, "id").isEmpty()) {
      id = Json.text(response, "id");
    }
    if (!Json.text(response, "model").isEmpty()) {
      model = Json.text(response, "model");
    }
  }

  private void show(JsonNode data, int index, boolean thinking) {
    String delta = Json.text(data, "delta");
    if (!delta.isEmpty()) {
      listener.on(
          thinking
              ? new ModelEvent.ThinkingDelta(index, delta)
              : new ModelEvent.TextDelta(index, delta));
    }
  }

  /** OpenAI's input count includes what was read from and written to the cache. */
  private void count(JsonNode said) {
    if (!said.isObject()) {
      return;
    }
    long read = Json.number(said, "input_tokens_details", "cached_tokens");
    long write = Json.number(said, "input_tokens_details", "cache_write_tokens");
    long input = Math.max(0, Json.number(said, "input_tokens") - read - write);
    usage = new Usage(input, Json.number(said, "output_tokens"), read, write);
    listener.on(new ModelEvent.UsageUpdated(usage));
  }

  @Override
  public ModelTurn finish() throws ModelException {
    if (end == null) {
      throw failures.broken("broke off before its end");
    }
    if (items.isEmpty()) { // a server that only sends the whole at the end
      int index = 0;
      for (JsonNode item : end.path("output")) {
        items.put(index++, item);
      }
    }
    List<ContentBlock> content = new ArrayList<>();
    boolean said = false;
    for (JsonNode item : items.values()) {
      switch (Json.text(item, "type")) {
        case "message" -> said |= message(item, content);
        case "reasoning" -> content.add(reasoning(item));
        case "function_call" -> {
          content.add(call(item));
          said = true;
        }
        default -> {} // tools that run at the provider; Muster asks for none
      }
    }
    String why = Json.text(end, "incomplete_details", "reason");
    StopReason reason = reason(content, why);
    if (!said && (reason == StopReason.END || reason == StopReason.OTHER)) {
      throw failures.empty();
    }
    return new ModelTurn(model, content, reason, why.isEmpty() ? null : why, usage, id);
  }

  private boolean message(JsonNode item, List<ContentBlock> content) {
    StringBuilder text = new StringBuilder();
    for (JsonNode part : item.path("content")) {
      switch (Json.text(part, "type")) {
        case "output_text", "text" -> text.append(Json.text(part, "text"));
        case "refusal" -> {
          text.append(Json.text(part, "refusal"));
          refused = true;
        }
        default -> {}
      }
    }
    if (text.isEmpty()) {
      return false;
    }
    String phase = Json.text(item, "phase");
    content.add(new ContentBlock.Text(text.toString(), phase.isEmpty() ? null : phase));
    return true;
  }

  /** The item goes back as it came, under the model that was asked for (aliases get resolved). */
  private ContentBlock.Thinking reasoning(JsonNode item) {
    StringBuilder text = new StringBuilder();
    for (String part : List.of("summary", "content")) {
      for (JsonNode piece : item.path(part)) {
        text.append(text.isEmpty() ? "" : "\n\n").append(Json.text(piece, "text"));
      }
    }
    boolean keep = item instanceof ObjectNode && !Json.text(item, "encrypted_content").isEmpty();
    Opaque opaque = null;
    if (keep) {
      ObjectNode back = ((ObjectNode) item).deepCopy();
      back.remove("status");
      opaque = new Opaque(ApiKind.RESPONSES, asked, back.toString());
    }
    return new ContentBlock.Thinking(text.toString(), opaque);
  }

  private static ContentBlock.ToolCall call(JsonNode item) {
    String callId = Json.text(item, "call_id");
    return new ContentBlock.ToolCall(
        callId.isEmpty() ? Json.text(item, "id") : callId,
        Json.text(item, "name"),
        Json.text(item, "arguments"));
  }

  private StopReason reason(List<ContentBlock> content, String why) {
    if (why.equals("max_output_tokens")) {
      return StopReason.MAX_TOKENS;
    }
    if (refused || why.equals("content_filter")) {
      return StopReason.REFUSAL;
    }
    if (content.stream().anyMatch(ContentBlock.ToolCall.class::isInstance)) {
      return StopReason.TOOL_USE;
    }
    return why.isEmpty() ? StopReason.END : StopReason.OTHER;
  }
}
