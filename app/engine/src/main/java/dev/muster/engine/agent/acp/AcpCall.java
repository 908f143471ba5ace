package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.builtin.tool.LineDiff;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.PermissionEvent;
import dev.muster.engine.event.ToolKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is known of one tool call so far: each message about it says only what has changed. What an
 * agent writes here is data; no path is followed. Used by one thread at a time.
 */
final class AcpCall {
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> PATHS =
      List.of(
          "file_path",
          "filePath",
          "filepath",
          "path",
          "abs_path",
          "absolute_path",
          "dir_path",
          "notebook_path");

  final String id;
  private final Path worktree;
  private final ObjectNode input = JSON.createObjectNode();
  private final Set<String> locations = new LinkedHashSet<>();
  private List<Diff> diffs = List.of();
  private String kind = "";
  private String title = "";
  private String name = "";
  private String titleAsName = "";
  private String text = "";
  private boolean mcp;
  private boolean tellsInput;
  private @Nullable String parent;
  private JsonNode rawOutput = MissingNode.getInstance();
  private @Nullable Integer exit;

  /** A file's text or a part of it, before and after; the old one is null for a new file. */
  record Diff(String path, @Nullable String before, String after) {}

  AcpCall(String id, Path worktree) {
    this.id = id;
    this.worktree = worktree;
  }

  /** Takes in what a message says of it. */
  void merge(JsonNode said) {
    String sort = said.path("kind").asString("");
    if (!sort.isEmpty() && !(sort.equals("other") && !kind.isEmpty())) {
      kind = sort; // OpenCode asks for leave to go outside as for something else
    }
    String titled = said.path("title").asString("");
    if (!titled.isBlank()) {
      if (titleAsName.isEmpty() && titled.matches("[a-z][a-z0-9_]{1,40}")) {
        titleAsName = titled; // OpenCode's title is the tool's name until it knows more
      }
      title = titled;
    }
    JsonNode meta = said.path("_meta");
    for (JsonNode named :
        List.of(
            said.path("name"), meta.path("toolName"), meta.path("claudeCode").path("toolName"))) {
      if (named.isString() && !named.asString("").isBlank()) {
        name = Said.line(named.asString(""));
      }
    }
    mcp |= meta.path("provenance").asString("").equals("mcp") || name.startsWith("mcp__");
    if (meta.path("claudeCode").path("parentToolUseId").isString()) {
      parent = meta.path("claudeCode").path("parentToolUseId").asString();
    }
    tellsInput |= said.has("rawInput");
    if (said.path("rawInput") instanceof ObjectNode more) {
      input.setAll(more);
    }
    if (said.path("locations").isArray() && !said.path("locations").isEmpty()) {
      locations.clear();
      said.path("locations").forEach(place -> locations.add(place.path("path").asString("")));
    }
    content(said.path("content"));
    if (said.has("rawOutput")) {
      rawOutput = said.path("rawOutput");
    }
    for (JsonNode code :
        List.of(
            rawOutput.path("metadata").path("exit"),
            rawOutput.path("exitCode"),
            rawOutput.path("exit_code"),
            meta.path("terminal_exit").path("exit_code"))) {
      if (code.isIntegralNumber()) {
        exit = code.asInt();
      }
    }
  }

  /** It replaces what was there; a difference is kept until another one comes. */
  private void content(JsonNode blocks) {
    if (!blocks.isArray()) {
      return;
    }
    List<Diff> fresh = new ArrayList<>();
    StringBuilder words = new StringBuilder();
    for (JsonNode block : blocks) {
      switch (block.path("type").asString("")) {
        case "diff" ->
            fresh.add(
                new Diff(
                    block.path("path").asString(""),
                    block.path("oldText").isString() ? block.path("oldText").asString() : null,
                    block.path("newText").asString("")));
        case "content" ->
            words
                .append(words.isEmpty() ? "" : "\n")
                .append(block.path("content").path("text").asString(""));
        default -> {
          // A terminal of ours is never used, so there is none whose output could be shown.
        }
      }
    }
    if (!fresh.isEmpty()) {
      diffs = List.copyOf(fresh);
    }
    text = words.toString();
  }

  // ---- what it is -----------------------------------------------------------------------------

  ToolKind kind() {
    if (input.has("subagent_type")) {
      return ToolKind.AGENT;
    }
    if (mcp) {
      return ToolKind.MCP;
    }
    return switch (kind) {
      case "read" -> ToolKind.READ;
      case "edit", "delete", "move" -> ToolKind.EDIT;
      case "search" -> ToolKind.SEARCH;
      case "execute" -> ToolKind.RUN;
      case "fetch" -> ToolKind.FETCH;
      default -> input.path("command").isString() ? ToolKind.RUN : ToolKind.OTHER;
    };
  }

  /** The tool as the agent calls it, as far as it tells; rules may name it. */
  String name() {
    if (!name.isEmpty()) {
      return name;
    }
    int end = id.indexOf("__"); // the Gemini CLI tells it only in its ids
    if (end > 0 && id.substring(0, end).matches("[a-z][a-z0-9_]{1,60}")) {
      return id.substring(0, end);
    }
    return !titleAsName.isEmpty() ? titleAsName : kind.isEmpty() ? "tool" : kind;
  }

  @Nullable String parent() {
    return parent;
  }

  /**
   * The exact command, with the folder it runs in where that is not the worktree; null where the
   * agent does not tell it whole.
   */
  @Nullable String command() {
    String command = plainCommand();
    Path folder = Said.path(worktree, firstOf("workdir", "directory", "cwd"));
    return command == null || folder == null || folder.equals(worktree)
        ? command
        : "cd " + quoted(folder.toString()) + " && " + command;
  }

  private String firstOf(String... fields) {
    for (String field : fields) {
      if (input.path(field).isString()) {
        return input.path(field).asString();
      }
    }
    return "";
  }

  private @Nullable String plainCommand() {
    JsonNode command = input.has("command") ? input.path("command") : input.path("cmd");
    if (command.isString() && !command.asString().isBlank()) {
      return command.asString();
    }
    if (command.isArray() && !command.isEmpty()) {
      List<String> words = new ArrayList<>();
      command.forEach(word -> words.add(word.asString("")));
      return words.size() == 3 && words.get(1).matches("-[a-z]*c")
          ? words.get(2)
          : String.join(" ", words.stream().map(AcpCall::quoted).toList());
    }
    // The Gemini CLI tells no arguments; its title is the command.
    boolean whole = !title.isBlank() && !title.endsWith("…") && !title.endsWith("...");
    return !tellsInput && whole ? title : null;
  }

  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  /** One line for a person. */
  String title() {
    String command = kind() == ToolKind.RUN ? command() : null;
    if (command != null) {
      return Said.line(command);
    }
    List<String> files = shown();
    if ((kind() == ToolKind.READ || kind() == ToolKind.EDIT) && !files.isEmpty()) {
      return Said.line(String.join(", ", files));
    }
    if (kind() == ToolKind.SEARCH && input.path("pattern").isString()) {
      String pattern = input.path("pattern").asString();
      return Said.line(files.isEmpty() ? pattern : pattern + " in " + String.join(", ", files));
    }
    if (kind() == ToolKind.FETCH && input.path("url").isString()) {
      return Said.line(input.path("url").asString());
    }
    return Said.line(title.isBlank() ? name() : title);
  }

  /** The files and folders it names, absolute, each once. */
  List<Path> paths() {
    Set<Path> all = new LinkedHashSet<>();
    if (kind() == ToolKind.RUN) {
      return List.of();
    }
    diffs.forEach(diff -> add(all, diff.path()));
    locations.forEach(place -> add(all, place));
    PATHS.forEach(field -> add(all, input.path(field).asString("")));
    if (all.isEmpty() && kind() == ToolKind.SEARCH) {
      all.add(worktree);
    }
    // Some name the folder beside the file in it.
    List<Path> each = List.copyOf(all);
    return each.stream()
        .filter(one -> each.stream().noneMatch(in -> !in.equals(one) && in.startsWith(one)))
        .toList();
  }

  private void add(Set<Path> to, String named) {
    Path path = Said.path(worktree, named);
    if (path != null) {
      to.add(path);
    }
  }

  /** The files it names, as they stand in an event. */
  List<String> shown() {
    return paths().stream()
        .map(path -> Said.shown(worktree, path.toString()))
        .filter(path -> !path.isEmpty())
        .toList();
  }

  JsonNode input() {
    return input;
  }

  /** Its arguments, a JSON object. */
  String inputText() {
    ObjectNode told = input;
    String command = kind() == ToolKind.RUN ? plainCommand() : null;
    if (input.isEmpty() && command != null) {
      told = JSON.createObjectNode().put("command", command);
    }
    String whole = told.toString();
    return whole.length() <= Said.MOST
        ? whole
        : JSON.createObjectNode().put("cut", Said.bounded(whole, Said.MOST / 2)).toString();
  }

  /** Whether it is known well enough to be shown. */
  boolean described() {
    return !plainInput() || (!title.isBlank() && !shown().isEmpty());
  }

  private boolean plainInput() {
    return input.isEmpty() || (input.size() == 1 && input.has("cwd"));
  }

  // ---- what came of it ------------------------------------------------------------------------

  /** What the command printed, or what the tool answered; "" where the agent does not tell. */
  String output() {
    if (rawOutput.path("output").isString()) {
      return rawOutput.path("output").asString();
    }
    return rawOutput.isString() && !rawOutput.asString().isEmpty() ? rawOutput.asString() : text;
  }

  @Nullable Integer exit() {
    return exit;
  }

  /** What it changes, for a person who is asked about it; null where that is not told. */
  @Nullable String preview() {
    StringBuilder all = new StringBuilder();
    for (Diff diff : diffs) {
      all.append(Said.shown(worktree, diff.path())).append('\n').append(lines(diff).whole());
    }
    return all.isEmpty() ? null : Said.boundedLines(all.toString(), PermissionEvent.MOST_DETAIL);
  }

  /** Lines added and removed; null where that is not told. */
  int @Nullable [] lines() {
    int[] sum = new int[2];
    for (Diff diff : diffs) {
      LineDiff lines = lines(diff);
      sum[0] += lines.added();
      sum[1] += lines.removed();
    }
    return diffs.isEmpty() ? null : sum;
  }

  private static LineDiff lines(Diff diff) {
    return LineDiff.between(diff.before() == null ? "" : diff.before(), diff.after());
  }
}
