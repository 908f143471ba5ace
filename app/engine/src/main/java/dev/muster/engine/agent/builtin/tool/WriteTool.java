package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.agent.builtin.tool.FileContent.NoTextException;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes a file, or replaces all of one. */
final class WriteTool implements Tool {
  private static final FileContent NEW =
      new FileContent("", StandardCharsets.UTF_8, new byte[0], "");

  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("path", "string", "The file, relative to the worktree or absolute.")
          .required("content", "string", "The whole content of the file.")
          .tool(
              "write",
              """
              Writes a whole file; folders on the way are made. To change a part of a file use the
              edit tool. A file that exists must have been read first.
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
    String content = arguments.text("content");
    if (content.length() > FileContent.MAX_BYTES / 4) {
      throw new BadCallException("The content is too long for one file. Nothing was written.");
    }
    try {
      // Outside the worktree nothing is looked at before it is allowed.
      Plan planned = target.mayLook() ? plan(target, content, context) : null;
      LineDiff diff = planned == null ? LineDiff.between("", content) : planned.diff();
      return new Call(
          target.shown(),
          List.of(target.shown()),
          target.request(call, "write", Subject.EDIT, "Write " + target.shown(), diff.whole()),
          _ -> apply(target, content, planned, context));
    } catch (NoTextException e) {
      throw new BadCallException(e.sentence());
    }
  }

  /** A file worked out but not written. */
  private record Plan(@Nullable FileContent before, byte[] bytes, LineDiff diff) {}

  private static Plan plan(Target target, String content, ToolContext context)
      throws NoTextException {
    byte[] old = FileContent.bytes(target);
    if (old == null) {
      return new Plan(null, NEW.encode(content), LineDiff.between("", content));
    }
    String seen = context.seen().lastSeen(target.real());
    if (old.length > 0 && !FileContent.sha256(old).equals(seen)) {
      throw new NoTextException(
          "\""
              + target.shown()
              + (seen == null
                  ? "\" exists and you have not read it. Read it first, so that nothing is lost"
                      + " unseen."
                  : "\" has changed since you last read it. Read it again.")
              + " Nothing was written.");
    }
    FileContent before = FileContent.of(old, target.shown());
    String text =
        before.crlf() && !content.contains("\r") ? content.replace("\n", "\r\n") : content;
    byte[] bytes;
    try {
      bytes = before.encode(text);
    } catch (NoTextException _) {
      bytes = NEW.encode(text); // its old encoding cannot hold this; UTF-8 can
    }
    return new Plan(before, bytes, LineDiff.between(before.text(), text));
  }

  private static ToolResult apply(
      Target target, String content, @Nullable Plan planned, ToolContext context) {
    try {
      Plan now = plan(target, content, context);
      if (planned != null && !Objects.equals(hash(planned), hash(now))) {
        return ToolResult.failed(
            "\""
                + target.shown()
                + "\" was changed by someone else in the meantime. Read it again."
                + " Nothing was written.");
      }
      FileWriting.write(target, now.before(), now.bytes(), context);
      return FileWriting.done(
          (now.before() == null ? "Made " : "Wrote ") + target.shown() + ".", now.diff());
    } catch (NoTextException e) {
      return Outputs.failed(e);
    }
  }

  private static @Nullable String hash(Plan plan) {
    return plan.before() == null ? null : plan.before().sha256();
  }
}
