package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ApiKind;
import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelListener;
import dev.muster.engine.agent.builtin.model.ModelProvider;
import dev.muster.engine.agent.builtin.model.ModelRequest;
import dev.muster.engine.agent.builtin.model.ModelTurn;
import dev.muster.engine.agent.builtin.model.Prices;
import dev.muster.engine.agent.builtin.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A model behind HTTP, in one of the three formats. */
public final class HttpModelProvider implements ModelProvider {
  private static final MediaType JSON = MediaType.get("application/json");

  /** A format may need two lessons before a server accepts a request; more is a loop. */
  private static final int LESSONS = 3;

  private final Endpoint endpoint;
  private final WireFormat format;
  private final Supplier<OkHttpClient> client;

  private HttpModelProvider(Endpoint endpoint, WireFormat format, Supplier<OkHttpClient> client) {
    this.endpoint = endpoint;
    this.format = format;
    this.client = client;
  }

  /**
   * Speaks this format to this endpoint. Opens no connection yet.
   *
   * @param bearer for Anthropic: send the key as a bearer token instead of {@code x-api-key}
   * @param maxOutputTokens longest answer; 0 to go by the table
   * @param client asked for one when something is to be sent
   * @throws IllegalArgumentException when the base URL is not an http or https address
   */
  public static HttpModelProvider of(
      ApiKind api,
      Endpoint endpoint,
      boolean bearer,
      int maxOutputTokens,
      Prices prices,
      Supplier<OkHttpClient> client) {
    Urls.requests(api, endpoint.baseUrl()); // a bad address is told now, not at the first prompt
    WireFormat format =
        switch (api) {
          case ANTHROPIC -> new AnthropicFormat(prices, bearer, maxOutputTokens);
          case RESPONSES -> new ResponsesFormat(prices, maxOutputTokens);
          case CHAT -> new ChatFormat(prices, maxOutputTokens);
          case SCRIPTED -> throw new IllegalArgumentException("a script is not behind HTTP");
        };
    return new HttpModelProvider(endpoint, format, client);
  }

  /** A client for all providers: patient with silence, because models think. */
  public static OkHttpClient newClient() {
    return new OkHttpClient.Builder()
        .connectTimeout(Duration.ofSeconds(20))
        .writeTimeout(Duration.ofSeconds(60))
        .readTimeout(Duration.ofMinutes(5))
        .callTimeout(Duration.ZERO)
        // A redirect to another host would take the key along: the library knows only one header.
        .followRedirects(false)
        .followSslRedirects(false)
        .build();
  }

  @Override
  public String id() {
    return endpoint.id();
  }

  @Override
  public String label() {
    return endpoint.label();
  }

  @Override
  public ApiKind api() {
    return format.api();
  }

  @Override
  public String defaultModel() {
    return endpoint.defaultModel();
  }

  @Override
  public ModelTurn stream(ModelRequest request, ModelListener listener, Cancel cancel)
      throws ModelException, InterruptedException {
    cancel.check();
    Secret key = endpoint.key().fetch().orElse(null);
    Failures failures = new Failures(endpoint.label(), endpoint.keyHint(), key);
    SseCall call = new SseCall(client.get(), failures, endpoint.label());
    for (int lesson = 1; ; lesson++) {
      WireFormat.Decoder decoder = format.decoder(request, listener, failures);
      try {
        call.run(post(request, key, listener), decoder, listener, cancel);
        return decoder.finish();
      } catch (ModelException e) {
        if (e.status() == 0 || lesson >= LESSONS || !format.learn(e)) {
          throw e.status() == 404 && format.api() == ApiKind.RESPONSES ? withHint(e) : e;
        }
      }
    }
  }

  private static ModelException withHint(ModelException e) {
    return new ModelException(
        e.failure(),
        e.sentence() + " A server that only speaks Chat Completions needs a provider of that kind.",
        null,
        e.status(),
        e);
  }

  @Override
  public List<String> models(Cancel cancel) throws ModelException, InterruptedException {
    Secret key = endpoint.key().fetch().orElse(null);
    Failures failures = new Failures(endpoint.label(), endpoint.keyHint(), key);
    OkHttpClient quick = client.get().newBuilder().callTimeout(Duration.ofSeconds(20)).build();
    Request request =
        new Request.Builder()
            .url(Urls.models(format.api(), endpoint.baseUrl()))
            .headers(headers(key))
            .build();
    String body = new SseCall(quick, failures, endpoint.label()).fetch(request, cancel);
    try {
      List<String> ids = new ArrayList<>();
      for (JsonNode model : Json.MAPPER.readTree(body).path("data")) {
        String id = Json.text(model, "id");
        if (!id.isEmpty()) {
          ids.add(id);
        }
      }
      return List.copyOf(ids);
    } catch (JacksonException e) {
      throw failures.broken("to \"which models are there\" is not valid JSON", e);
    }
  }

  private Request post(ModelRequest request, @Nullable Secret key, ModelListener raw)
      throws ModelException {
    byte[] body = Json.MAPPER.writeValueAsBytes(format.body(request));
    raw.raw(
        false,
        Json.object()
            .put("model", request.model())
            .put("messages", request.messages().size())
            .put("tools", request.tools().size())
            .put("bytes", body.length)
            .toString());
    return new Request.Builder()
        .url(Urls.requests(format.api(), endpoint.baseUrl()))
        .headers(headers(key))
        .header("accept", "text/event-stream")
        .post(RequestBody.create(body, JSON))
        .build();
  }

  private Headers headers(@Nullable Secret key) throws ModelException {
    Headers.Builder headers = new Headers.Builder().add("user-agent", "muster");
    format.headers(headers);
    if (key != null) {
      // Checked here because the HTTP library would quote the whole key in its own complaint.
      if (!key.reveal().chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
        throw new ModelException(
            ModelFailure.AUTH,
            "The key in "
                + endpoint.keyHint()
                + " has characters that no key has. Copy it again, without line breaks.");
      }
      format.sign(headers, key);
    }
    return headers.build();
  }
}
