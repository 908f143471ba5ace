package dev.muster.engine.agent.acp;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.agent.Prompt;
import dev.muster.engine.agent.wire.JsonRpc;
import dev.muster.engine.event.ConversationEvent.PromptQueued;
import dev.muster.engine.event.PromptOrigin;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said while the agent works. The protocol has no way to say it; Qwen Code fetches it
 * between two tool calls. What is not fetched before the turn ends waits for the next one. Nor can
 * a refusal say why, and some agents then end their turn without a word: they are told with a
 * prompt of Muster's own. Safe for any thread.
 */
final class AcpSteering {
  /** As often in a row it is told why and goes on; then a person has to say something. */
  private static final int MOST_IN_A_ROW = 3;

  private final boolean fetches;
  private final AgentListener out;
  private final List<Prompt> waiting = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();
  private volatile String ownPrompt = "";
  private int inARow;

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

  /** Something was not allowed, and why. */
  synchronized void refused(String what, String because) {
    refusals.add("This was not allowed: " + what + "\n" + because);
  }

  /** A prompt goes out. */
  synchronized void prompted(String promptId) {
    inARow = promptId.equals(ownPrompt) ? inARow : 0;
  }

  /**
   * What was not fetched is for the next turn. May block as the listener does.
   *
   * @param stopped whether the agent ended its turn only because of what was refused in it
   */
  void turnOver(boolean stopped) {
    List<Prompt> left;
    synchronized (this) {
      left = List.copyOf(waiting);
      waiting.clear();
      if (stopped && left.isEmpty() && !refusals.isEmpty() && inARow++ < MOST_IN_A_ROW) {
        ownPrompt = UUID.randomUUID().toString();
        String text = String.join("\n\n", refusals) + "\n\nGo on without it.";
        left = List.of(new Prompt(ownPrompt, text, List.of()));
      }
      refusals.clear();
    }
    left.forEach(this::later);
  }

  /** It waits for the next turn. May block as the listener does. */
  void later(Prompt prompt) {
    out.event(
        new PromptQueued(
            prompt.promptId(),
            prompt.text(),
            prompt.attachments(),
            prompt.promptId().equals(ownPrompt) ? PromptOrigin.MUSTER : PromptOrigin.QUEUE));
  }
}
