package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The items of a thread: what was said, run and changed. One thread at a time, but for {@link
 * #changes}.
 */
final class CodexItems {
  private static final int MESSAGE = 1 << 20;
  private static final int MOST_OPEN = 1_000;
  private static final int MOST_WORDS = 100_000;

  private final Path worktree;
  private final AgentListener out;
  private final Clock clock;
  private final Map<String, Long> open = new LinkedHashMap<>();
  private final Set<String> printed = new HashSet<>();
  private final Set<String> tails = new LinkedHashSet<>();
  private final Map<String, JsonNode> changes = new ConcurrentHashMap<>();
  private final Set<String> words = new HashSet<>();

  CodexItems(Path worktree, AgentListener out, Clock clock) {
    this.worktree = worktree;
    this.out = out;
    this.clock = clock;
  }

  /** The changes of a file-change item that asks for approval; null when it is not known. */
  @Nullable JsonNode changes(String itemId) {
    return changes.get(itemId);
  }

  /** Keeps what a file change of whatever thread is going to do. */
  void remember(JsonNode item) {
    if (item.path("type").asString("").equals("fileChange") && changes.size() < MOST_OPEN) {
      changes.put(item.path("id").asString(""), item.path("changes"));
    }
  }

  /** The turn is over, and with it what was open. */
  void turnOver() {
    dropTails();
    open.clear();
    printed.clear();
    changes.clear();
  }

  /** What streamed and never came to stand is taken back. */
  void dropTails() {
    tails.forEach(out::tailDropped);
    tails.clear();
  }

  void tail(JsonNode params, TailKind kind) {
    String id = params.path("itemId").asString("");
    tails.add(id);
    out.tail(id, kind, params.path("delta").asString(""));
  }

  void output(JsonNode params) {
    String id = params.path("itemId").asString("");
    if (open.containsKey(id)) {
      printed.add(id);
      Said.output(out, id, params.path("delta").asString(""));
    }
  }

  void started(JsonNode item) {
    String id = item.path("id").asString("");
    switch (item.path("type").asString("")) {
      case "commandExecution" -> {
        String command = plain(item.path("command").asString(""));
        begin(
            id, ToolKind.RUN, "exec", command, "{\"command\":" + quoted(command) + "}", List.of());
      }
      case "fileChange" -> {
        remember(item);
        List<String> paths = paths(item.path("changes"));
        begin(
            id,
            ToolKind.EDIT,
            "apply_patch",
            paths.isEmpty() ? "apply_patch" : String.join(", ", paths),
            Said.bounded(item.path("changes").toString(), Said.MOST),
            paths);
      }
      case "mcpToolCall", "dynamicToolCall" -> {
        String tool = item.path("tool").asString("tool");
        String server = item.path("server").asString("");
        begin(
            id,
            ToolKind.MCP,
            tool,
            server.isEmpty() ? tool : server + ": " + tool,
            Said.bounded(item.path("arguments").toString(), Said.MOST),
            List.of());
      }
      case "webSearch" ->
          begin(
              id,
              ToolKind.FETCH,
              "web_search",
              Said.line(item.path("query").asString("web search")),
              "{}",
              List.of());
      case "collabAgentToolCall" ->
          begin(
              id,
              ToolKind.AGENT,
              item.path("tool").asString("agent"),
              Said.line(item.path("prompt").asString(item.path("tool").asString("agent"))),
              "{}",
              List.of());
      default -> {
        // Words are told when they are whole; the others when they are over, if at all.
      }
    }
  }

  private void begin(
      String id, ToolKind kind, String name, String title, String input, List<String> paths) {
    if (open.size() < MOST_OPEN && open.put(id, clock.millis()) == null) {
      out.event(new ToolStarted(id, kind, name, Said.line(title), input, paths, false, null));
    }
  }

  void finished(JsonNode item) {
    String id = item.path("id").asString("");
    tails.remove(id);
    switch (item.path("type").asString("")) {
      case "agentMessage" -> {
        String text = words(item);
        if (text.isBlank()) {
          out.tailDropped(id);
        } else {
          out.event(new MessageAdded(unique(id), Said.bounded(text, MESSAGE), null));
        }
      }
      case "reasoning" -> {
        String text = joined(item.path("summary"));
        text = text.isBlank() ? joined(item.path("content")) : text;
        if (text.isBlank()) {
          out.tailDropped(id);
        } else {
          out.event(new ThoughtAdded(unique(id), Said.bounded(text, MESSAGE), null, null));
        }
      }
      case "commandExecution" -> command(id, item);
      case "fileChange" -> fileChange(id, item);
      case "mcpToolCall", "dynamicToolCall", "webSearch", "collabAgentToolCall" -> {
        boolean failed = item.path("status").asString("").equals("failed");
        String said = item.path("error").path("message").asString("");
        end(
            id,
            failed ? ToolOutcome.FAILED : ToolOutcome.OK,
            null,
            said.isBlank() ? null : Said.line(said),
            null,
            Said.bounded(item.path("result").toString(), Said.MOST));
      }
      case "contextCompaction" -> out.event(new Compacted(null, null, null));
      default -> {
        // What the user said is known; pictures and the like have no event of their own.
      }
    }
  }

  /** A message with the questions in it that wait for the next prompt. */
  private static String words(JsonNode message) {
    StringBuilder all = new StringBuilder(message.path("text").asString(""));
    for (JsonNode question : message.path("questions")) {
      all.append(all.isEmpty() ? "" : "\n\n").append(question.path("title").asString(""));
      for (JsonNode option : question.path("options")) {
        all.append("\n- ").append(option.asString(""));
      }
    }
    return all.toString();
  }

  /** The id as the model's server gave it; some servers give the same one again and again. */
  private String unique(String id) {
    if (words.size() < MOST_WORDS && words.add(id)) {
      return id;
    }
    out.tailDropped(id);
    return id + "~" + UUID.randomUUID().toString().substring(0, 8);
  }

  private void command(String id, JsonNode item) {
    started(item); // its beginning may not have been told
    boolean declined = item.path("status").asString("").equals("declined");
    String all = item.path("aggregatedOutput").asString("");
    if (!printed.remove(id) && !all.isEmpty() && open.containsKey(id)) {
      Said.output(out, id, all);
    }
    JsonNode code = item.path("exitCode");
    Integer exit = code.isIntegralNumber() ? Integer.valueOf(code.asInt()) : null;
    boolean ok = item.path("status").asString("").equals("completed");
    end(
        id,
        declined ? ToolOutcome.DENIED : ok ? ToolOutcome.OK : ToolOutcome.FAILED,
        declined ? null : exit,
        null,
        null,
        null);
  }

  private void fileChange(String id, JsonNode item) {
    started(item);
    int added = 0;
    int removed = 0;
    for (JsonNode change : item.path("changes")) {
      String diff = change.path("diff").asString("");
      String kind = change.path("kind").path("type").asString("");
      if (kind.equals("add")) {
        added += (int) diff.lines().count();
      } else if (kind.equals("delete")) {
        removed += (int) diff.lines().count();
      } else {
        added += (int) diff.lines().filter(line -> line.startsWith("+")).count();
        removed += (int) diff.lines().filter(line -> line.startsWith("-")).count();
      }
    }
    changes.remove(id);
    String status = item.path("status").asString("");
    boolean ok = status.equals("completed");
    end(
        id,
        ok ? ToolOutcome.OK : status.equals("declined") ? ToolOutcome.DENIED : ToolOutcome.FAILED,
        null,
        ok ? "+" + added + " −" + removed : null,
        ok ? new int[] {added, removed} : null,
        null);
  }

  private void end(
      String id,
      ToolOutcome outcome,
      @Nullable Integer exit,
      @Nullable String summary,
      int @Nullable [] lines,
      @Nullable String result) {
    Long since = open.remove(id);
    if (since != null) {
      out.event(
          new ToolFinished(
              id,
              outcome,
              exit,
              Math.max(0, clock.millis() - since),
              summary,
              lines == null ? null : lines[0],
              lines == null ? null : lines[1],
              result));
    }
  }

  private List<String> paths(JsonNode of) {
    List<String> all = new ArrayList<>();
    of.forEach(change -> all.add(Said.shown(worktree, change.path("path").asString(""))));
    return List.copyOf(all);
  }

  private static String joined(JsonNode parts) {
    List<String> all = new ArrayList<>();
    for (JsonNode part : parts) {
      all.add(part.isString() ? part.asString() : part.path("text").asString(""));
    }
    return String.join("\n\n", all);
  }

  private static String quoted(String text) {
    return tools.jackson.databind.node.StringNode.valueOf(text).toString();
  }

  /** The command itself, of a line as {@code /bin/bash -lc 'the command'}. */
  static String plain(String line) {
    int at = line.indexOf(" -lc ");
    if (at < 0 || !line.substring(0, at).matches("\\S*/?(ba|z|da|k)?sh")) {
      return line;
    }
    String rest = line.substring(at + 5).strip();
    if (rest.length() >= 2 && rest.startsWith("'") && rest.endsWith("'")) {
      String inner = rest.substring(1, rest.length() - 1);
      String bare = inner.replace("'\\''", "'").replace("'\"'\"'", "'");
      // Anything else that is quoted in its own way is shown as it stands.
      return inner.replace("'\\''", "").replace("'\"'\"'", "").contains("'") ? line : bare;
    }
    if (rest.length() >= 2 && rest.startsWith("\"") && rest.endsWith("\"")) {
      String inner = rest.substring(1, rest.length() - 1);
      String bare = inner.replaceAll("\\\\([\"\\\\$`])", "$1");
      return inner.replaceAll("\\\\.", "").contains("\"") ? line : bare;
    }
    return rest.matches("[\\w@%+=:,./-]+") ? rest : line;
  }
}
