package dev.muster.engine.agent.builtin.model;

import dev.muster.engine.event.ToolOutcome;
import org.jspecify.annotations.Nullable;

/** One part of a message to or from a model. */
public sealed interface ContentBlock {

  /**
   * Plain text.
   *
   * @param text the text, never empty in an answer
   * @param phase a label some models put on their text ("commentary", "final_answer") and want back
   */
  record Text(String text, @Nullable String phase) implements ContentBlock {
    public Text(String text) {
      this(text, null);
    }
  }

  /**
   * What the model thought, as far as it shows it.
   *
   * @param text readable thought or its summary; may be empty
   * @param opaque what must be sent back with the conversation, if anything
   */
  record Thinking(String text, @Nullable Opaque opaque) implements ContentBlock {}

  /**
   * The model asks for a tool.
   *
   * @param id the call's id; made up by Muster where a server sends none
   * @param name the tool's name as the model wrote it: data, to be looked up, never trusted
   * @param arguments JSON text as the model wrote it; may be malformed, see {@link
   *     ToolArguments#parse}
   */
  record ToolCall(String id, String name, String arguments) implements ContentBlock {}

  /**
   * What came of a tool call.
   *
   * @param callId the id of the {@link ToolCall}
   * @param text what the model is told
   * @param outcome how the call ended; the wire formats only tell good from bad
   */
  record ToolResult(String callId, String text, ToolOutcome outcome) implements ContentBlock {
    /** Whether the call failed, was denied or was cancelled. */
    public boolean failed() {
      return outcome != ToolOutcome.OK;
    }
  }

  /**
   * A picture from the user.
   *
   * @param mediaType for example {@code image/png}
   * @param base64 the bytes in Base64 without line breaks
   */
  record Image(String mediaType, String base64) implements ContentBlock {}
}
