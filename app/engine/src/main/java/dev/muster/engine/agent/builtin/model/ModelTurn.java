package dev.muster.engine.agent.builtin.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The complete answer to one request.
 *
 * @param model the model that answered, as the provider named it
 * @param content the parts in order; append them to the conversation unchanged
 * @param stop why the model stopped
 * @param stopDetail the provider's own word or explanation for it, if it gave one
 * @param usage tokens used; null when the provider did not report them
 * @param requestId the provider's id of this answer, for support questions
 */
public record ModelTurn(
    String model,
    List<ContentBlock> content,
    StopReason stop,
    @Nullable String stopDetail,
    @Nullable Usage usage,
    @Nullable String requestId) {

  public ModelTurn {
    content = List.copyOf(content);
  }

  /** All text of the answer, joined; empty when there is none. */
  public String text() {
    StringBuilder all = new StringBuilder();
    for (ContentBlock block : content) {
      if (block instanceof ContentBlock.Text text) {
        all.append(text.text());
      }
    }
    return all.toString();
  }

  /** The tool calls of the answer, in order. */
  public List<ContentBlock.ToolCall> toolCalls() {
    return content.stream()
        .filter(ContentBlock.ToolCall.class::isInstance)
        .map(ContentBlock.ToolCall.class::cast)
        .toList();
  }
}
