package dev.muster.engine.session;

import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptFailed;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The part of a session's fold that knows which prompts wait, and which could not be sent. */
final class PromptFold {
  private final Map<String, PromptQueued> queued = new LinkedHashMap<>();
  private final Map<String, PromptFailed> failed = new LinkedHashMap<>();
  private final Map<String, List<Attachment>> attachments = new HashMap<>();

  PromptFold() {}

  PromptFold(PromptFold other) {
    queued.putAll(other.queued);
    failed.putAll(other.failed);
    attachments.putAll(other.attachments);
  }

  void queued(PromptQueued prompt) {
    queued.put(prompt.promptId(), prompt);
    failed.remove(prompt.promptId());
  }

  void sent(PromptSent prompt) {
    // Kept as long as it may fail, so that it can be sent again as it was.
    attachments.keySet().retainAll(failed.keySet());
    attachments.put(prompt.promptId(), prompt.attachments());
    gone(prompt.promptId());
  }

  void failed(PromptFailed prompt) {
    queued.remove(prompt.promptId());
    failed.put(prompt.promptId(), prompt);
  }

  /** It neither waits nor stands as failed. */
  void gone(String promptId) {
    queued.remove(promptId);
    failed.remove(promptId);
  }

  /** Those that wait, oldest first. */
  List<PromptQueued> queued() {
    return List.copyOf(queued.values());
  }

  /** Those that could not be sent and were not sent again. */
  List<PromptFailed> failed() {
    return List.copyOf(failed.values());
  }

  List<Attachment> attachments(String promptId) {
    return attachments.getOrDefault(promptId, List.of());
  }
}
