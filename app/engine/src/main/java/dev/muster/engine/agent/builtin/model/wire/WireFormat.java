package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Secret;
import okhttp3.Headers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What differs from one model API to the next. Safe for several threads at once. */
interface WireFormat {

  ApiKind api();

  /** Adds the headers that carry the key. */
  void sign(Headers.Builder headers, Secret key);

  /** Adds what every request needs besides. */
  default void headers(Headers.Builder headers) {}

  /** The body of a request. */
  ObjectNode body(ModelRequest request);

  /** Reads one answer. */
  Decoder decoder(ModelRequest request, ModelListener listener, Failures failures);

  /**
   * Learns from a refusal. True when the next body will be different in a way that may please the
   * server, so that the request is worth sending again at once.
   */
  default boolean learn(ModelException refusal) {
    return false;
  }

  /** Puts the events of one stream together. Used by one thread. */
  interface Decoder {
    /**
     * Takes one event.
     *
     * @param type the event's name; empty when it has none
     * @return true when the answer is complete and the rest need not be read
     */
    boolean event(String type, JsonNode data) throws ModelException;

    /** The server said {@code [DONE]}. */
    default void done() {}

    /** The answer, or the reason why there is none: the stream broke off, or nothing was said. */
    ModelTurn finish() throws ModelException;
  }
}
