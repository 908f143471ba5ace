package dev.muster.engine.session;

import dev.muster.engine.agent.AgentLaunch;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.PromptOrigin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session's fold that knows what its agent may not have taken in: the last prompt, or
 * all that was said before, when it does not remember that.
 */
final class HeardFold {
  private final boolean begunFromAnother;
  private boolean inside;
  private @Nullable PromptSent unheard;
  private boolean untold;
  private boolean told;

  HeardFold(Map<String, String> options) {
    begunFromAnother =
        options.containsKey(AgentLaunch.TOLD_OF) && !options.containsKey(AgentLaunch.FORK);
    untold = begunFromAnother;
  }

  HeardFold(HeardFold other) {
    begunFromAnother = other.begunFromAnother;
    inside = other.inside;
    unheard = other.unheard;
    untold = other.untold;
    told = other.told;
  }

  void started(AgentStarted started) {
    inside = started.pid() == null;
    if (started.forgot() != null) {
      untold = true;
      told = false;
    }
  }

  /** The agent begins at the beginning: what it was told there it is told again. */
  void beginsAgain() {
    untold = begunFromAnother;
    told = false;
  }

  void prompted(PromptSent prompt) {
    if (untold && !told && prompt.origin() == PromptOrigin.MUSTER) {
      told = true; // this is the account of what was said before
      untold = !inside; // an agent inside Muster reads it in the journal, whatever happens
      return;
    }
    if (!prompt.steer() && (unheard == null || !goesOn(prompt.origin()))) {
      unheard = prompt;
    }
  }

  /** A prompt stands there to be sent again. */
  void failed() {
    unheard = null;
  }

  /** The agent works: what it was sent has reached it. */
  void works() {
    unheard = null;
  }

  /** The agent says something of its own, or its turn is done. */
  void speaks() {
    unheard = null;
    if (told) {
      untold = false;
      told = false;
    }
  }

  /** Things stand as they did then. */
  void restore(@Nullable PromptSent then) {
    unheard = then;
  }

  @Nullable PromptSent last() {
    return unheard;
  }

  /**
   * The last prompt, when nothing of the agent was stored since: it may never have taken it in.
   * Null when it has, and for agents that read their conversation in the journal itself.
   */
  @Nullable PromptSent unheard() {
    return inside ? null : unheard;
  }

  /** Whether the agent has to be told what was said before, with its next prompt. */
  boolean untold() {
    return untold;
  }

  boolean inside() {
    return inside;
  }

  /** Whether a prompt only says to go on with what was said before; once such came as a hook's. */
  private static boolean goesOn(PromptOrigin origin) {
    return origin == PromptOrigin.MUSTER || origin == PromptOrigin.HOOK;
  }
}
