package dev.muster.engine.agent.claude;

import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a call of one of Claude Code's tools is to a person: its kind, one line, the file it is
 * about. What the model wrote into the arguments is data; no path is followed here.
 *
 * @param kind what sort of thing it does
 * @param title one line
 * @param path the file or folder it names, absolute and normalised; null where it names none
 */
record ToolView(ToolKind kind, String title, @Nullable Path path) {
  private static final Set<String> PLAN =
      Set.of("TaskCreate", "TaskUpdate", "TaskList", "TaskGet", "TodoWrite");

  /** Whether it only keeps the agent's to-do list, which is shown as the plan. */
  static boolean keepsPlan(String tool) {
    return PLAN.contains(tool);
  }

  static ToolView of(String tool, JsonNode input, Path worktree) {
    ToolKind kind = kind(tool);
    Path path = path(tool, input, worktree);
    String title =
        switch (kind) {
          case READ, EDIT -> path == null ? tool : shown(path, worktree);
          case RUN -> Messages.oneLine(Messages.text(input, "command"));
          case SEARCH -> {
            String pattern = Messages.oneLine(Messages.text(input, "pattern"));
            yield path == null || path.equals(worktree)
                ? pattern
                : pattern + " in " + shown(path, worktree);
          }
          case FETCH ->
              Messages.oneLine(
                  input.has("url") ? Messages.text(input, "url") : Messages.text(input, "query"));
          case AGENT -> Messages.oneLine(Messages.text(input, "description"));
          case MCP -> mcp(tool);
          case OTHER -> other(tool, input);
        };
    return new ToolView(kind, title.isEmpty() ? tool : title, path);
  }

  static Subject subject(ToolKind kind) {
    return switch (kind) {
      case READ, SEARCH -> Subject.READ;
      case EDIT -> Subject.EDIT;
      case RUN -> Subject.RUN;
      case FETCH -> Subject.FETCH;
      case MCP, AGENT, OTHER -> Subject.OTHER;
    };
  }

  private static ToolKind kind(String tool) {
    return switch (tool) {
      case "Read", "NotebookRead", "LS" -> ToolKind.READ;
      case "Edit", "MultiEdit", "Write", "NotebookEdit" -> ToolKind.EDIT;
      case "Bash", "PowerShell" -> ToolKind.RUN;
      case "Glob", "Grep" -> ToolKind.SEARCH;
      case "WebFetch", "WebSearch" -> ToolKind.FETCH;
      case "Agent", "Task" -> ToolKind.AGENT;
      default -> tool.startsWith("mcp__") ? ToolKind.MCP : ToolKind.OTHER;
    };
  }

  private static @Nullable Path path(String tool, JsonNode input, Path worktree) {
    String named =
        switch (tool) {
          case "NotebookEdit", "NotebookRead" -> Messages.text(input, "notebook_path");
          case "Read", "Edit", "MultiEdit", "Write" -> Messages.text(input, "file_path");
          case "LS", "Glob", "Grep" -> Messages.text(input, "path");
          default -> "";
        };
    if (named.isEmpty()) {
      return tool.equals("Glob") || tool.equals("Grep") || tool.equals("LS") ? worktree : null;
    }
    try {
      return worktree.resolve(named).normalize();
    } catch (InvalidPathException none) {
      return null; // then it names no file that could be
    }
  }

  /** A path as people see it: relative where it lies in the worktree. */
  static String shown(Path path, Path worktree) {
    if (path.equals(worktree)) {
      return ".";
    }
    return path.startsWith(worktree)
        ? worktree.relativize(path).toString().replace('\\', '/')
        : path.toString();
  }

  /** The files for an event: only such as lie in the worktree. */
  List<String> inside(Path worktree) {
    return path != null && path.startsWith(worktree) && !path.equals(worktree)
        ? List.of(shown(path, worktree))
        : List.of();
  }

  private static String mcp(String tool) {
    String[] parts = tool.split("__", 3);
    return parts.length == 3 ? parts[2] + " of " + parts[1] : tool;
  }

  private static String other(String tool, JsonNode input) {
    if (tool.equals("AskUserQuestion")) {
      return Messages.oneLine(Messages.text(input.path("questions").path(0), "question"));
    }
    if (tool.equals("ExitPlanMode")) {
      return "Its plan is ready";
    }
    for (String field : List.of("description", "skill", "query", "name", "prompt")) {
      String text = Messages.oneLine(Messages.text(input, field));
      if (!text.isEmpty()) {
        return tool + " " + text;
      }
    }
    return tool;
  }
}
