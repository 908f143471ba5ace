package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.wire.GrowingText;
import dev.muster.engine.agent.wire.Said;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Puts the pieces of a message or thought together: each is shown while it streams, and told whole
 * when something else is said or nothing more for a while. The protocol has no sign for the end of
 * a message. One thread at a time.
 */
final class AcpWords {
  private static final int MOST = 1 << 20;

  /** Kept of the end of one that is longer. */
  private static final int END = 1 << 16;

  private final AgentListener out;
  private final String ids;
  private final GrowingText text = new GrowingText(MOST, END);
  private long number;
  private String id = "";
  private boolean thought;
  private @Nullable String parent;
  private String messageId = "";

  /**
   * Nothing said yet.
   *
   * @param ids what the ids begin with; unique for the attempt
   */
  AcpWords(AgentListener out, String ids) {
    this.out = out;
    this.ids = ids;
  }

  /** A piece of a message, or of a thought; says whether there is anything in it. */
  boolean piece(boolean isThought, JsonNode update) {
    String piece = words(update.path("content"));
    if (piece.isEmpty()) {
      return false;
    }
    String message = update.path("messageId").asString("");
    JsonNode sub = update.path("_meta").path("claudeCode").path("parentToolUseId");
    String by = sub.isString() ? sub.asString() : null;
    boolean alone = update.path("_meta").path("qwenDiscreteMessage").asBoolean(false);
    if (alone
        || thought != isThought
        || !messageId.equals(message)
        || !Objects.equals(parent, by)) {
      whole();
    }
    if (id.isEmpty()) {
      id = ids + ++number;
      thought = isThought;
      messageId = message;
      parent = by;
    }
    String joined = piece.substring(0, text.add(piece));
    if (!joined.isEmpty()) {
      // Behind a gap nothing is shown until it is told whole: it would read as if it followed.
      out.tail(id, isThought ? TailKind.THOUGHT : TailKind.MESSAGE, joined);
    }
    if (alone) {
      whole();
    }
    return true;
  }

  private static String words(JsonNode content) {
    return switch (content.path("type").asString("")) {
      case "text" -> content.path("text").asString("");
      case "resource_link" ->
          "["
              + content.path("name").asString("file")
              + "]("
              + content.path("uri").asString("")
              + ")";
      case "resource" -> content.path("resource").path("text").asString("");
      case "image" -> "(a picture)";
      case "audio" -> "(a sound)";
      default -> "";
    };
  }

  /** What was said so far is whole. */
  void whole() {
    if (id.isEmpty()) {
      return;
    }
    String said = text.text();
    if (said.isBlank()) {
      out.tailDropped(id);
    } else {
      String kept = Said.bounded(said, MOST + 100);
      out.event(
          thought ? new ThoughtAdded(id, kept, null, parent) : new MessageAdded(id, kept, parent));
    }
    text.clear();
    id = "";
  }
}
