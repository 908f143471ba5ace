package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.StringNode;

/**
 * What a call in a rollout is to a person. What the model wrote into it is data; no path is
 * followed here.
 *
 * @param input a JSON object, bounded
 * @param paths the files it names, as shown
 * @param lines added and removed by an edit; null where that is not known
 * @param plan the plan it sets; null where it sets none
 * @param shown whether it is told when it begins
 * @param script whether it is a script of other calls
 * @param noAnswer whether nothing more of it will come
 */
record RolloutCall(
    ToolKind kind,
    String name,
    String title,
    String input,
    List<String> paths,
    int @Nullable [] lines,
    @Nullable PlanChanged plan,
    boolean shown,
    boolean script,
    boolean noAnswer) {
  private static final int MOST_STEPS = 500;
  private static final String PLAN_IN_SCRIPT = "tools.update_plan(";

  /** Scripts are JavaScript, and their arguments only nearly JSON. */
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .disable(tools.jackson.databind.DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .build();

  /** A call as the model made it. */
  static RolloutCall of(JsonNode item, Path cwd) {
    String type = item.path("type").asString("");
    String name = item.path("name").asString("tool");
    if (type.equals("web_search_call")) {
      String query = item.path("action").path("query").asString("web search");
      return call(ToolKind.FETCH, "web_search", query, "{}", true);
    }
    if (type.equals("local_shell_call")) {
      return run("shell", item.path("action"), "command", cwd);
    }
    if (type.equals("custom_tool_call")) {
      String text = item.path("input").asString("");
      return switch (name) {
        case "apply_patch" -> patch(text, cwd);
        case "exec" -> script(text);
        default -> call(ToolKind.OTHER, name, name, json("input", text), false);
      };
    }
    JsonNode args = parse(item.path("arguments").asString("{}"));
    return switch (name) {
      case "exec_command" -> run(name, args, "cmd", cwd);
      case "shell", "shell_command", "container.exec", "local_shell" ->
          run(name, args, "command", cwd);
      case "apply_patch" ->
          patch(args.path("input").asString(args.path("patch").asString("")), cwd);
      case "update_plan" -> quiet(name, steps(args.path("plan")));
      case "wait" -> quiet(name, null); // for a script that goes on
      case "view_image", "read_file" ->
          named(ToolKind.READ, name, args, Said.shown(cwd, args.path("path").asString("")));
      case "spawn_agent", "followup_task", "send_message", "send_input" ->
          named(ToolKind.AGENT, name, args, args.path("message").asString(name));
      default -> {
        String space = item.path("namespace").asString("");
        boolean mcp = name.contains("__") || space.startsWith("mcp");
        yield named(mcp ? ToolKind.MCP : ToolKind.OTHER, name, args, name);
      }
    };
  }

  /** What a person was shown of a call when it was over; null when the item is something else. */
  static @Nullable RolloutCall ofShown(JsonNode item, Path cwd) {
    return switch (item.path("type").asString("")) {
      case "CommandExecution" -> run("exec", item, "command", cwd);
      case "FileChange" -> changes(item.path("changes"), cwd);
      case "McpToolCall" -> {
        String tool = item.path("tool").asString("tool");
        String server = item.path("server").asString("");
        String title = server.isEmpty() ? tool : server + ": " + tool;
        yield named(ToolKind.MCP, tool, item.path("arguments"), title);
      }
      case "WebSearch" ->
          call(
              ToolKind.FETCH, "web_search", item.path("query").asString("web search"), "{}", false);
      default -> null;
    };
  }

  /** The files for an event: only such as lie in the folder. */
  List<String> inside(Path cwd) {
    return paths.stream()
        .filter(
            named -> {
              Path path = Said.path(cwd, named);
              return path != null && path.startsWith(cwd) && !Path.of(named).isAbsolute();
            })
        .toList();
  }

  private static RolloutCall run(String name, JsonNode args, String field, Path cwd) {
    JsonNode given = args.path(field);
    List<String> words = new ArrayList<>();
    given.forEach(word -> words.add(word.asString("")));
    if (words.size() == 2 && words.getFirst().equals("apply_patch")) {
      return patch(words.get(1), cwd);
    }
    String command = given.isString() ? given.asString() : String.join(" ", words);
    if (words.size() == 3 && words.get(1).matches("-l?c")) {
      command = words.get(2);
    }
    return call(ToolKind.RUN, name, command, json("command", command), false);
  }

  private static RolloutCall patch(String patch, Path cwd) {
    List<String> paths = new ArrayList<>();
    int[] lines = new int[2];
    for (String line : (Iterable<String>) patch.lines()::iterator) {
      if (line.startsWith("*** ")) {
        int colon = line.indexOf(" File: ");
        if (colon > 0) {
          paths.add(Said.shown(cwd, line.substring(colon + 7).strip()));
        }
      } else if (line.startsWith("+")) {
        lines[0]++;
      } else if (line.startsWith("-")) {
        lines[1]++;
      }
    }
    return edit(paths, json("patch", patch), lines);
  }

  private static RolloutCall changes(JsonNode changes, Path cwd) {
    List<String> paths = new ArrayList<>();
    int[] lines = new int[2];
    for (var change : changes.properties()) {
      paths.add(Said.shown(cwd, change.getKey()));
      String content = change.getValue().path("content").asString("");
      String diff = change.getValue().path("unified_diff").asString("");
      boolean delete = change.getValue().path("type").asString("").equals("delete");
      lines[delete ? 1 : 0] += (int) content.lines().count();
      lines[0] += (int) diff.lines().filter(line -> line.startsWith("+")).count();
      lines[1] += (int) diff.lines().filter(line -> line.startsWith("-")).count();
    }
    return edit(paths, changes.toString(), lines);
  }

  private static RolloutCall edit(List<String> paths, String input, int[] lines) {
    String title = paths.isEmpty() ? "apply_patch" : String.join(", ", paths);
    return new RolloutCall(
        ToolKind.EDIT,
        "apply_patch",
        title,
        whole(input),
        List.copyOf(paths),
        lines,
        null,
        true,
        false,
        false);
  }

  private static RolloutCall script(String text) {
    int at = text.indexOf(PLAN_IN_SCRIPT);
    PlanChanged plan =
        at < 0 ? null : steps(parse(text.substring(at + PLAN_IN_SCRIPT.length())).path("plan"));
    return new RolloutCall(
        ToolKind.OTHER,
        "exec",
        Said.line(text),
        json("script", text),
        List.of(),
        null,
        plan,
        false,
        true,
        false);
  }

  private static RolloutCall quiet(String name, @Nullable PlanChanged plan) {
    return new RolloutCall(
        ToolKind.OTHER, name, name, "{}", List.of(), null, plan, false, false, false);
  }

  private static RolloutCall named(ToolKind kind, String name, JsonNode args, String title) {
    String input = args.isObject() ? args.toString() : "{}";
    return call(kind, name, title.isBlank() ? name : title, whole(input), false);
  }

  private static RolloutCall call(
      ToolKind kind, String name, String title, String input, boolean noAnswer) {
    return new RolloutCall(kind, name, title, input, List.of(), null, null, true, false, noAnswer);
  }

  private static @Nullable PlanChanged steps(JsonNode plan) {
    List<PlanStep> all = new ArrayList<>();
    for (JsonNode step : plan) {
      if (all.size() < MOST_STEPS) {
        all.add(
            new PlanStep(
                Said.line(step.path("step").asString("")),
                switch (step.path("status").asString("")) {
                  case "completed" -> StepState.DONE;
                  case "in_progress" -> StepState.CURRENT;
                  default -> StepState.PENDING;
                }));
      }
    }
    return all.isEmpty() ? null : new PlanChanged(List.copyOf(all));
  }

  private static String json(String field, String text) {
    return whole("{\"" + field + "\":" + StringNode.valueOf(text) + "}");
  }

  /** An object, or one that says how long it was. */
  private static String whole(String json) {
    return json.length() <= Said.MOST ? json : "{\"omitted\":\"" + json.length() + " characters\"}";
  }

  private static JsonNode parse(String json) {
    try {
      return LENIENT.readTree(json);
    } catch (JacksonException words) {
      return LENIENT.createObjectNode();
    }
  }
}
