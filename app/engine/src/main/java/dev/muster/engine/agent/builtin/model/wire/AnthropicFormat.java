package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ContentBlock;
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
import okhttp3.Headers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests of Anthropic's Messages API ({@code anthropic-version: 2023-06-01}).
 *
 * <p>Prompt caching: one mark each on the tools, the system text and the last two messages of the
 * user's side, which are the four the API allows. Thinking is sent back word for word.
 */
final class AnthropicFormat implements WireFormat {
  /** What an answer may take when nothing is known of the model; the API insists on a number. */
  private static final int USUAL_OUTPUT = 16_384;

  /** Longer answers are rarely meant and cost a long wait when a stream breaks. */
  private static final int LONGEST_OUTPUT = 64_000;

  private final Prices models;
  private final boolean bearer;
  private final int maxOutputTokens;

  AnthropicFormat(Prices models, boolean bearer, int maxOutputTokens) {
    this.models = models;
    this.bearer = bearer;
    this.maxOutputTokens = maxOutputTokens;
  }

  @Override
  public ApiKind api() {
    return ApiKind.ANTHROPIC;
  }

  @Override
  public void headers(Headers.Builder headers) {
    headers.add("anthropic-version", "2023-06-01");
  }

  @Override
  public void sign(Headers.Builder headers, Secret key) {
    if (bearer) {
      headers.add("authorization", "Bearer " + key.reveal());
    } else {
      headers.add("x-api-key", key.reveal());
    }
  }

  @Override
  public Decoder decoder(ModelRequest request, ModelListener listener, Failures failures) {
    return new AnthropicStream(request.model(), listener, failures);
  }

  @Override
  public ObjectNode body(ModelRequest request) {
    boolean cache = request.cacheKey() != null;
    ModelInfo info =
        models.find(request.model()).orElseGet(() -> ModelInfo.unknown(request.model()));
    int max = maxTokens(request, info);
    ObjectNode body = Json.object().put("model", request.model()).put("max_tokens", max);
    body.put("stream", true);
    if (!request.system().isBlank()) {
      ObjectNode system = body.putArray("system").addObject();
      system.put("type", "text").put("text", request.system());
      mark(system, cache);
    }
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      for (ToolDefinition tool : request.tools()) {
        tools
            .addObject()
            .put("name", tool.name())
            .put("description", tool.description())
            .set("input_schema", tool.schema());
      }
      mark((ObjectNode) tools.get(tools.size() - 1), cache);
    }
    ArrayNode messages = body.putArray("messages");
    for (ModelMessage message : request.messages()) {
      add(messages, message, request.model());
    }
    if (cache) {
      markLastTwo(messages);
    }
    think(body, request.effort(), info, max);
    return body;
  }

  private int maxTokens(ModelRequest request, ModelInfo info) {
    if (request.maxOutputTokens() > 0) {
      return request.maxOutputTokens();
    }
    if (maxOutputTokens > 0) {
      return maxOutputTokens;
    }
    return info.maxOutput() == 0 ? USUAL_OUTPUT : Math.min(info.maxOutput(), LONGEST_OUTPUT);
  }

  private static void think(ObjectNode body, ThinkingEffort effort, ModelInfo info, int max) {
    switch (info.thinking()) {
      case NONE, EFFORT -> {}
      case BUDGET -> {
        int wanted =
            switch (effort) {
              case DEFAULT, OFF -> 0;
              case LOW -> 4_096;
              case MEDIUM -> 10_240;
              case HIGH -> 20_480;
              case MAX -> 31_999;
            };
        int budget = Math.min(wanted, max / 2); // the answer needs room beside the thinking
        if (budget >= 1_024) {
          body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
        }
      }
      case ADAPTIVE, ALWAYS -> {
        if (effort == ThinkingEffort.OFF && info.thinking() == ModelInfo.Thinking.ADAPTIVE) {
          body.putObject("thinking").put("type", "disabled");
          return;
        }
        // Without "summarized" newer models send thinking that no one can read.
        body.putObject("thinking").put("type", "adaptive").put("display", "summarized");
        if (effort != ThinkingEffort.DEFAULT) {
          body.putObject("output_config")
              .put(
                  "effort",
                  effort == ThinkingEffort.MAX
                      ? info.topEffort()
                      : effort == ThinkingEffort.OFF ? "low" : effort.word());
        }
      }
    }
  }

  private static void add(ArrayNode messages, ModelMessage message, String model) {
    ArrayNode content = Json.MAPPER.createArrayNode();
    for (ContentBlock block : message.content()) {
      add(content, block, model);
    }
    if (!content.isEmpty()) {
      messages
          .addObject()
          .put("role", message.role() == ModelMessage.Role.USER ? "user" : "assistant")
          .set("content", content);
    }
  }

  private static void add(ArrayNode content, ContentBlock block, String model) {
    switch (block) {
      case ContentBlock.Text text -> {
        if (!text.text().isBlank()) { // the API refuses blank text
          content.addObject().put("type", "text").put("text", text.text());
        }
      }
      case ContentBlock.Thinking thinking -> {
        Opaque opaque = thinking.opaque();
        if (opaque != null && opaque.api() == ApiKind.ANTHROPIC && opaque.model().equals(model)) {
          content.add(Json.MAPPER.readTree(opaque.json()));
        }
      }
      case ContentBlock.ToolCall call ->
          content
              .addObject()
              .put("type", "tool_use")
              .put("id", call.id())
              .put("name", call.name())
              .set(
                  "input",
                  ToolArguments.parse(call.arguments())
                      .orElseGet(() -> Json.object().put("malformed", call.arguments())));
      case ContentBlock.ToolResult result ->
          content
              .addObject()
              .put("type", "tool_result")
              .put("tool_use_id", result.callId())
              .put("content", result.text().isBlank() ? "(no output)" : result.text())
              .put("is_error", result.failed());
      case ContentBlock.Image image ->
          content
              .addObject()
              .put("type", "image")
              .putObject("source")
              .put("type", "base64")
              .put("media_type", image.mediaType())
              .put("data", image.base64());
    }
  }

  private static void markLastTwo(ArrayNode messages) {
    int left = 2;
    for (int i = messages.size() - 1; i >= 0 && left > 0; i--) {
      if (messages.get(i).path("role").asString().equals("user")) {
        ArrayNode content = (ArrayNode) messages.get(i).path("content");
        mark((ObjectNode) content.get(content.size() - 1), true);
        left--;
      }
    }
  }

  private static void mark(ObjectNode node, boolean cache) {
    if (cache) {
      node.putObject("cache_control").put("type", "ephemeral");
    }
  }
}
