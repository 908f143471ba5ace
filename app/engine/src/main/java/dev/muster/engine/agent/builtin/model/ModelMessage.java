package dev.muster.engine.agent.builtin.model;

import java.util.List;

/**
 * One message of a conversation with a model.
 *
 * @param role who speaks; tool results are spoken by the user's side
 * @param content the parts in order
 */
public record ModelMessage(Role role, List<ContentBlock> content) {

  /** Who speaks. */
  public enum Role {
    USER,
    ASSISTANT
  }

  public ModelMessage {
    content = List.copyOf(content);
  }

  /** A message of the user's side. */
  public static ModelMessage user(ContentBlock... content) {
    return new ModelMessage(Role.USER, List.of(content));
  }

  /** A message of the user's side with text alone. */
  public static ModelMessage user(String text) {
    return user(new ContentBlock.Text(text));
  }

  /** A message of the model. */
  public static ModelMessage assistant(List<ContentBlock> content) {
    return new ModelMessage(Role.ASSISTANT, content);
  }
}
