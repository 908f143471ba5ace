package dev.muster.engine.agent.claude;

import dev.muster.engine.event.ToolKind;
import dev.muster.engine.event.ToolOutcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what the result of a call says: how it ended, with which exit code, how many lines. */
final class ToolOutcomes {
  private static final Pattern EXIT_CODE =
      Pattern.compile("\\A(?:Error: )?Exit code (\\d{1,9})\\b\\n?");
  private static final Pattern INTERPRETED = Pattern.compile("exit code (\\d{1,9})\\b");
  private static final Pattern TAGS =
      Pattern.compile("\\A\\s*<(tool_use_error|error)>(.*)</\\1>\\s*\\z", Pattern.DOTALL);

  /** How the CLI words it to the model when a person ended the turn. */
  private static final String REJECTED = "The user doesn't want to proceed with this tool use.";

  private static final String NOTHING = "(Bash completed with no output)";

  private ToolOutcomes() {}

  /** Lines that an edit added and removed, as the CLI reports them. */
  record Lines(int added, int removed) {}

  /** A result's words; pictures and the like are named. */
  static String text(JsonNode content) {
    if (content.isString()) {
      return content.stringValue();
    }
    StringBuilder text = new StringBuilder();
    for (JsonNode part : content) {
      String type = Messages.text(part, "type");
      String words = type.equals("text") ? Messages.text(part, "text") : "(" + type + ")";
      text.append(text.isEmpty() ? "" : "\n").append(words);
    }
    return text.toString();
  }

  static ToolOutcome outcome(
      boolean failed, boolean denied, String text, JsonNode structured, JsonNode meta) {
    if (denied) {
      return ToolOutcome.DENIED;
    }
    String why = Messages.text(meta, "non_execution_kind");
    if (Messages.text(meta.path("permission_decision"), "decision").equals("reject")
        || why.equals("permission-rule")) {
      return ToolOutcome.DENIED;
    }
    if (structured.path("interrupted").asBoolean(false)
        || why.equals("user-rejected")
        || (failed && text.startsWith(REJECTED))) {
      return ToolOutcome.CANCELLED;
    }
    return failed ? ToolOutcome.FAILED : ToolOutcome.OK;
  }

  /** What a command printed. */
  static String output(String text, JsonNode structured) {
    if (structured.has("stdout")) {
      String stdout = Messages.text(structured, "stdout");
      String stderr = Messages.text(structured, "stderr");
      return stdout.isEmpty() || stderr.isEmpty() ? stdout + stderr : stdout + "\n" + stderr;
    }
    return text.equals(NOTHING) ? "" : EXIT_CODE.matcher(text).replaceFirst("");
  }

  /** The exit code as the CLI tells it; null where it does not. */
  static @Nullable Integer exitCode(boolean failed, String text, JsonNode structured) {
    Matcher named = EXIT_CODE.matcher(text);
    if (named.find()) {
      return Integer.valueOf(named.group(1));
    }
    Matcher interpreted =
        INTERPRETED.matcher(Messages.text(structured, "returnCodeInterpretation"));
    if (interpreted.find()) {
      return Integer.valueOf(interpreted.group(1));
    }
    boolean ended =
        structured.has("stdout")
            && !structured.has("backgroundTaskId")
            && !structured.has("returnCodeInterpretation");
    return !failed && ended ? 0 : null;
  }

  /** Counts what an edit changed; null where the result does not tell. */
  static @Nullable Lines lines(JsonNode structured) {
    JsonNode patch = structured.path("structuredPatch");
    if (Messages.text(structured, "type").equals("create") && patch.isEmpty()) {
      String content = Messages.text(structured, "content");
      return new Lines((int) content.lines().count(), 0);
    }
    if (!patch.isArray()) {
      return null;
    }
    int added = 0;
    int removed = 0;
    for (JsonNode hunk : patch) {
      for (JsonNode line : hunk.path("lines")) {
        String text = line.asString("");
        added += text.startsWith("+") ? 1 : 0;
        removed += text.startsWith("-") ? 1 : 0;
      }
    }
    return new Lines(added, removed);
  }

  /** One line for a person; null where there is nothing to say. */
  static @Nullable String summary(
      ToolKind kind, ToolOutcome outcome, String text, JsonNode structured, @Nullable Lines lines) {
    if (outcome == ToolOutcome.FAILED && kind == ToolKind.RUN && EXIT_CODE.matcher(text).find()) {
      return null; // the exit code says it
    }
    if (text.startsWith(REJECTED)) {
      return outcome == ToolOutcome.DENIED
          ? "Not allowed, and the turn was ended."
          : "Interrupted.";
    }
    if (outcome != ToolOutcome.OK) {
      Matcher tagged = TAGS.matcher(text);
      String line = Messages.oneLine(tagged.find() ? tagged.group(2) : text);
      return line.isEmpty() ? null : line;
    }
    if (lines != null) {
      return "+" + lines.added() + " −" + lines.removed();
    }
    return switch (kind) {
      case READ -> {
        long count = Messages.number(structured.path("file"), "numLines");
        yield count == 0 ? null : count == 1 ? "1 line" : count + " lines";
      }
      case SEARCH -> {
        boolean counts = structured.path("numFiles").isNumber();
        long files = Messages.number(structured, "numFiles");
        yield !counts ? null : files == 1 ? "1 file" : files + " files";
      }
      case AGENT ->
          structured.path("isAsync").asBoolean(false) ? "goes on in the background" : "done";
      case RUN -> structured.has("backgroundTaskId") ? "goes on in the background" : null;
      case EDIT, FETCH, MCP, OTHER -> null;
    };
  }
}
