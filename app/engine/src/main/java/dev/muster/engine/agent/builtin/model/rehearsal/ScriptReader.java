package dev.muster.engine.agent.builtin.model.rehearsal;

import dev.muster.engine.agent.builtin.model.ModelFailure;
import dev.muster.engine.agent.builtin.model.Usage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a script from JSON.
 *
 * <pre>
 * { "id": "fix", "title": "Fix the failing test", "pace": 90,
 *   "lines": [
 *     { "thinking": "I should run the tests first.", "text": "Let me see what fails.",
 *       "calls": [ { "tool": "run", "input": { "command": "sh test.sh" } } ],
 *       "onDenied": "sorry", "onFailure": "look",
 *       "branches": [ { "contains": "all passed", "go": "nothing" } ] },
 *     { "id": "look", "pause": 1.5, "text": "…", "faults": [ { "kind": "overloaded" } ],
 *       "usage": [12000, 300, 9000, 0], "next": "end" } ] }
 * </pre>
 *
 * <p>Kinds of faults: {@code overloaded} (529), {@code rate-limited} (429, with {@code
 * "retryAfter": seconds}), {@code server} (500), {@code cut}, {@code malformed}, {@code timeout},
 * {@code offline}. "pause" is in seconds, "pace" in characters a second, "usage" is input, output,
 * cache read, cache write. "onCancelled" with the line's own id says it again after an
 * interruption.
 */
public final class ScriptReader {
  private static final double USUAL_PACE = 110;

  private ScriptReader() {}

  /**
   * Reads one script.
   *
   * @throws IllegalArgumentException with a sentence that says what is wrong and where
   */
  public static Script read(String json) {
    JsonNode root;
    try {
      root = JsonMapper.shared().readTree(json);
    } catch (JacksonException e) {
      throw new IllegalArgumentException("A script is not JSON: " + e.getOriginalMessage(), e);
    }
    String id = root.path("id").asString("");
    if (id.isBlank()) {
      throw new IllegalArgumentException("A script has no id.");
    }
    List<Script.Line> lines = new ArrayList<>();
    for (JsonNode node : root.path("lines")) {
      lines.add(line(id, lines.size() + 1, node));
    }
    Script script =
        new Script(
            id,
            root.path("title").asString(id),
            Math.max(1, root.path("pace").asDouble(USUAL_PACE)),
            lines);
    check(script);
    return script;
  }

  private static Script.Line line(String script, int number, JsonNode node) {
    List<Script.Call> calls = new ArrayList<>();
    for (JsonNode call : node.path("calls")) {
      if (!(call.path("input") instanceof ObjectNode input)) {
        throw wrong(script, "line " + number + " has a call whose input is not an object");
      }
      calls.add(new Script.Call(call.path("tool").asString(""), input));
    }
    List<Script.Fault> faults = new ArrayList<>();
    for (JsonNode fault : node.path("faults")) {
      faults.add(fault(script, number, fault));
    }
    List<Script.Branch> branches = new ArrayList<>();
    for (JsonNode branch : node.path("branches")) {
      branches.add(
          new Script.Branch(branch.path("contains").asString(""), branch.path("go").asString("")));
    }
    JsonNode usage = node.path("usage");
    return new Script.Line(
        node.path("id").asString("line-" + number),
        Duration.ofMillis(Math.max(0, (long) (node.path("pause").asDouble(0.3) * 1000))),
        node.path("thinking").asString(""),
        node.path("text").asString(""),
        calls,
        faults,
        usage.isArray() && usage.size() == 4
            ? new Usage(
                usage.get(0).asLong(),
                usage.get(1).asLong(),
                usage.get(2).asLong(),
                usage.get(3).asLong())
            : null,
        optional(node, "next"),
        optional(node, "onDenied"),
        optional(node, "onFailure"),
        optional(node, "onCancelled"),
        branches);
  }

  private static Script.Fault fault(String script, int number, JsonNode node) {
    String kind = node.path("kind").asString("");
    Duration after =
        node.path("retryAfter").isNumber()
            ? Duration.ofMillis((long) (node.path("retryAfter").asDouble() * 1000))
            : null;
    return switch (kind) {
      case "overloaded" -> played(ModelFailure.OVERLOADED, "an overloaded server (529)", after);
      case "rate-limited" -> played(ModelFailure.RATE_LIMITED, "a rate limit (429)", after);
      case "server" -> played(ModelFailure.SERVER, "a failing server (500)", after);
      case "timeout" -> played(ModelFailure.TIMEOUT, "a server that does not answer", after);
      case "offline" -> played(ModelFailure.NO_CONNECTION, "a network that is down", after);
      case "cut" ->
          new Script.Fault(
              ModelFailure.BROKEN_STREAM,
              "The script plays an answer that breaks off.",
              null,
              true);
      case "malformed" ->
          new Script.Fault(
              ModelFailure.BROKEN_STREAM,
              "The script plays an answer that is garbled.",
              null,
              true);
      default -> throw wrong(script, "line " + number + " has a fault of unknown kind " + kind);
    };
  }

  private static Script.Fault played(
      ModelFailure failure, String what, @Nullable Duration retryAfter) {
    return new Script.Fault(failure, "The script plays " + what + ".", retryAfter, false);
  }

  private static void check(Script script) {
    if (script.lines().isEmpty()) {
      throw wrong(script.id(), "there are no lines");
    }
    Set<String> ids = new HashSet<>();
    for (Script.Line line : script.lines()) {
      if (!ids.add(line.id())) {
        throw wrong(script.id(), "two lines have the id " + line.id());
      }
      if (line.text().isBlank() && line.calls().isEmpty()) {
        throw wrong(script.id(), "the line " + line.id() + " says and does nothing");
      }
    }
    for (Script.Line line : script.lines()) {
      List<@Nullable String> targets = new ArrayList<>();
      targets.add(line.next());
      targets.add(line.onDenied());
      targets.add(line.onFailure());
      targets.add(line.onCancelled());
      line.branches().forEach(branch -> targets.add(branch.go()));
      for (String target : targets) {
        if (target != null && !ids.contains(target)) {
          throw wrong(
              script.id(), "the line " + line.id() + " goes to " + target + ", which is not there");
        }
      }
    }
  }

  private static @Nullable String optional(JsonNode node, String name) {
    return node.has(name) ? node.path(name).asString("") : null;
  }

  private static IllegalArgumentException wrong(String script, String what) {
    return new IllegalArgumentException("The script " + script + " is wrong: " + what + ".");
  }
}
