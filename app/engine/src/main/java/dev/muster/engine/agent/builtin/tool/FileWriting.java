package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.tool.FileContent.NoTextException;
import dev.muster.engine.event.ToolOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Puts a whole new content in place of a file, and remembers that the model knows it. */
final class FileWriting {
  private FileWriting() {}

  /**
   * Writes.
   *
   * @param before what the file held; null when it is new
   * @throws NoTextException with a sentence when it could not be written; the file is as it was
   */
  static void write(
      Target target, @Nullable FileContent before, byte[] content, ToolContext context)
      throws NoTextException {
    String unchanged = " Nothing was changed.";
    Path parent = target.real().getParent();
    try {
      if (before == null && parent != null) {
        Files.createDirectories(parent);
      }
      if (!target.stillThere()) {
        throw new NoTextException(
            "\"" + target.shown() + "\" leads somewhere else by now." + unchanged);
      }
      try (FileDoor door = new FileDoor(target.anchor(), target.real())) {
        Set<PosixFilePermission> permissions = before == null ? null : door.permissions();
        if (permissions != null && !permissions.contains(PosixFilePermission.OWNER_WRITE)) {
          throw new NoTextException("\"" + target.shown() + "\" is read-only." + unchanged);
        }
        door.replace(content, permissions);
      }
    } catch (IOException e) {
      throw new NoTextException(
          "\"%s\" could not be written: %s.%s"
              .formatted(target.shown(), e.getMessage(), unchanged));
    }
    context.seen().saw(target.real(), FileContent.sha256(content));
  }

  /** The result of a file that was changed. */
  static ToolResult done(String sentence, LineDiff diff) {
    String summary = "+" + diff.added() + " −" + diff.removed();
    return new ToolResult(
        ToolOutcome.OK, sentence + "\n" + diff.text(), null, summary, diff.added(), diff.removed());
  }
}
