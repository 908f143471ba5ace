package dev.muster.engine.agent.wire;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON-RPC between equals, a message a line: both sides ask and answer, with numbers of their own,
 * so an answer is told from a request by its shape. Safe for any thread; {@link #take} is called by
 * one at a time.
 */
public final class JsonRpc {
  /** The code for a request that is not known here. */
  public static final int UNKNOWN_METHOD = -32_601;

  private final JsonMapper json = new JsonMapper();
  private final boolean named;
  private final Predicate<String> send;
  private final Handler handler;
  private final AtomicLong next = new AtomicLong(1);
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();

  /** What the other side says of itself. Called on the thread that reads; must not block. */
  public interface Handler {
    /** It asks; answer some time with {@link #answer} or {@link #refuse}, under this id. */
    void request(JsonNode id, String method, JsonNode params);

    /** It tells. */
    void notification(String method, JsonNode params);
  }

  /** The other side refused. The message is its own. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;
    private final long code;

    RefusedException(long code, String message) {
      super(message);
      this.code = code;
    }

    /** The error's code. */
    public long code() {
      return code;
    }
  }

  /**
   * One end of a wire.
   *
   * @param named whether messages carry {@code "jsonrpc":"2.0"}
   * @param send sends a line; says whether anybody will hear it
   */
  public JsonRpc(boolean named, Predicate<String> send, Handler handler) {
    this.named = named;
    this.send = send;
    this.handler = handler;
  }

  /** An empty object, for parameters. */
  public ObjectNode object() {
    return json.createObjectNode();
  }

  /** Reads a line; throws as Jackson does when it is no JSON. */
  public JsonNode read(String line) {
    return json.readTree(line);
  }

  private ObjectNode message() {
    ObjectNode message = json.createObjectNode();
    if (named) {
      message.put("jsonrpc", "2.0");
    }
    return message;
  }

  /**
   * Asks; the answer has no time limit. Fails with {@link RefusedException}, or when it is gone.
   */
  public CompletableFuture<JsonNode> ask(String method, ObjectNode params) {
    long id = next.getAndIncrement();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    ObjectNode message = message();
    message.put("id", id);
    message.put("method", method);
    message.set("params", params);
    if (!send.test(message.toString())) {
      waiting.remove(id);
      answer.completeExceptionally(new RefusedException(0, "It no longer listens."));
    }
    return answer;
  }

  /** Tells. */
  public void tell(String method, ObjectNode params) {
    ObjectNode message = message();
    message.put("method", method);
    message.set("params", params);
    send.test(message.toString());
  }

  /** Answers a request. */
  public void answer(JsonNode id, JsonNode result) {
    ObjectNode message = message();
    message.set("id", id);
    message.set("result", result);
    send.test(message.toString());
  }

  /** Refuses a request. */
  public void refuse(JsonNode id, int code, String why) {
    ObjectNode message = message();
    message.set("id", id);
    message.putObject("error").put("code", code).put("message", why);
    send.test(message.toString());
  }

  /**
   * Takes a message in.
   *
   * @return false when it is none
   */
  public boolean take(JsonNode message) {
    if (message.has("method")) {
      String method = message.path("method").asString("");
      if (message.has("id")) {
        handler.request(message.path("id"), method, message.path("params"));
      } else {
        handler.notification(method, message.path("params"));
      }
      return true;
    }
    if (!message.has("id")) {
      return false;
    }
    CompletableFuture<JsonNode> answer = waiting.remove(message.path("id").asLong(-1));
    if (answer != null && message.has("error")) {
      JsonNode error = message.path("error");
      String data = error.path("data").path("details").asString("");
      String said = error.path("message").asString("It refused.");
      answer.completeExceptionally(
          new RefusedException(
              error.path("code").asLong(0), data.isBlank() ? said : said + ": " + data));
    } else if (answer != null) {
      answer.complete(message.path("result"));
    }
    return true; // an answer nobody waits for any more is one, too
  }

  /** It is gone: whoever waits for an answer is told so. */
  public void gone(String why) {
    waiting.values().forEach(answer -> answer.completeExceptionally(new RefusedException(0, why)));
    waiting.clear();
  }
}
