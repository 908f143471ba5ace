package dev.muster.engine.agent.builtin.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockResponseBody;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Headers;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model server on 127.0.0.1 for tests: speaks Anthropic Messages, OpenAI Responses and Chat
 * Completions, all from one script of {@link ScriptedReply}. Point {@code ANTHROPIC_BASE_URL} or
 * {@code OPENAI_BASE_URL} at it.
 */
public final class ScriptedModelServer implements AutoCloseable {
  /** A request as it came in. */
  public record Seen(ApiKind api, Headers headers, JsonNode body) {}

  private static final JsonMapper JSON = JsonMapper.shared();

  private final MockWebServer server = new MockWebServer();
  private final Map<String, Queue<ScriptedReply>> scripts = new LinkedHashMap<>();
  private final List<Seen> seen = new ArrayList<>();
  private volatile @Nullable Function<Seen, ScriptedReply> responder;
  private final CountDownLatch closing = new CountDownLatch(1);

  private ScriptedModelServer() {}

  /** Starts a server on a free port. */
  public static ScriptedModelServer start() {
    ScriptedModelServer scripted = new ScriptedModelServer();
    scripted.server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return scripted.answer(request);
          }
        });
    try {
      scripted.server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return scripted;
  }

  /** Adds answers for whoever asks, in this order. */
  public ScriptedModelServer script(ScriptedReply... replies) {
    return scriptFor("", replies);
  }

  /**
   * Adds answers for requests whose body contains this text, so that several conversations can run
   * at once. Looked at before {@link #script}.
   */
  public synchronized ScriptedModelServer scriptFor(String marker, ScriptedReply... replies) {
    scripts.computeIfAbsent(marker, _ -> new ArrayDeque<>()).addAll(List.of(replies));
    return this;
  }

  /** From now on, answers every request by what it says instead of by a script. */
  public ScriptedModelServer respond(Function<Seen, ScriptedReply> by) {
    responder = by;
    return this;
  }

  /** For {@code ANTHROPIC_BASE_URL}. */
  public String anthropicBaseUrl() {
    return "http://127.0.0.1:" + server.getPort();
  }

  /** For {@code OPENAI_BASE_URL}. */
  public String openAiBaseUrl() {
    return anthropicBaseUrl() + "/v1";
  }

  /** The base URL a provider of this kind wants. */
  public String baseUrl(ApiKind api) {
    return api == ApiKind.ANTHROPIC ? anthropicBaseUrl() : openAiBaseUrl();
  }

  /** All requests for answers so far, oldest first. */
  public synchronized List<Seen> requests() {
    return List.copyOf(seen);
  }

  private MockResponse answer(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.equals("/v1/models")) {
      return new MockResponse.Builder()
          .setHeader("content-type", "application/json")
          .body("{\"data\":[{\"id\":\"scripted-1\"},{\"id\":\"scripted-2\"}]}")
          .build();
    }
    ApiKind api =
        switch (path) {
          case "/v1/messages" -> ApiKind.ANTHROPIC;
          case "/v1/responses" -> ApiKind.RESPONSES;
          case "/v1/chat/completions" -> ApiKind.CHAT;
          default -> null;
        };
    if (api == null) {
      return new MockResponse.Builder().code(404).body("no such address: " + path).build();
    }
    String text = request.getBody() == null ? "" : request.getBody().utf8();
    JsonNode body = JSON.readTree(text);
    Seen now = new Seen(api, request.getHeaders(), body);
    ScriptedReply reply;
    synchronized (this) {
      seen.add(now);
      Function<Seen, ScriptedReply> by = responder;
      reply = by == null ? next(text) : by.apply(now);
    }
    return response(api, body.path("model").asString(), reply);
  }

  private ScriptedReply next(String body) {
    Queue<ScriptedReply> chosen = scripts.get("");
    for (Map.Entry<String, Queue<ScriptedReply>> entry : scripts.entrySet()) {
      if (!entry.getKey().isEmpty() && body.contains(entry.getKey())) {
        chosen = entry.getValue();
      }
    }
    ScriptedReply reply = chosen == null ? null : chosen.poll();
    // 400 is not tried again, so a test with too short a script fails at once.
    return reply != null ? reply : ScriptedReply.status(400).body("text/plain", "script is over");
  }

  private MockResponse response(ApiKind api, String model, ScriptedReply reply) {
    MockResponse.Builder response = new MockResponse.Builder();
    for (String header : reply.headers) {
      response.addHeader(header);
    }
    if (reply.fault == ScriptedReply.Fault.STATUS) {
      return response
          .code(reply.status)
          .setHeader("content-type", reply.contentType)
          .body(reply.body)
          .build();
    }
    response.setHeader("content-type", "text/event-stream; charset=utf-8");
    List<String> events = ScriptedWire.events(api, model, reply);
    List<String> some = events.subList(0, Math.max(1, events.size() - 3));
    switch (reply.fault) {
      case NONE -> {
        if (reply.pace.isZero()) {
          response.chunkedBody(String.join("", events), 512);
        } else {
          stream(response, new Streamed(events, reply, false));
        }
      }
      case CUT -> response.chunkedBody(String.join("", some), 512);
      case DROPPED -> stream(response, new Streamed(some, reply, false));
      case MALFORMED ->
          response.chunkedBody(
              String.join("", some) + "data: {\"type\": oops\n\n" + String.join("", events), 512);
      case ERROR_EVENT ->
          response.chunkedBody(String.join("", some) + ScriptedWire.error(api), 512);
      case EMPTY ->
          response.chunkedBody(
              String.join("", ScriptedWire.events(api, model, ScriptedReply.text(""))), 512);
      case STALL -> stream(response, new Streamed(some, reply, true));
      case STATUS -> throw new IllegalStateException();
    }
    return response.build();
  }

  /** A body that promises more than it gives, so that its end is a broken connection. */
  private static void stream(MockResponse.Builder response, Streamed body) {
    response.body(body);
    if (body.whole) {
      response.removeHeader("content-length").setHeader("connection", "close");
    } else {
      response.setHeader("content-length", 50_000_000);
    }
    response.onResponseEnd(new SocketEffect.CloseSocket());
  }

  /** Writes events one by one. */
  private final class Streamed implements MockResponseBody {
    private final List<String> events;
    private final ScriptedReply reply;
    private final boolean stall;
    private final boolean whole;

    Streamed(List<String> events, ScriptedReply reply, boolean stall) {
      this.events = events;
      this.reply = reply;
      this.stall = stall;
      this.whole = reply.fault == ScriptedReply.Fault.NONE;
    }

    @Override
    public long getContentLength() {
      return -1;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      try {
        for (String event : events) {
          if (closing.await(reply.pace.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
          }
          sink.writeUtf8(event);
          sink.flush();
        }
        if (!whole && !stall) {
          sink.writeUtf8("data: {\"half");
          sink.flush();
        }
        if (stall) {
          closing.await();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    closing.countDown();
    server.close();
  }
}
