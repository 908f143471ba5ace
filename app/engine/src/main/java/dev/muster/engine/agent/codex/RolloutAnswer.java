package dev.muster.engine.agent.codex;

import dev.muster.engine.event.ToolOutcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the model was told of a call, as far as it can be understood: it is words, and each version
 * has its own.
 *
 * @param all all of it
 * @param printed without what the program says around it
 * @param exitCode of a command; null where it is not told
 */
record RolloutAnswer(String all, String printed, @Nullable Integer exitCode, ToolOutcome outcome) {
  /** The exit code stands in one of the first lines. */
  private static final int HEAD = 600;

  private static final Pattern EXIT =
      Pattern.compile("(?m)^(?:Exit code: |Process exited with code )(\\d{1,9})$");
  private static final Pattern OUTPUT =
      Pattern.compile("(?s)\\A.{0,600}?^Output:\\n", Pattern.MULTILINE);
  private static final Pattern NOT_DONE =
      Pattern.compile(
          "\\A\\s*(?:unsupported |failed |error\\b|execution error|Script failed|apply_patch"
              + " verification failed).*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  static RolloutAnswer of(JsonNode output) {
    String all = words(output);
    Integer exit = null;
    String printed = all;
    JsonNode old = all.startsWith("{\"output\"") ? parse(all) : null;
    if (old != null) {
      // Until some version: an object of JSON in the text.
      printed = old.path("output").asString("");
      JsonNode code = old.path("metadata").path("exit_code");
      exit = code.isIntegralNumber() ? Integer.valueOf(code.asInt()) : null;
    } else {
      Matcher named = EXIT.matcher(all.substring(0, Math.min(HEAD, all.length())));
      exit = named.find() ? Integer.valueOf(named.group(1)) : null;
      Matcher head = OUTPUT.matcher(all);
      printed = head.find() ? all.substring(head.end()) : all;
    }
    String start = all.substring(0, Math.min(HEAD, all.length()));
    ToolOutcome outcome;
    if (exit != null) {
      outcome = exit == 0 ? ToolOutcome.OK : ToolOutcome.FAILED;
    } else if (start.contains("rejected by user")) {
      outcome = ToolOutcome.DENIED;
    } else if (start.startsWith("aborted")) {
      outcome = ToolOutcome.CANCELLED;
    } else {
      outcome = NOT_DONE.matcher(start).matches() ? ToolOutcome.FAILED : ToolOutcome.OK;
    }
    return new RolloutAnswer(all, printed, exit, outcome);
  }

  private static String words(JsonNode output) {
    if (output.isString()) {
      return output.asString();
    }
    if (output.isObject()) {
      return output.path("content").asString(output.toString());
    }
    StringBuilder all = new StringBuilder();
    for (JsonNode part : output) {
      String type = part.path("type").asString("");
      all.append(part.has("text") ? part.path("text").asString("") : "(" + type + ")\n");
    }
    return all.toString();
  }

  private static @Nullable JsonNode parse(String json) {
    try {
      return JsonMapper.shared().readTree(json);
    } catch (JacksonException words) {
      return null;
    }
  }
}
