package dev.muster.engine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was said. A prompt is always exactly one of queued, sent, failed or withdrawn; all of its
 * events carry the same prompt id.
 */
public sealed interface ConversationEvent extends SessionEvent {

  /** A prompt waits: for a slot, for the worktree, or for the running turn to end. */
  record PromptQueued(
      String promptId, String text, List<Attachment> attachments, PromptOrigin origin)
      implements ConversationEvent {}

  /**
   * A prompt went to the agent.
   *
   * @param steer true when it was put into a running turn instead of starting one
   */
  record PromptSent(
      String promptId,
      String text,
      List<Attachment> attachments,
      PromptOrigin origin,
      boolean steer)
      implements ConversationEvent {}

  /** A prompt could not be sent; its text is kept here so that it can be sent again. */
  record PromptFailed(String promptId, String text, String reason) implements ConversationEvent {}

  /** The user took a waiting prompt back. */
  record PromptWithdrawn(String promptId) implements ConversationEvent {}

  /**
   * A whole message of the agent.
   *
   * @param messageId the same as the streamed tail it replaces
   * @param parentCall the tool call of the sub-agent that said it; null for the agent itself
   */
  record MessageAdded(String messageId, String text, @Nullable String parentCall)
      implements ConversationEvent {}

  /**
   * What the agent thought, where it tells.
   *
   * @param opaque what the model wants back unchanged (a signature, encrypted content) as JSON;
   *     null where there is none. Not for people.
   */
  record ThoughtAdded(
      String messageId, String text, @Nullable String opaque, @Nullable String parentCall)
      implements ConversationEvent {}

  /** The agent asks something. Options may be empty; free text is always a valid answer. */
  record QuestionAsked(String questionId, String text, List<String> options, boolean several)
      implements ConversationEvent {}

  /**
   * The answer to a question.
   *
   * @param answer null when the question was withdrawn (the turn ended, the agent died)
   */
  record QuestionAnswered(String questionId, @Nullable String answer)
      implements ConversationEvent {}
}
