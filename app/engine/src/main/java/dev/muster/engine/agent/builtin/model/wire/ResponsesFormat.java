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
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import okhttp3.Headers;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests of OpenAI's Responses API, stateless: {@code store} is false, the whole conversation
 * goes along, and reasoning comes back encrypted so that it can be sent again.
 */
final class ResponsesFormat implements WireFormat {
  private final Prices models;
  private final int maxOutputTokens;

  /** Some accounts may not see summaries of reasoning; learned from the first refusal. */
  private volatile boolean noSummaries;

  ResponsesFormat(Prices models, int maxOutputTokens) {
    this.models = models;
    this.maxOutputTokens = maxOutputTokens;
  }

  @Override
  public ApiKind api() {
    return ApiKind.RESPONSES;
  }

  @Override
  public void sign(Headers.Builder headers, Secret key) {
    headers.add("authorization", "Bearer " + key.reveal());
  }

  @Override
  public Decoder decoder(ModelRequest request, ModelListener listener, Failures failures) {
    return new ResponsesStream(request.model(), listener, failures);
  }

  @Override
  public boolean learn(ModelException refusal) {
    String said = refusal.sentence();
    if (!noSummaries && said.contains("summar") && said.contains("verif")) {
      noSummaries = true;
      return true;
    }
    return false;
  }

  @Override
  public ObjectNode body(ModelRequest request) {
    ObjectNode body = Json.object().put("model", request.model()).put("stream", true);
    body.put("store", false);
    if (!request.system().isBlank()) {
      body.put("instructions", request.system());
    }
    ArrayNode input = body.putArray("input");
    for (ModelMessage message : request.messages()) {
      for (ContentBlock block : message.content()) {
        add(input, message.role(), block, request.model());
      }
    }
    if (!request.tools().isEmpty()) {
      ArrayNode tools = body.putArray("tools");
      for (ToolDefinition tool : request.tools()) {
        tools
            .addObject()
            .put("type", "function")
            .put("name", tool.name())
            .put("description", tool.description())
            .put("strict", false)
            .set("parameters", tool.schema());
      }
      body.put("parallel_tool_calls", true);
    }
    int max = request.maxOutputTokens() > 0 ? request.maxOutputTokens() : maxOutputTokens;
    if (max > 0) {
      body.put("max_output_tokens", max);
    }
    if (request.cacheKey() != null) {
      body.put("prompt_cache_key", request.cacheKey());
    }
    ModelInfo info = models.find(request.model()).orElse(null);
    if (info != null && info.thinking() == ModelInfo.Thinking.EFFORT) {
      body.putArray("include").add("reasoning.encrypted_content");
      ObjectNode reasoning = body.putObject("reasoning");
      if (request.effort() != ThinkingEffort.DEFAULT) {
        reasoning.put("effort", Effort.word(request.effort(), info.topEffort()));
      }
      if (!noSummaries) {
        reasoning.put("summary", "auto");
      }
    } else if (request.effort() != ThinkingEffort.DEFAULT) {
      body.putObject("reasoning").put("effort", Effort.word(request.effort(), "high"));
    }
    return body;
  }

  private static void add(
      ArrayNode input, ModelMessage.Role role, ContentBlock block, String model) {
    switch (block) {
      case ContentBlock.Text text -> {
        if (text.text().isEmpty()) {
          return;
        }
        boolean user = role == ModelMessage.Role.USER;
        ObjectNode item = input.addObject().put("type", "message");
        item.put("role", user ? "user" : "assistant");
        if (text.phase() != null) {
          item.put("phase", text.phase());
        }
        item.putArray("content")
            .addObject()
            .put("type", user ? "input_text" : "output_text")
            .put("text", text.text());
      }
      case ContentBlock.Thinking thinking -> {
        Opaque opaque = thinking.opaque();
        if (opaque != null && opaque.api() == ApiKind.RESPONSES && opaque.model().equals(model)) {
          input.add(Json.MAPPER.readTree(opaque.json()));
        }
      }
      case ContentBlock.ToolCall call ->
          input
              .addObject()
              .put("type", "function_call")
              .put("call_id", call.id())
              .put("name", call.name())
              .put("arguments", call.arguments().isBlank() ? "{}" : call.arguments());
      case ContentBlock.ToolResult result ->
          input
              .addObject()
              .put("type", "function_call_output")
              .put("call_id", result.callId())
              .put("output", result.text());
      case ContentBlock.Image image -> {
        ObjectNode item = input.addObject().put("type", "message").put("role", "user");
        item.putArray("content")
            .addObject()
            .put("type", "input_image")
            .put("image_url", "data:" + image.mediaType() + ";base64," + image.base64());
      }
    }
  }
}
