package dev.muster.engine.agent.builtin.model.wire;

import dev.muster.engine.agent.builtin.model.ModelException;
import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.Secret;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Turns what a server says about a failure into a {@link ModelException} with a sentence. */
final class Failures {
  private static final int QUOTE = 300;
  private static final Pattern KEY_LIKE = Pattern.compile("\\b(sk|key|pk)-[A-Za-z0-9_*.-]{6,}");
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "prompt is too long|context.?length|context window|context size|maximum context|input is"
              + " too long|too many tokens in the prompt|exceeds? the (available )?context");
  private static final Pattern NO_MONEY =
      Pattern.compile("insufficient_quota|credit balance|billing|exceeded your current quota");
  private static final Pattern THINKING =
      Pattern.compile(
          "invalid `?signature`?|bound to a different|expected `?thinking`? or"
              + "|thinking blocks? .*(cannot be modified|must remain)"
              + "|encrypted.content|reasoning' was provided without");

  private final String label;
  private final String keyHint;
  private final @Nullable Secret key;

  /**
   * Speaks for one provider.
   *
   * @param label its name
   * @param keyHint where its key is, as in "the variable X"
   */
  Failures(String label, String keyHint, @Nullable Secret key) {
    this.label = label;
    this.keyHint = keyHint;
    this.key = key;
  }

  /** An answer with an HTTP status that is not success. */
  ModelException ofStatus(int status, Headers headers, String contentType, String body) {
    String code = "";
    String said;
    JsonNode json = parse(body);
    if (json != null && json.isObject()) {
      JsonNode error = json.path("error");
      code =
          Json.text(error, "type") + " " + Json.text(error, "code") + " " + Json.text(json, "code");
      said = firstText(error.path("message"), error, json.path("message"), json.path("detail"));
    } else if (contentType.contains("html") || body.stripLeading().startsWith("<")) {
      said = "a web page instead of an answer";
    } else {
      said = body;
    }
    String elsewhere = headers.get("location");
    if (status >= 300 && status < 400 && elsewhere != null) {
      said = "it points to " + elsewhere + ", and Muster does not carry the key there";
    }
    ModelFailure failure = classify(status, code + " " + said);
    Duration wait = failure.retryable() ? RetryHints.read(headers, said, Clock.systemUTC()) : null;
    return make(failure, status, said, wait);
  }

  /** An error event in a stream, or an error object in an answer. */
  ModelException ofEvent(JsonNode error) {
    String code = Json.text(error, "type") + " " + Json.text(error, "code");
    String said = firstText(error.path("message"), error, error.path("type"));
    ModelFailure failure = classify(statusOf(code, error), code + " " + said);
    Duration wait = failure.retryable() ? RetryHints.fromText(said) : null;
    return make(failure, 0, said, wait);
  }

  ModelException broken(String what) {
    return new ModelException(
        ModelFailure.BROKEN_STREAM, clean("The answer of " + label + " " + what + "."));
  }

  ModelException broken(String what, Throwable cause) {
    return new ModelException(
        ModelFailure.BROKEN_STREAM,
        clean("The answer of " + label + " " + what + "."),
        null,
        0,
        cause);
  }

  ModelException empty() {
    return new ModelException(ModelFailure.EMPTY_ANSWER, label + " answered without a word.");
  }

  /** Takes the key out of a text. */
  String redact(String text) {
    return key == null ? text : key.redact(text);
  }

  /** Takes the key, and what looks like one, out of a text; one line, bounded. */
  String clean(String text) {
    String safe =
        KEY_LIKE.matcher(redact(text)).replaceAll("[key]").replaceAll("\\s+", " ").strip();
    return safe.length() <= QUOTE ? safe : safe.substring(0, QUOTE) + "…";
  }

  private ModelException make(
      ModelFailure failure, int status, String said, @Nullable Duration wait) {
    String number = status > 0 ? " (" + status + ")" : "";
    String quote = clean(said);
    String tail = quote.isEmpty() ? "." : ": " + (quote.matches(".*[.!?…]$") ? quote : quote + ".");
    String sentence =
        switch (failure) {
          case RATE_LIMITED -> label + " asks to slow down" + number + tail;
          case OVERLOADED -> label + " is overloaded" + number + tail;
          case SERVER -> label + " failed" + number + tail;
          case TIMEOUT -> label + " took too long" + number + tail;
          case AUTH ->
              label + " does not accept the key" + number + tail + " Check " + keyHint + ".";
          case QUOTA ->
              label + " has no credit left for this key" + number + tail + " Check the account.";
          case NOT_FOUND ->
              label + " does not know the model or the address" + number + tail + " Check both.";
          case CONTEXT_TOO_LONG ->
              "The conversation is too long for the model of " + label + number + tail;
          case REFUSED -> label + " declined to answer" + number + tail;
          case THINKING_REJECTED ->
              label + " does not take back the thinking of earlier turns" + number + tail;
          case BROKEN_STREAM, EMPTY_ANSWER, NO_CONNECTION, BAD_REQUEST, CANCELLED ->
              label + " does not accept the request" + number + tail;
        };
    return new ModelException(failure, sentence, wait, status, null);
  }

  private static ModelFailure classify(int status, String words) {
    String said = words.toLowerCase(Locale.ROOT);
    if (NO_MONEY.matcher(said).find() && status != 401 && status < 500) {
      return ModelFailure.QUOTA;
    }
    return switch (status) {
      case 401, 403 -> ModelFailure.AUTH;
      case 402 -> ModelFailure.QUOTA;
      case 301, 302, 303, 307, 308, 404 -> ModelFailure.NOT_FOUND;
      case 408 -> ModelFailure.TIMEOUT;
      case 409, 425 -> ModelFailure.SERVER;
      case 413 -> ModelFailure.CONTEXT_TOO_LONG;
      case 429 -> ModelFailure.RATE_LIMITED;
      case 503, 529 -> ModelFailure.OVERLOADED;
      default -> {
        if (status >= 500) {
          // llama.cpp answers 500 when the prompt does not fit.
          yield TOO_LONG.matcher(said).find() ? ModelFailure.CONTEXT_TOO_LONG : ModelFailure.SERVER;
        }
        if (THINKING.matcher(said).find()) {
          yield ModelFailure.THINKING_REJECTED;
        }
        if (TOO_LONG.matcher(said).find()) {
          yield ModelFailure.CONTEXT_TOO_LONG;
        }
        yield said.contains("content_policy") || said.contains("content_filter")
            ? ModelFailure.REFUSED
            : ModelFailure.BAD_REQUEST;
      }
    };
  }

  /** The HTTP status that stands for an error that came in a stream. */
  private static int statusOf(String code, JsonNode error) {
    if (error.path("code").isNumber()) {
      return error.path("code").asInt(500); // OpenRouter and vLLM send the status itself
    }
    String said = code.toLowerCase(Locale.ROOT);
    if (said.contains("overloaded") || said.contains("slow_down")) {
      return 529;
    }
    if (said.contains("rate_limit")) {
      return 429;
    }
    if (said.contains("authentication") || said.contains("permission")) {
      return 401;
    }
    if (said.contains("timeout")) {
      return 408;
    }
    if (said.contains("not_found")) {
      return 404;
    }
    if (said.contains("too_large")) {
      return 413;
    }
    return said.contains("invalid") || said.contains("context_length") || said.contains("quota")
        ? 400
        : 500;
  }

  private static @Nullable JsonNode parse(String body) {
    try {
      return Json.MAPPER.readTree(body);
    } catch (JacksonException _) {
      return null; // not JSON: the caller quotes it as text
    }
  }

  private static String firstText(JsonNode... nodes) {
    for (JsonNode node : nodes) {
      if (node.isString() && !node.asString().isBlank()) {
        return node.asString();
      }
    }
    return "";
  }
}
