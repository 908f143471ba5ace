package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.PromptOrigin;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said while the agent works. The protocol has no way to say it; Qwen Code fetches it
 * between two tool calls. What is not fetched before the turn ends waits for the next one. Safe for
 * any thread.
 */
final class AcpSteering {
  private final boolean fetches;
  private final AgentListener out;
  private final List<Prompt> waiting = new ArrayList<>();

  AcpSteering(boolean fetches, AgentListener out) {
    this.fetches = fetches;
    this.out = out;
  }

  /** Keeps it until it is fetched; false when this agent fetches nothing. */
  synchronized boolean take(Prompt prompt) {
    return fetches && prompt.attachments().isEmpty() && waiting.add(prompt);
  }

  /** The answer to {@code craft/drainMidTurnQueue}. */
  synchronized ObjectNode drained(JsonRpc rpc) {
    ObjectNode answer = rpc.object();
    ArrayNode messages = answer.putArray("messages");
    for (Prompt prompt : waiting) {
      if (!prompt.text().isBlank()) {
        messages.add(prompt.text());
      }
    }
    waiting.clear();
    return answer.put("hasQueuedPrompt", false);
  }

  /** What was not fetched is for the next turn. May block as the listener does. */
  void turnOver() {
    List<Prompt> left;
    synchronized (this) {
      left = List.copyOf(waiting);
      waiting.clear();
    }
    left.forEach(this::later);
  }

  /** It waits for the next turn. May block as the listener does. */
  void later(Prompt prompt) {
    out.event(
        new PromptQueued(
            prompt.promptId(), prompt.text(), prompt.attachments(), PromptOrigin.QUEUE));
  }
}
