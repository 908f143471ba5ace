package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.builtin.tool.FileContent.NoTextException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** The files in the session's folder that hold what was too long to tell the model at once. */
final class Outputs {
  /** What a model writes in front of such a file's name. */
  static final String PREFIX = "output:";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,80}\\.log");
  private static final String FOLDER = "output";

  private Outputs() {}

  /** The file name for a call. The call's id comes from a model: it is never a path. */
  static String name(String callId) {
    String plain = callId.replaceAll("[^A-Za-z0-9_-]", "");
    if (!plain.equals(callId) || plain.isEmpty() || plain.length() > 64) {
      plain = FileContent.sha256(callId.getBytes(StandardCharsets.UTF_8)).substring(0, 24);
    }
    return plain + ".log";
  }

  /** Where a file of this name is, made ready for writing. */
  static Path create(ToolContext context, String name) throws IOException {
    Path folder = context.sessionFolder().resolve(FOLDER);
    Files.createDirectories(folder);
    return folder.resolve(name);
  }

  /** The path to put into events: relative to the session's folder. */
  static String relative(String name) {
    return FOLDER + "/" + name;
  }

  /** The file a model means by {@code output:NAME}; never anything outside that folder. */
  static Target find(String path, ToolContext context) throws BadCallException {
    String name = path.strip().substring(PREFIX.length());
    if (!NAME.matcher(name).matches()) {
      throw new BadCallException("There is no output named \"" + name + "\".");
    }
    try {
      Path folder = context.sessionFolder().resolve(FOLDER).toRealPath();
      return new Target(folder, folder.resolve(name), true, true, PREFIX + name);
    } catch (IOException _) {
      throw new BadCallException("There is no output named \"" + name + "\".");
    }
  }

  /** Says where a text that was cut can be read in full. */
  static String hint(String name) {
    return "read it with the read tool as \"" + PREFIX + name + "\"";
  }

  /** A failure with a sentence from reading a file. */
  static ToolResult failed(NoTextException e) {
    return ToolResult.failed(e.sentence());
  }
}
