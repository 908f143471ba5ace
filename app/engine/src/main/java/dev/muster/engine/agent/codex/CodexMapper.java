package dev.muster.engine.agent.codex;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent.Compacted;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.RetryScheduled;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanChanged;
import dev.muster.engine.event.WorkEvent.PlanStep;
import dev.muster.engine.event.WorkEvent.StepState;
import dev.muster.engine.event.WorkEvent.ToolFinished;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
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
 * Makes events of what {@code codex app-server} tells. It knows nothing of the process and answers
 * nothing; one thread at a time. The format is that of version 0.169.0, as observed.
 */
final class CodexMapper {
  private static final int MESSAGE = 1 << 20;
  private static final int KEPT_RAW = 8 * 1024;
  private static final int MOST_UNKNOWN = 20;
  private static final int MOST_STEPS = 500;
  private static final int MOST_OPEN = 1_000;
  private static final int MOST_WORDS = 100_000;

  private static final Set<String> PASSED_OVER =
      Set.of(
          "thread/started",
          "thread/status/changed",
          "thread/settings/updated",
          "thread/readState/changed",
          "thread/name/updated",
          "thread/goal/cleared",
          "thread/goal/updated",
          "thread/compacted",
          "turn/diff/updated",
          "item/reasoning/summaryPartAdded",
          "item/commandExecution/terminalInteraction",
          "item/mcpToolCall/progress",
          "item/plan/delta",
          "item/fileChange/outputDelta",
          "item/fileChange/patchUpdated",
          "serverRequest/resolved",
          "mcpServer/startupStatus/updated",
          "mcpServer/oauthLogin/completed",
          "remoteControl/status/changed",
          "account/updated",
          "account/login/completed",
          "skills/changed",
          "app/list/updated",
          "deprecationNotice",
          "hook/started",
          "hook/completed",
          "model/rerouted");

  /** What the session does at a turn's edges. */
  interface Turns {
    void began(String turnId);

    void ended(TurnEnded end);
  }

  private final Path worktree;
  private final AgentListener out;
  private final Turns turns;
  private final Clock clock;
  private final Map<String, Long> open = new LinkedHashMap<>();
  private final Set<String> printed = new HashSet<>();
  private final Set<String> tails = new LinkedHashSet<>();
  private final Map<String, JsonNode> changes = new ConcurrentHashMap<>();
  private final Set<String> unknown = new HashSet<>();
  private final Set<String> words = new HashSet<>();
  private String model = "codex";
  private @Nullable String threadId;

  CodexMapper(Path worktree, AgentListener out, Turns turns, Clock clock) {
    this.worktree = worktree;
    this.out = out;
    this.turns = turns;
    this.clock = clock;
  }

  /** The model that is used, as the thread says. */
  void model(String name) {
    model = name;
  }

  /** The thread whose events count; those of its helpers' threads are passed over. */
  void thread(String id) {
    threadId = id;
  }

  /** The changes of a file-change item that asks for approval; null when it is not known. */
  @Nullable JsonNode changes(String itemId) {
    return changes.get(itemId);
  }

  /** Takes one notification in. */
  void notification(String method, JsonNode params) {
    String thread = params.path("threadId").asString("");
    if (threadId != null && !thread.isEmpty() && !thread.equals(threadId)) {
      return;
    }
    switch (method) {
      case "turn/started" -> turns.began(params.path("turn").path("id").asString(""));
      case "turn/completed" -> completed(params.path("turn"));
      case "turn/plan/updated" -> plan(params.path("plan"));
      case "item/started" -> started(params.path("item"));
      case "item/completed" -> finished(params.path("item"));
      case "item/agentMessage/delta" -> tail(params, TailKind.MESSAGE);
      case "item/reasoning/summaryTextDelta", "item/reasoning/textDelta" ->
          tail(params, TailKind.THOUGHT);
      case "item/commandExecution/outputDelta" -> output(params);
      case "thread/tokenUsage/updated" -> usage(params.path("tokenUsage"));
      case "account/rateLimits/updated" -> limits(params.path("rateLimits"));
      case "error" -> error(params);
      case "warning", "configWarning" -> note(Level.WARNING, params.path("message").asString(""));
      default -> {
        if (!PASSED_OVER.contains(method)) {
          unknown(method, params);
        }
      }
    }
  }

  private void tail(JsonNode params, TailKind kind) {
    String id = params.path("itemId").asString("");
    tails.add(id);
    out.tail(id, kind, params.path("delta").asString(""));
  }

  private void output(JsonNode params) {
    String id = params.path("itemId").asString("");
    if (open.containsKey(id)) {
      printed.add(id);
      Said.output(out, id, params.path("delta").asString(""));
    }
  }

  // ---- items ----------------------------------------------------------------------------------

  private void started(JsonNode item) {
    String id = item.path("id").asString("");
    switch (item.path("type").asString("")) {
      case "commandExecution" -> {
        String command = plain(item.path("command").asString(""));
        begin(
            id, ToolKind.RUN, "exec", command, "{\"command\":" + quoted(command) + "}", List.of());
      }
      case "fileChange" -> {
        changes.put(id, item.path("changes"));
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

  private void finished(JsonNode item) {
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

  // ---- the rest -------------------------------------------------------------------------------

  private void plan(JsonNode steps) {
    List<PlanStep> all = new ArrayList<>();
    for (JsonNode step : steps) {
      if (all.size() < MOST_STEPS) {
        all.add(
            new PlanStep(
                Said.line(step.path("step").asString("")),
                switch (step.path("status").asString("")) {
                  case "completed" -> StepState.DONE;
                  case "inProgress", "in_progress" -> StepState.CURRENT;
                  default -> StepState.PENDING;
                }));
      }
    }
    out.event(new PlanChanged(List.copyOf(all)));
  }

  private void usage(JsonNode usage) {
    JsonNode last = usage.path("last");
    long cached = last.path("cachedInputTokens").asLong(0);
    long input = last.path("inputTokens").asLong(0); // with the cached ones
    long output = last.path("outputTokens").asLong(0);
    if (input + output == 0) {
      return;
    }
    long window = usage.path("modelContextWindow").asLong(0);
    out.event(
        new UsageReported(
            model,
            Math.max(0, input - cached),
            output,
            cached,
            last.path("cacheWriteInputTokens").asLong(0),
            null,
            last.path("totalTokens").asLong(0),
            window > 0 ? window : null));
  }

  private void limits(JsonNode limits) {
    for (String name : List.of("primary", "secondary")) {
      JsonNode window = limits.path(name);
      if (window.path("usedPercent").isNumber()) {
        long minutes = window.path("windowDurationMins").asLong(0);
        long resets = window.path("resetsAt").asLong(0);
        out.event(
            new LimitSeen(
                minutes <= 0
                    ? name
                    : minutes % 1_440 == 0 ? minutes / 1_440 + " days" : minutes / 60 + " h",
                Math.clamp(window.path("usedPercent").asDouble() / 100, 0, 1),
                resets > 0 ? Instant.ofEpochSecond(resets) : null));
      }
    }
  }

  private void error(JsonNode params) {
    JsonNode error = params.path("error");
    String message = error.path("message").asString("An error.");
    String details = error.path("additionalDetails").asString("");
    if (params.path("willRetry").asBoolean(false)) {
      dropTails(); // the answer begins anew
      out.event(
          new RetryScheduled(
              tryOf(message), Said.line(details.isBlank() ? message : details), clock.instant()));
    }
  }

  private static int tryOf(String message) {
    String number = message.replaceFirst(".*?(\\d{1,4})/\\d+.*", "$1");
    return number.matches("\\d{1,4}") ? Integer.parseInt(number) : 1;
  }

  private void dropTails() {
    tails.forEach(out::tailDropped);
    tails.clear();
  }

  private void completed(JsonNode turn) {
    dropTails();
    open.clear();
    printed.clear();
    changes.clear();
    turns.ended(end(turn));
  }

  private static TurnEnded end(JsonNode turn) {
    JsonNode error = turn.path("error");
    String said = error.path("message").asString("");
    return switch (turn.path("status").asString("")) {
      case "completed" -> new TurnEnded(End.DONE, null);
      case "interrupted" -> new TurnEnded(End.INTERRUPTED, null);
      default ->
          new TurnEnded(
              error.path("codexErrorInfo").asString("").equals("usageLimitExceeded")
                  ? End.LIMIT
                  : End.FAILED,
              said.isBlank() ? "Codex ended the turn without a reason." : Said.line(said));
    };
  }

  private void note(Level level, String text) {
    if (!text.isBlank()) {
      out.event(new Noted(level, Said.bounded(text, 2_000), null));
    }
  }

  private void unknown(String method, JsonNode params) {
    if (unknown.size() < MOST_UNKNOWN && unknown.add(method)) {
      out.event(
          new Noted(
              Level.INFO,
              "It said something that this Muster does not know: " + Said.line(method),
              Said.bounded(params.toString(), KEPT_RAW)));
    }
  }
}
