package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.model.ToolDefinition;
import dev.muster.engine.agent.builtin.tool.FileContent.NoTextException;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.ToolKind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads lines of a text file. */
final class ReadTool implements Tool {
  private static final int MOST_LINES = 2_000;
  private static final int MAX_LINE = 2_000;
  private static final int MAX_TEXT = 48_000;
  private static final Set<String> IMAGES =
      Set.of("png", "jpg", "jpeg", "gif", "webp", "bmp", "ico", "tif", "tiff", "heic", "avif");

  private static final ToolDefinition DEFINITION =
      new Schema()
          .required("path", "string", "The file, relative to the worktree or absolute.")
          .optional("offset", "integer", "First line to read, from 1. Default 1.")
          .optional("limit", "integer", "How many lines at most. Default and maximum 2000.")
          .tool(
              "read",
              """
              Reads a text file. Each line is preceded by its number and a tab; these are not part
              of the file. Long files come in pieces: use offset and limit. Read a file before you
              edit it.
              """);

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
    String path = arguments.text("path");
    int offset = arguments.number("offset", 1, 0, Integer.MAX_VALUE);
    int limit = arguments.number("limit", MOST_LINES, 1, Integer.MAX_VALUE);
    boolean output = path.strip().startsWith(Outputs.PREFIX);
    Target target = output ? Outputs.find(path, context) : Target.find(path, context);
    Window window = new Window(Math.max(1, offset), Math.min(limit, MOST_LINES));
    return new Call(
        target.shown(),
        output ? List.of() : List.of(target.shown()),
        output
            ? null // written by Muster for this very model
            : target.request(call, "read", Subject.READ, "Read " + target.shown(), null),
        _ -> read(target, window, context));
  }

  private record Window(int first, int count) {}

  private static ToolResult read(Target target, Window window, ToolContext context) {
    try (FileDoor door = new FileDoor(target.anchor(), target.real())) {
      FileContent.checkRegular(door.attributes(), target.shown());
      String name = target.real().getFileName().toString().toLowerCase(Locale.ROOT);
      if (IMAGES.contains(name.substring(name.lastIndexOf('.') + 1))) {
        return ToolResult.failed(
            "\"%s\" is a picture of %,d bytes. This tool reads text only."
                .formatted(target.shown(), door.attributes().size()));
      }
      if (door.attributes().size() > FileContent.MAX_BYTES) {
        return large(door, target, window);
      }
    } catch (NoTextException e) {
      return Outputs.failed(e);
    } catch (IOException e) {
      return ToolResult.failed(FileContent.sentence(e, target.shown()));
    }
    try {
      FileContent content = FileContent.read(target);
      if (content == null) {
        return ToolResult.failed("There is no file \"" + target.shown() + "\".");
      }
      context.seen().saw(target.real(), content.sha256());
      return lines(new StringReader(content.text()), window, "");
    } catch (NoTextException e) {
      return Outputs.failed(e);
    } catch (IOException e) {
      return ToolResult.failed(FileContent.sentence(e, target.shown()));
    }
  }

  /** Too large to keep: read through, and not remembered as seen, because it cannot be edited. */
  private static ToolResult large(FileDoor door, Target target, Window window) throws IOException {
    try (InputStream in = door.read()) {
      byte[] beginning = in.readNBytes(8_192);
      if (FileContent.binary(beginning)) {
        return ToolResult.failed(
            "\"%s\" is a binary file of %,d bytes; it is not shown as text."
                .formatted(target.shown(), door.attributes().size()));
      }
    }
    try (InputStream in = door.read();
        Reader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return lines(reader, window, " The file is too large for the edit tool.");
    }
  }

  /** Numbers the lines of the window; holds never more than one bounded line and the result. */
  private static ToolResult lines(Reader reader, Window window, String remark) throws IOException {
    StringBuilder text = new StringBuilder();
    StringBuilder line = new StringBuilder();
    int number = 1;
    int shown = 0;
    boolean cut = false;
    boolean open = false;
    int c;
    while ((c = reader.read()) >= 0) {
      open = true;
      if (c != '\n') {
        if (line.length() <= MAX_LINE && number >= window.first()) {
          line.append((char) c);
        }
        continue;
      }
      open = false;
      if (number >= window.first()) {
        shown++;
        append(text, number, line);
      }
      number++;
      if (shown >= window.count() || text.length() > MAX_TEXT) {
        cut = reader.read() >= 0;
        break;
      }
    }
    if (open) {
      if (number >= window.first()) {
        shown++;
        append(text, number, line);
      }
      number++;
    }
    if (shown == 0) {
      return window.first() == 1
          ? ToolResult.ok("(The file is empty.)" + remark, "empty")
          : ToolResult.failed("The file has only " + (number - 1) + " lines.");
    }
    if (cut) {
      text.append("(There are more lines. Go on with offset ").append(number).append(".)");
    }
    return ToolResult.ok(text + remark, shown == 1 ? "1 line" : shown + " lines");
  }

  private static void append(StringBuilder text, int number, StringBuilder line) {
    int end = line.length();
    if (end > 0 && end <= MAX_LINE && line.charAt(end - 1) == '\r') {
      end--;
    }
    text.append(number).append('\t');
    if (end > MAX_LINE) {
      text.append(line, 0, MAX_LINE).append("… (the rest of this line is left out)");
    } else {
      text.append(line, 0, end);
    }
    text.append('\n');
    line.setLength(0);
  }
}
