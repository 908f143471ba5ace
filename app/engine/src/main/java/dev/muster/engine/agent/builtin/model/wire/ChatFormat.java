package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ContentBlock;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelInfo;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.Opaque;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.Secret;
import dev.muster.engine.agent.builtin.model.ThinkingEffort;
import dev.muster.engine.agent.builtin.model.ToolArguments;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests of the OpenAI-compatible Chat Completions API, as Ollama, llama.cpp, vLLM, LM Studio,
 * OpenRouter and many more answer it. They differ in small things; what one refuses is learned from
 * its refusal and left out from then on.
 */
final class ChatFormat implements WireFormat {
  private final Prices models;
  private final int maxOutputTokens;
  private volatile boolean noStreamOptions;
  private volatile boolean newMaxName;
  private volatile boolean noEffort;

  ChatFormat(Prices models, int maxOutputTokens) {
    this.models = models;
    this.maxOutputTokens = maxOutputTokens;
  }

  @Override
  public ApiKind api() {
    return ApiKind.CHAT;
  }

  @Override
  public void sign(Headers.Builder headers, Secret key) {
    headers.add("authorization", "Bearer " + key.reveal());
  }

  @Override
  public Decoder decoder(ModelRequest request, ModelListener listener, Failures failures) {
    return new ChatStream(request.model(), listener, failures);
  }

  @Override
  public boolean learn(ModelException refusal) {
    String said = refusal.sentence();
    if (refusal.status() != 400 && refusal.status() != 422) {
      return false;
    }
    if (!noStreamOptions && said.contains("stream_options")) {
      noStreamOptions = true;
      return true;
    }
    if (!newMaxName && said.contains("max_completion_tokens")) {
      newMaxName = true;
      return true;
    }
    if (!noEffort && said.contains("reasoning_effort")) {
      noEffort = true;
      return true;
    }
    return false;
  }

  @Override
  public ObjectNode body(ModelRequest request) {
    ObjectNode body = Json.object().put("model", request.model()).put("stream", true);
    if (!noStreamOptions) {
      body.putObject("stream_options").put("include_usage", true);
    }
    ArrayNode messages = body.putArray("messages");
    if (!request.system().isBlank()) {
      messages.addObject().put("role", "system").put("content", request.system());
    }
    for (ModelMessage message : request.messages()) {
      if (message.role() == ModelMessage.Role.ASSISTANT) {
        assistant(messages, message.content(), request.model());
      } else {
        user(messages, message.content());
      }
    }
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      for (ToolDefinition tool : request.tools()) {
        tools
            .addObject()
            .put("type", "function")
            .putObject("function")
            .put("name", tool.name())
            .put("description", tool.description())
            .set("parameters", tool.schema());
      }
    }
    int max = request.maxOutputTokens() > 0 ? request.maxOutputTokens() : maxOutputTokens;
    if (max > 0) {
      body.put(newMaxName ? "max_completion_tokens" : "max_tokens", max);
    }
    if (request.effort() != ThinkingEffort.DEFAULT && !noEffort) {
      String top =
          models
              .find(request.model())
              .filter(info -> info.thinking() == ModelInfo.Thinking.EFFORT)
              .map(ModelInfo::topEffort)
              .orElse("high");
      body.put("reasoning_effort", Effort.word(request.effort(), top));
    }
    return body;
  }

  private static void assistant(ArrayNode messages, List<ContentBlock> content, String model) {
    ObjectNode message = Json.object().put("role", "assistant");
    StringBuilder text = new StringBuilder();
    ArrayNode calls = Json.MAPPER.createArrayNode();
    for (ContentBlock block : content) {
      switch (block) {
        case ContentBlock.Text said -> text.append(said.text());
        case ContentBlock.ToolCall call ->
            calls
                .addObject()
                .put("id", call.id())
                .put("type", "function")
                .putObject("function")
                .put("name", call.name())
                .put("arguments", parseable(call.arguments()));
        case ContentBlock.Thinking thinking -> giveBack(message, thinking.opaque(), model);
        case ContentBlock.ToolResult _, ContentBlock.Image _ -> {}
      }
    }
    message.put("content", text.toString());
    if (!calls.isEmpty()) {
      message.set("tool_calls", calls);
    }
    if (!text.isEmpty() || !calls.isEmpty()) {
      messages.add(message);
    }
  }

  /** Several servers parse old arguments for their prompt template and fail on a malformed one. */
  private static String parseable(String arguments) {
    return ToolArguments.parse(arguments).isPresent() && !arguments.isBlank() ? arguments : "{}";
  }

  private static void giveBack(ObjectNode message, @Nullable Opaque opaque, String model) {
    if (opaque != null
        && opaque.api() == ApiKind.CHAT
        && opaque.model().equals(model)
        && Json.MAPPER.readTree(opaque.json()) instanceof ObjectNode fields) {
      message.setAll(fields);
    }
  }

  private static void user(ArrayNode messages, List<ContentBlock> content) {
    List<ContentBlock> said = new ArrayList<>();
    for (ContentBlock block : content) {
      if (block instanceof ContentBlock.ToolResult result) {
        messages
            .addObject()
            .put("role", "tool")
            .put("tool_call_id", result.callId())
            .put("content", result.text());
      } else {
        said.add(block);
      }
    }
    if (said.isEmpty()) {
      return;
    }
    ObjectNode message = messages.addObject().put("role", "user");
    if (said.stream().allMatch(ContentBlock.Text.class::isInstance)) {
      StringBuilder text = new StringBuilder();
      for (ContentBlock block : said) {
        text.append(text.isEmpty() ? "" : "\n\n").append(((ContentBlock.Text) block).text());
      }
      message.put("content", text.toString());
      return;
    }
    ArrayNode parts = message.putArray("content");
    for (ContentBlock block : said) {
      if (block instanceof ContentBlock.Text text) {
        parts.addObject().put("type", "text").put("text", text.text());
      } else if (block instanceof ContentBlock.Image image) {
        parts
            .addObject()
            .put("type", "image_url")
            .putObject("image_url")
            .put("url", "data:" + image.mediaType() + ";base64," + image.base64());
      }
    }
  }

  /** Joins pieces of OpenRouter's {@code reasoning_details} that belong together. */
  static void join(ArrayNode into, JsonNode pieces) {
    for (JsonNode piece : pieces) {
      ObjectNode same = null;
      for (JsonNode known : into) {
        if (known.path("index").equals(piece.path("index"))
            && known.path("type").equals(piece.path("type"))) {
          same = (ObjectNode) known;
        }
      }
      if (same == null || piece.path("index").isMissingNode()) {
        into.add(piece.deepCopy());
        continue;
      }
      for (var field : piece.properties()) {
        boolean grows =
            field.getKey().equals("text")
                || field.getKey().equals("summary")
                || field.getKey().equals("data");
        if (grows && same.path(field.getKey()).isString()) {
          same.put(field.getKey(), Json.text(same, field.getKey()) + field.getValue().asString(""));
        } else if (!field.getValue().isNull()) {
          same.set(field.getKey(), field.getValue());
        }
      }
    }
  }
}
