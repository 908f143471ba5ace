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
 * Puts an answer of Anthropic's Messages API together: {@code message_start}, blocks that start,
 * grow and stop, {@code message_delta}, {@code message_stop}. What it does not know it skips.
 */
final class AnthropicStream implements WireFormat.Decoder {
  private final ModelListener listener;
  private final Failures failures;
  private final Map<Integer, Block> blocks = new TreeMap<>();
  private final String asked; // answers name the dated model behind an alias
  private String model;
  private @Nullable String id;
  private @Nullable Usage usage;
  private String stop = "";
  private @Nullable String detail;
  private boolean complete;

  /** A block while it grows. */
  private static final class Block {
    private final ObjectNode start;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder signature = new StringBuilder();
    private boolean stopped;

    Block(ObjectNode start) {
      this.start = start;
    }
  }

  AnthropicStream(String model, ModelListener listener, Failures failures) {
    this.asked = model;
    this.model = model;
    this.listener = listener;
    this.failures = failures;
  }

  @Override
  public boolean event(String type, JsonNode data) throws ModelException {
    String kind = Json.text(data, "type");
    switch (kind.isEmpty() ? type : kind) {
      case "message_start" -> {
        JsonNode message = data.path("message");
        id = Json.text(message, "id");
        if (!Json.text(message, "model").isEmpty()) {
          model = Json.text(message, "model");
        }
        count(message.path("usage"));
      }
      case "content_block_start" -> start(data);
      case "content_block_delta" -> delta(data);
      case "content_block_stop" -> stop((int) Json.number(data, "index"));
      case "message_delta" -> {
        stop = Json.text(data, "delta", "stop_reason");
        String explained = Json.text(data, "delta", "stop_details", "explanation");
        detail = explained.isEmpty() ? null : explained;
        count(data.path("usage"));
      }
      case "message_stop" -> complete = true;
      case "error" -> throw failures.ofEvent(data.path("error"));
      default -> {} // ping, and whatever comes with newer versions
    }
    return complete;
  }

  private void start(JsonNode data) {
    int index = (int) Json.number(data, "index");
    if (!(data.path("content_block") instanceof ObjectNode start)) {
      return;
    }
    Block block = new Block(start);
    blocks.put(index, block);
    switch (Json.text(start, "type")) {
      case "tool_use" ->
          listener.on(
              new ModelEvent.ToolCallStarted(
                  index, Json.text(start, "id"), Json.text(start, "name")));
      case "text" -> grow(index, block, Json.text(start, "text"), false);
      case "thinking" -> grow(index, block, Json.text(start, "thinking"), true);
      default -> {}
    }
  }

  private void delta(JsonNode data) throws ModelException {
    int index = (int) Json.number(data, "index");
    JsonNode delta = data.path("delta");
    Block block = blocks.get(index);
    if (block == null) {
      throw failures.broken("goes on with a part that never began");
    }
    switch (Json.text(delta, "type")) {
      case "text_delta" -> grow(index, block, Json.text(delta, "text"), false);
      case "thinking_delta" -> grow(index, block, Json.text(delta, "thinking"), true);
      case "signature_delta" -> block.signature.append(Json.text(delta, "signature"));
      case "input_json_delta" -> {
        String json = Json.text(delta, "partial_json");
        block.text.append(json);
        listener.on(new ModelEvent.ToolCallArguments(index, json));
      }
      default -> {}
    }
  }

  private void grow(int index, Block block, String text, boolean thinking) {
    if (text.isEmpty()) {
      return;
    }
    block.text.append(text);
    listener.on(
        thinking
            ? new ModelEvent.ThinkingDelta(index, text)
            : new ModelEvent.TextDelta(index, text));
  }

  private void stop(int index) {
    Block block = blocks.get(index);
    if (block != null && !block.stopped) {
      block.stopped = true;
      if (block.start.path("type").asString("").equals("tool_use")) {
        listener.on(new ModelEvent.ToolCallComplete(index, call(block)));
      }
    }
  }

  private void count(JsonNode said) {
    if (!said.isObject()) {
      return;
    }
    Usage before = usage == null ? Usage.NONE : usage;
    usage =
        new Usage(
            said.path("input_tokens").asLong(before.input()),
            said.path("output_tokens").asLong(before.output()),
            said.path("cache_read_input_tokens").asLong(before.cacheRead()),
            said.path("cache_creation_input_tokens").asLong(before.cacheWrite()));
    listener.on(new ModelEvent.UsageUpdated(usage));
  }

  @Override
  public ModelTurn finish() throws ModelException {
    if (!complete) {
      throw failures.broken("broke off before its end");
    }
    List<ContentBlock> content = new ArrayList<>();
    boolean said = false;
    for (Block block : blocks.values()) {
      ContentBlock made = make(block);
      if (made != null) {
        content.add(made);
        said |= !(made instanceof ContentBlock.Thinking);
      }
    }
    StopReason reason = reason(content);
    if (!said && (reason == StopReason.END || reason == StopReason.OTHER)) {
      throw failures.empty();
    }
    return new ModelTurn(
        model, content, reason, detail == null && !stop.isEmpty() ? stop : detail, usage, id);
  }

  private @Nullable ContentBlock make(Block block) {
    return switch (Json.text(block.start, "type")) {
      case "text" -> block.text.isEmpty() ? null : new ContentBlock.Text(block.text.toString());
      case "tool_use" -> call(block);
      case "thinking" -> {
        String signature = Json.text(block.start, "signature") + block.signature;
        ObjectNode json = Json.object().put("type", "thinking");
        json.put("thinking", block.text.toString()).put("signature", signature);
        yield new ContentBlock.Thinking(
            block.text.toString(),
            signature.isEmpty() ? null : new Opaque(ApiKind.ANTHROPIC, asked, json.toString()));
      }
      case "redacted_thinking" ->
          new ContentBlock.Thinking(
              "", new Opaque(ApiKind.ANTHROPIC, asked, block.start.toString()));
      default -> null; // parts of tools that run at the provider; Muster asks for none
    };
  }

  private static ContentBlock.ToolCall call(Block block) {
    String streamed = block.text.toString();
    JsonNode whole = block.start.path("input");
    return new ContentBlock.ToolCall(
        Json.text(block.start, "id"),
        Json.text(block.start, "name"),
        streamed.isEmpty() && whole.isObject() ? whole.toString() : streamed);
  }

  private StopReason reason(List<ContentBlock> content) {
    return switch (stop) {
      case "end_turn", "stop_sequence" -> StopReason.END;
      case "tool_use" -> StopReason.TOOL_USE;
      case "max_tokens" -> StopReason.MAX_TOKENS;
      case "model_context_window_exceeded" -> StopReason.CONTEXT_FULL;
      case "refusal" -> StopReason.REFUSAL;
      case "pause_turn" -> StopReason.PAUSED;
      default ->
          content.stream().anyMatch(ContentBlock.ToolCall.class::isInstance)
              ? StopReason.TOOL_USE
              : StopReason.OTHER;
    };
  }
}
