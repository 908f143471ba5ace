package dev.muster.engine.agent.builtin.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request to a model: the whole conversation, every time. Providers keep no state.
 *
 * <p>Between the requests of one conversation the system text, the tools and the earlier messages
 * should stay word for word the same: prompt caches and replayed thinking depend on it.
 *
 * @param model the model's id as the provider knows it
 * @param system the system text; may be empty
 * @param messages the conversation, oldest first, ending with the user's side
 * @param tools the tools on offer; may be empty
 * @param maxOutputTokens bound of the answer, thinking included; 0 leaves it to the provider
 * @param effort how hard to think
 * @param cacheKey one stable word per conversation that helps a prompt cache; null for no caching
 * @param options settings of the session meant for one provider, such as {@code script}
 */
public record ModelRequest(
    String model,
    String system,
    List<ModelMessage> messages,
    List<ToolDefinition> tools,
    int maxOutputTokens,
    ThinkingEffort effort,
    @Nullable String cacheKey,
    Map<String, String> options) {

  public ModelRequest {
    messages = List.copyOf(messages);
    tools = List.copyOf(tools);
    options = Map.copyOf(options);
  }

  /** A request with nothing but text; the rest is set with the {@code with…} methods. */
  public static ModelRequest of(String model, String system, List<ModelMessage> messages) {
    return new ModelRequest(
        model, system, messages, List.of(), 0, ThinkingEffort.DEFAULT, null, Map.of());
  }

  /** The same request with another conversation. */
  public ModelRequest withMessages(List<ModelMessage> messages) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }

  /** The same request with these tools on offer. */
  public ModelRequest withTools(List<ToolDefinition> tools) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }

  /** The same request with another bound of the answer. */
  public ModelRequest withMaxOutputTokens(int maxOutputTokens) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }

  /** The same request with another thinking effort. */
  public ModelRequest withEffort(ThinkingEffort effort) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }

  /** The same request with prompt caching under this key. */
  public ModelRequest withCacheKey(@Nullable String cacheKey) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }

  /** The same request with these provider options. */
  public ModelRequest withOptions(Map<String, String> options) {
    return new ModelRequest(
        model, system, messages, tools, maxOutputTokens, effort, cacheKey, options);
  }
}
