package dev.muster.engine.agent.builtin;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelEvent;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelMessage;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.ThinkingEffort;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The model of one attempt: asks it for the next answer, or for a summary. Used by one thread. */
final class Model {
  /** Characters of a conversation that are shown for a summary where no window is known. */
  private static final long USUAL_ROOM = 200_000;

  private final ModelProvider provider;
  private final String system;
  private final List<ToolDefinition> tools;
  private final ThinkingEffort effort;
  private final String cacheKey;
  private final Map<String, String> options;
  private final AgentListener out;
  private final Supplier<String> messageIds;
  private String name;

  /**
   * Asks this provider.
   *
   * @param name the model's id; empty for the first one the server names
   * @param cacheKey the same for the whole session
   */
  Model(
      ModelProvider provider,
      String name,
      String system,
      List<ToolDefinition> tools,
      ThinkingEffort effort,
      String cacheKey,
      Map<String, String> options,
      AgentListener out,
      Supplier<String> messageIds) {
    this.provider = provider;
    this.name = name;
    this.system = system;
    this.tools = tools;
    this.effort = effort;
    this.cacheKey = cacheKey;
    this.options = options;
    this.out = out;
    this.messageIds = messageIds;
  }

  /** The model's id; empty until the server has named one. */
  String name() {
    return name;
  }

  /** Shows and stores the next answer. */
  Tails tails() {
    return new Tails(out, messageIds);
  }

  /** The next answer to the conversation. Blocks, retries included. */
  ModelTurn ask(Conversation conversation, Tails tails, Cancel cancel)
      throws ModelException, InterruptedException {
    ModelRequest request =
        ModelRequest.of(named(cancel), system, conversation.messages())
            .withTools(tools)
            .withEffort(effort)
            .withCacheKey(cacheKey)
            .withOptions(options);
    return provider.stream(request, tails, cancel);
  }

  /** A note to go on with when the conversation is too long. Blocks. */
  String summary(Conversation conversation, Meter meter, Cancel cancel)
      throws ModelException, InterruptedException {
    String model = named(cancel);
    long window = meter.contextSize(model);
    // Half of the window, at three characters a token to be on the safe side.
    long room = window == 0 ? USUAL_ROOM : Math.min(600_000, window * 3 / 2);
    String text = Compaction.request(conversation.messages(), room);
    Tails retriesOnly = tails();
    ModelTurn answer =
        provider.stream(
            ModelRequest.of(model, Compaction.SYSTEM, List.of(ModelMessage.user(text)))
                .withOptions(options),
            new ModelListener() {
              @Override
              public void on(ModelEvent event) {
                if (event instanceof ModelEvent.RetryAnnounced) {
                  retriesOnly.on(event);
                }
              }

              @Override
              public void raw(boolean fromModel, String line) {
                out.raw(fromModel, line);
              }
            },
            cancel);
    meter.count(model, answer, text.length());
    if (answer.text().isBlank()) {
      throw new ModelException(
          ModelFailure.EMPTY_ANSWER,
          "The conversation is too long, and the model gave no summary of it. Start a new session"
              + " for what is left.");
    }
    return answer.text().strip();
  }

  private String named(Cancel cancel) throws ModelException, InterruptedException {
    if (name.isEmpty()) {
      List<String> models = provider.models(cancel);
      if (models.isEmpty()) {
        throw new ModelException(
            ModelFailure.NOT_FOUND,
            provider.label() + " names no model. Choose one for this session.");
      }
      name = models.getFirst();
    }
    return name;
  }
}
