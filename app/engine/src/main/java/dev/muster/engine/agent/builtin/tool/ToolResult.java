package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.event.ToolOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What came of a call.
 *
 * @param text what the model is told; at most {@link #MAX_TEXT} characters
 * @param exitCode of the command, where there was one and it exited
 * @param summary one line for a person, such as "74 lines"; null where there is nothing to add
 * @param added lines added by an edit; else null
 * @param removed lines removed by an edit; else null
 */
public record ToolResult(
    ToolOutcome outcome,
    String text,
    @Nullable Integer exitCode,
    @Nullable String summary,
    @Nullable Integer added,
    @Nullable Integer removed) {

  /** No result tells the model more characters than this. */
  public static final int MAX_TEXT = 60_000;

  public ToolResult {
    if (text.length() > MAX_TEXT) {
      throw new IllegalArgumentException("a tool result of " + text.length() + " characters");
    }
    text = WholeText.of(text);
  }

  /** It worked. */
  public static ToolResult ok(String text, @Nullable String summary) {
    return new ToolResult(ToolOutcome.OK, text, null, summary, null, null);
  }

  /** It did not work; the sentence is for the model and for people. */
  public static ToolResult failed(String sentence) {
    return new ToolResult(ToolOutcome.FAILED, sentence, null, sentence, null, null);
  }

  /** It was not allowed and never ran. */
  public static ToolResult denied(String text, String summary) {
    return new ToolResult(ToolOutcome.DENIED, text, null, summary, null, null);
  }

  /** It was interrupted. */
  public static ToolResult cancelled(String text) {
    return new ToolResult(ToolOutcome.CANCELLED, text, null, "interrupted", null, null);
  }

  /** Whether the model should see this as an error. */
  public boolean isError() {
    return outcome != ToolOutcome.OK;
  }
}
