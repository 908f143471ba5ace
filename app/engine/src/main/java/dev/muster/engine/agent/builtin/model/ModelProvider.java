package dev.muster.engine.agent.builtin.model;

import java.util.List;

/**
 * Someone who answers conversations: a model API, or a script. Safe for several threads at once.
 */
public interface ModelProvider {

  /** The id of this provider in settings, such as {@code anthropic}. */
  String id();

  /** The name a person reads, such as "Anthropic". */
  String label();

  /**
   * The format it speaks; {@link ApiKind#SCRIPTED} must be shown as "scripted" wherever it shows.
   */
  ApiKind api();

  /** The model used when the session names none; may be empty, then {@link #models} is asked. */
  String defaultModel();

  /**
   * Sends the conversation and waits for the whole answer. Blocks for seconds to minutes; call it
   * on a virtual thread. One attempt only: see {@link RetryingProvider}.
   *
   * @param listener hears the answer while it streams in
   * @param cancel stops the request at once
   * @throws ModelException when there is no complete answer
   * @throws InterruptedException when this thread was interrupted; the request is over then
   */
  ModelTurn stream(ModelRequest request, ModelListener listener, Cancel cancel)
      throws ModelException, InterruptedException;

  /** Asks which models there are. Blocks; bounded by a short time limit. */
  List<String> models(Cancel cancel) throws ModelException, InterruptedException;
}
