package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.ModelListener;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import okhttp3.Call;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSourceListener;
import okhttp3.sse.EventSources;
import okio.Buffer;
import okio.ForwardingSource;
import okio.Okio;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Sends one request and feeds the events of its answer to a decoder, all on the calling thread. */
final class SseCall {
  /** An answer longer than this is not one. Also bounds a single line without an end. */
  private static final long ANSWER_LIMIT = 64L << 20;

  private static final long ERROR_BODY_LIMIT = 64L << 10;

  private final OkHttpClient client;
  private final Failures failures;
  private final String label;

  SseCall(OkHttpClient client, Failures failures, String label) {
    this.client = client;
    this.failures = failures;
    this.label = label;
  }

  /** Runs the exchange to its end; afterwards the decoder has everything that came. */
  void run(Request request, WireFormat.Decoder decoder, ModelListener raw, Cancel cancel)
      throws ModelException, InterruptedException {
    Call call = client.newCall(request);
    boolean answered = false;
    try (Cancel.Registration _ = cancel.onCancel(call::cancel);
        Response response = call.execute()) {
      answered = true;
      if (!response.isSuccessful()) {
        throw refused(response);
      }
      checkType(response);
      Pump pump = new Pump(decoder, raw);
      EventSources.processResponse(bounded(response), pump);
      if (pump.failure != null) {
        throw pump.failure;
      }
      if (pump.broken != null) {
        stopped(cancel); // a broken connection is what an interrupt or a cancel looks like here
        throw pump.broken;
      }
    } catch (IOException e) {
      stopped(cancel);
      throw answered ? failures.broken("broke off (" + e.getMessage() + ")", e) : unreached(e);
    }
  }

  /** Sends a request that is answered by one JSON document, and returns its text. */
  String fetch(Request request, Cancel cancel) throws ModelException, InterruptedException {
    Call call = client.newCall(request);
    try (Cancel.Registration _ = cancel.onCancel(call::cancel);
        Response response = call.execute()) {
      if (!response.isSuccessful()) {
        throw refused(response);
      }
      return bounded(response).body().string();
    } catch (IOException e) {
      stopped(cancel);
      throw unreached(e);
    }
  }

  /** Fails in the right way when it was us who ended the exchange. */
  private static void stopped(Cancel cancel) throws ModelException, InterruptedException {
    cancel.check();
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private ModelException refused(Response response) throws IOException {
    return failures.ofStatus(
        response.code(),
        response.headers(),
        response.header("content-type", ""),
        response.peekBody(ERROR_BODY_LIMIT).string());
  }

  private void checkType(Response response) throws IOException, ModelException {
    String type = response.header("content-type", "");
    if (type != null && type.startsWith("text/event-stream")) {
      return;
    }
    String body = response.peekBody(ERROR_BODY_LIMIT).string();
    try {
      if (Json.MAPPER.readTree(body).path("error").isObject()) {
        throw failures.ofEvent(Json.MAPPER.readTree(body).path("error"));
      }
    } catch (JacksonException _) {
      // Not JSON either: said below.
    }
    throw failures.broken("is not a stream of events but " + (type == null ? "unmarked" : type));
  }

  private static Response bounded(Response response) {
    ResponseBody body = response.body();
    ForwardingSource counting =
        new ForwardingSource(body.source()) {
          private long read;

          @Override
          public long read(Buffer sink, long byteCount) throws IOException {
            long n = super.read(sink, byteCount);
            read += Math.max(0, n);
            if (read > ANSWER_LIMIT) {
              throw new IOException("longer than 64 MiB");
            }
            return n;
          }
        };
    return response
        .newBuilder()
        .body(ResponseBody.create(Okio.buffer(counting), body.contentType(), body.contentLength()))
        .build();
  }

  private ModelException unreached(IOException e) {
    return switch (e) {
      case SocketTimeoutException _ ->
          new ModelException(ModelFailure.TIMEOUT, label + " did not answer in time.", null, 0, e);
      case UnknownHostException _ ->
          noConnection("its host name is not known. Check the base URL and the network", e);
      case ConnectException _, NoRouteToHostException _ ->
          noConnection("nothing answers there. Check the base URL, and that it runs", e);
      case SSLException _ -> noConnection("no secure connection came about", e);
      default -> noConnection("the connection broke", e);
    };
  }

  private ModelException noConnection(String why, IOException e) {
    String detail = failures.clean(String.valueOf(e.getMessage()));
    return new ModelException(
        ModelFailure.NO_CONNECTION,
        label + " cannot be reached: " + why + " (" + detail + ").",
        null,
        0,
        e);
  }

  /** Parses events and hands them on; the first failure ends the stream. */
  private final class Pump extends EventSourceListener {
    private final WireFormat.Decoder decoder;
    private final ModelListener raw;
    private boolean complete;
    private @Nullable ModelException failure;
    private @Nullable ModelException broken;

    Pump(WireFormat.Decoder decoder, ModelListener raw) {
      this.decoder = decoder;
      this.raw = raw;
    }

    @Override
    public void onEvent(
        EventSource source, @Nullable String id, @Nullable String type, String data) {
      if (complete || failure != null) {
        return;
      }
      raw.raw(true, failures.redact(data));
      try {
        if (data.strip().equals("[DONE]")) {
          decoder.done();
          complete = true;
        } else if (!data.isBlank()) {
          complete = decoder.event(type == null ? "" : type, Json.MAPPER.readTree(data));
        }
      } catch (ModelException e) {
        failure = e;
      } catch (JacksonException e) {
        failure = failures.broken("is not valid JSON (" + e.getOriginalMessage() + ")", e);
      }
      if (complete || failure != null) {
        source.cancel();
      }
    }

    @Override
    public void onFailure(EventSource source, @Nullable Throwable t, @Nullable Response response) {
      if (complete || failure != null) {
        return; // our own cancel
      }
      if (t instanceof RuntimeException bug) {
        throw bug; // a fault of ours, not the network's: let it be seen
      }
      String why = t instanceof SocketTimeoutException ? "stopped coming" : "broke off";
      broken =
          new ModelException(
              t instanceof SocketTimeoutException
                  ? ModelFailure.TIMEOUT
                  : ModelFailure.BROKEN_STREAM,
              "The answer of "
                  + label
                  + " "
                  + why
                  + (t == null
                      ? "."
                      : " (" + failures.clean(String.valueOf(t.getMessage())) + ")."),
              null,
              0,
              t);
    }
  }
}
