package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.agent.builtin.tool.FileContent.NoTextException;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replaces an exact piece of a text file. */
final class EditTool implements Tool {
  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("path", "string", "The file, relative to the worktree or absolute.")
          .required(
              "old_string",
              "string",
              "The exact text to replace, with its indentation; without line numbers.")
          .required("new_string", "string", "The text to put in its place.")
          .optional("replace_all", "boolean", "Replace every occurrence. Default false.")
          .tool(
              "edit",
              """
              Replaces text in a file. old_string must occur exactly once unless replace_all is
              true; add lines around it to make it unique. Line ends, encoding and permissions of
              the file stay as they are. Returns the difference.
              """);

  @Override
  public ToolDefinition definition() {
    return DEFINITION;
  }

  @Override
  public ToolKind kind() {
    return ToolKind.EDIT;
  }

  @Override
  public boolean parallelSafe() {
    return false;
  }

  @Override
  public PreparedCall prepare(ToolCall call, ToolContext context) throws BadCallException {
    Arguments arguments = new Arguments(call);
    Target target = Target.find(arguments.text("path"), context);
    Replacement replacement =
        new Replacement(
            arguments.text("old_string"),
            arguments.text("new_string"),
            arguments.flag("replace_all"));
    if (replacement.old().isEmpty()) {
      throw new BadCallException(
          "old_string is empty. Use the write tool to make a new file. Nothing was changed.");
    }
    if (replacement.old().equals(replacement.fresh())) {
      throw new BadCallException("old_string and new_string are the same. Nothing was changed.");
    }
    // Outside the worktree nothing is looked at before it is allowed.
    Edited planned = target.mayLook() ? plan(target, replacement, context) : null;
    String detail = planned == null ? replacement.shown() : planned.diff().whole();
    return new Call(
        target.shown(),
        List.of(target.shown()),
        target.request(call, "edit", Subject.EDIT, "Edit " + target.shown(), detail),
        _ -> apply(target, replacement, planned, context));
  }

  private record Replacement(String old, String fresh, boolean all) {
    /** For a person who is asked about a file that was not looked at. */
    String shown() {
      return LineDiff.replaced(old, fresh);
    }
  }

  /** An edit worked out but not written. */
  private record Edited(FileContent before, String after, int count, LineDiff diff) {}

  private static Edited plan(Target target, Replacement replacement, ToolContext context)
      throws BadCallException {
    FileContent before;
    try {
      before = FileContent.read(target);
    } catch (NoTextException e) {
      throw new BadCallException(e.sentence() + " Nothing was changed.");
    }
    if (before == null) {
      throw new BadCallException(
          "There is no file \"" + target.shown() + "\". Use the write tool to make it.");
    }
    String seen = context.seen().lastSeen(target.real());
    if (seen != null && !seen.equals(before.sha256())) {
      throw new BadCallException(
          "\""
              + target.shown()
              + "\" has changed since you last read it. Read it again. Nothing was changed.");
    }
    return replace(target, before, replacement);
  }

  private static Edited replace(Target target, FileContent before, Replacement replacement)
      throws BadCallException {
    String text = before.text();
    String old = replacement.old();
    String fresh = replacement.fresh();
    if (before.crlf()) {
      // The model sees and writes plain line feeds; the file keeps what it has.
      old = withCrlf(old);
      fresh = withCrlf(fresh);
    } else if (!text.contains(old) && text.contains(withCrlf(old))) {
      old = withCrlf(old);
      fresh = withCrlf(fresh);
    }
    List<Integer> found = occurrences(text, old);
    if (found.isEmpty()) {
      throw new BadCallException(
          "old_string does not occur in \""
              + target.shown()
              + "\"."
              + hint(text, replacement.old())
              + " Nothing was changed.");
    }
    if (found.size() > 1 && !replacement.all()) {
      throw new BadCallException(
          "old_string occurs "
              + found.size()
              + " times in \""
              + target.shown()
              + "\", at lines "
              + lines(text, found)
              + ". Add lines around it, or set replace_all. Nothing was changed.");
    }
    String after = text.replace(old, fresh);
    return new Edited(before, after, found.size(), LineDiff.between(text, after));
  }

  private static String withCrlf(String text) {
    return text.replace("\r\n", "\n").replace("\n", "\r\n");
  }

  private static List<Integer> occurrences(String text, String old) {
    List<Integer> found = new ArrayList<>();
    for (int i = text.indexOf(old); i >= 0; i = text.indexOf(old, i + old.length())) {
      found.add(i);
    }
    return found;
  }

  private static String lines(String text, List<Integer> positions) {
    StringBuilder lines = new StringBuilder();
    for (int position : positions.subList(0, Math.min(8, positions.size()))) {
      long line = text.substring(0, position).chars().filter(c -> c == '\n').count() + 1;
      lines.append(lines.isEmpty() ? "" : ", ").append(line);
    }
    return positions.size() > 8 ? lines + " …" : lines.toString();
  }

  /** What a model most often got wrong. */
  private static String hint(String text, String old) {
    String first = old.strip().lines().findFirst().orElse("").strip();
    if (!first.isEmpty() && first.matches("[0-9]+\t.*")) {
      return " Leave out the line numbers.";
    }
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size() && !first.isEmpty(); i++) {
      if (lines.get(i).strip().equals(first)) {
        return " Its first line, or one that differs from it in blanks only, is line "
            + (i + 1)
            + "; compare them exactly.";
      }
    }
    return " Read the file again.";
  }

  private static ToolResult apply(
      Target target, Replacement replacement, @Nullable Edited planned, ToolContext context) {
    try {
      Edited now = plan(target, replacement, context);
      if (planned != null && !planned.before().sha256().equals(now.before().sha256())) {
        return ToolResult.failed(
            "\""
                + target.shown()
                + "\" was changed by someone else in the meantime. Read it again."
                + " Nothing was changed.");
      }
      FileWriting.write(target, now.before(), now.before().encode(now.after()), context);
      LineDiff diff = now.diff();
      String times = now.count() == 1 ? "" : " at " + now.count() + " places";
      return FileWriting.done("Edited " + target.shown() + times + ".", diff);
    } catch (BadCallException e) {
      return ToolResult.failed(e.sentence());
    } catch (NoTextException e) {
      return Outputs.failed(e);
    }
  }
}
