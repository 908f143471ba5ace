package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.Cancel;
import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import dev.muster.engine.host.Host;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Shows what is in a folder, as a tree. */
final class ListTool implements Tool {
  private static final int MOST_LINES = 600;
  private static final int MAX_CHARS = 40_000;

  private static final ToolDefinition DEFINITION =
      new Schema()
          .optional("path", "string", "The folder. Default: the whole worktree.")
          .optional("depth", "integer", "How many levels to show, 1 to 20. Default 3.")
          .tool(
              "list",
              """
              Lists the files below a folder as a tree. Files that git ignores are left out. What
              lies deeper than depth is counted, not shown.
              """);

  private final Listing listing;

  ListTool(Host host) {
    this.listing = new Listing(host);
  }

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.READ;
  }

  @Override
  public boolean parallelSafe() {
    return true;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    Arguments arguments = new Arguments(call);
    String path = arguments.optionalText("path");
    int depth = arguments.number("depth", 3, 1, 20);
    Target folder = Target.find(path == null || path.isBlank() ? "." : path, context);
    return new Call(
        folder.shown(),
        List.of(folder.shown()),
        folder.request(call, "list", Subject.READ, "List " + folder.shown(), null),
        cancel -> list(folder, depth, cancel));
  }

  private ToolResult list(Target folder, int depth, Cancel cancel) {
    if (!Files.isDirectory(folder.real(), LinkOption.NOFOLLOW_LINKS)) {
      return ToolResult.failed(
          Files.exists(folder.real(), LinkOption.NOFOLLOW_LINKS)
              ? "\"" + folder.shown() + "\" is no folder; use the read tool."
              : "There is no folder \"" + folder.shown() + "\".");
    }
    try {
      Listing.Found found = listing.below(folder, cancel);
      if (cancel.isCancelled()) {
        return ToolResult.cancelled("Interrupted.");
      }
      int count = found.files().size();
      if (count == 0) {
        return ToolResult.ok("(No files, or only such as git ignores.)", "empty");
      }
      Tree tree = new Tree();
      for (String file : found.files()) {
        tree.add(file.split("/"));
      }
      Printer printer = new Printer(depth);
      printer.print(tree, 0);
      String rest = found.complete() ? "" : "(There are more files; not all could be listed.)\n";
      String files = count == 1 ? "1 file" : count + " files";
      return ToolResult.ok(printer.text + rest, files);
    } catch (IOException e) {
      return ToolResult.failed(FileContent.sentence(e, folder.shown()));
    }
  }

  /** A folder with what is in it; files are trees without anything. */
  private static final class Tree {
    private final Map<String, Tree> children = new TreeMap<>();
    private int files;

    void add(String[] names) {
      Tree at = this;
      for (String name : names) {
        at.files++;
        at = at.children.computeIfAbsent(name, _ -> new Tree());
      }
    }
  }

  private static final class Printer {
    private final StringBuilder text = new StringBuilder();
    private final int depth;
    private int lines;

    Printer(int depth) {
      this.depth = depth;
    }

    void print(Tree tree, int level) {
      int left = tree.children.size();
      for (Map.Entry<String, Tree> entry : tree.children.entrySet()) {
        if (lines >= MOST_LINES || text.length() > MAX_CHARS) {
          indent(level).append("… ").append(left).append(" more here\n");
          return;
        }
        left--;
        lines++;
        Tree child = entry.getValue();
        indent(level).append(entry.getKey());
        if (child.children.isEmpty()) {
          text.append('\n');
        } else if (level + 1 >= depth) {
          text.append("/ (").append(child.files).append(child.files == 1 ? " file)" : " files)");
          text.append('\n');
        } else {
          text.append("/\n");
          print(child, level + 1);
        }
      }
    }

    private StringBuilder indent(int level) {
      return text.append("  ".repeat(level));
    }
  }
}
