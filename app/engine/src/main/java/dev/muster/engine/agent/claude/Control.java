package dev.muster.engine.agent.claude;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks the CLI for something and knows which answer belongs to it. Safe for any thread. */
final class Control {
  private final Predicate<ObjectNode> send;
  private final AtomicLong count = new AtomicLong();
  private final Map<String, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();

  /**
   * @param send sends a line; false when it will not be heard
   */
  Control(Predicate<ObjectNode> send) {
    this.send = send;
  }

  /**
   * Asks. Returns at once.
   *
   * @return the whole answer, of which {@code subtype} says whether it is one; an empty object when
   *     none will come
   */
  CompletableFuture<JsonNode> ask(ObjectNode request) {
    String id = "muster-" + count.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    ObjectNode line = Messages.object();
    line.put("type", "control_request");
    line.put("request_id", id);
    line.set("request", request);
    if (!send.test(line)) {
      open.remove(id);
      answer.complete(Messages.object());
    }
    return answer;
  }

  /** A request with nothing but its name. */
  static ObjectNode named(String subtype) {
    ObjectNode request = Messages.object();
    request.put("subtype", subtype);
    return request;
  }

  /** An answer has come. */
  void answered(JsonNode response) {
    CompletableFuture<JsonNode> asked = open.remove(Messages.text(response, "request_id"));
    if (asked != null) {
      asked.complete(response);
    }
  }

  /** No answer will come any more. */
  void gone() {
    open.values().forEach(asked -> asked.complete(Messages.object()));
    open.clear();
  }
}
