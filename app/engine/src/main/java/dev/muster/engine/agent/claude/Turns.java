package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.Prompt;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where the conversation stands: whether a turn was told of, whether the CLI is in one of its own,
 * and which prompts it has not begun with yet.
 *
 * <p>The two are not the same. A prompt that is put into a turn may become a turn of the CLI's own
 * right after, which to Muster is still the same one; and sub-agents in the background go on, and
 * ask for leave, after the CLI has called its turn over, which ends the turn for Muster only when
 * they are done and the CLI has said what came of it. Safe for any thread; holds no lock while
 * anything else is called.
 */
final class Turns {
  private final Map<String, Waiting> waiting = new LinkedHashMap<>();
  private boolean told;
  private boolean running;
  private boolean interrupting;
  private boolean lifecycle;
  private long results;

  private static final class Waiting {
    final Prompt prompt;
    final boolean steer;
    boolean begun;

    Waiting(Prompt prompt, boolean steer) {
      this.prompt = prompt;
      this.steer = steer;
    }
  }

  /** A prompt goes out that begins a turn. */
  synchronized void prompted(String uuid, Prompt prompt) {
    waiting.put(uuid, new Waiting(prompt, false));
  }

  /** A prompt could not be sent after all. */
  synchronized void unsent(String uuid) {
    waiting.remove(uuid);
  }

  /** A prompt goes out for the running turn; false when there is none. */
  synchronized boolean steered(String uuid, Prompt prompt) {
    if (!told && waiting.isEmpty()) {
      return false;
    }
    waiting.put(uuid, new Waiting(prompt, true));
    return true;
  }

  /** The turn is to end; false when there is none. */
  synchronized boolean interrupt() {
    if (!told && waiting.isEmpty()) {
      return false;
    }
    interrupting = true;
    return true;
  }

  synchronized boolean interrupting() {
    return interrupting;
  }

  synchronized boolean told() {
    return told;
  }

  /** Whether a turn was told of or is asked for. */
  synchronized boolean busy() {
    return told || !waiting.isEmpty();
  }

  /** Whether the turn that was told of has nothing left that could end it. */
  synchronized boolean hangs() {
    return told && !running && waiting.isEmpty();
  }

  /** How many turns of the CLI are over. */
  synchronized long results() {
    return results;
  }

  /** Whether nothing has begun since so many of its turns were over, though a prompt waits. */
  synchronized boolean stalls(long since) {
    return told && !running && results == since && !waiting.isEmpty();
  }

  /** How a turn begins. */
  record Begin(@Nullable String promptId) {}

  /** Something happens that belongs into a turn; how it begins when it was not told yet. */
  synchronized @Nullable Begin activity() {
    if (told) {
      return null;
    }
    told = true;
    for (Waiting one : waiting.values()) {
      if (!one.steer) {
        return new Begin(one.prompt.promptId());
      }
    }
    return new Begin(null);
  }

  /** The CLI begins a turn of its own. */
  synchronized void init(JsonNode init) {
    running = true;
    for (JsonNode capability : init.path("capabilities")) {
      lifecycle |= capability.asString("").equals("msg_lifecycle_v1");
    }
    for (JsonNode uuid : init.path("user_message_uuids")) {
      begun(uuid.asString(""));
    }
  }

  private void begun(String uuid) {
    Waiting one = waiting.get(uuid);
    if (one != null) {
      one.begun = true;
    }
  }

  /**
   * The CLI tells what became of a prompt.
   *
   * @return a prompt for the running turn that it will not look at; else null
   */
  synchronized @Nullable Prompt lifecycle(String uuid, String state) {
    lifecycle = true;
    switch (state) {
      case "started" -> begun(uuid);
      case "completed" -> waiting.remove(uuid);
      case "cancelled" -> {
        Waiting one = waiting.remove(uuid);
        return one != null && one.steer && !one.begun ? one.prompt : null;
      }
      default -> {} // it is queued, or something new that changes nothing
    }
    return null;
  }

  /**
   * The CLI's turn is over.
   *
   * @param over whether Muster's turn is over as well; else it goes on with a prompt that waits
   * @param late prompts that did not make it into the turn
   */
  record Result(boolean over, boolean wasInterrupted, List<Prompt> late) {}

  /**
   * @param queued how many prompts the CLI says it goes on with at once
   * @param held whether agents in the background go on, which it comes back to
   */
  synchronized Result result(long queued, boolean held) {
    running = false;
    results++;
    waiting.values().removeIf(one -> one.begun || (!lifecycle && (!one.steer || queued == 0)));
    if ((held || !waiting.isEmpty()) && !interrupting) {
      return new Result(false, false, List.of());
    }
    return end();
  }

  /** The turn ends without a result of its own. */
  synchronized Result end() {
    List<Prompt> late = new ArrayList<>();
    for (Iterator<Waiting> all = waiting.values().iterator(); all.hasNext(); all.remove()) {
      Waiting one = all.next();
      if (one.steer) {
        late.add(one.prompt);
      }
    }
    boolean interrupted = interrupting;
    told = false;
    running = false;
    interrupting = false;
    return new Result(true, interrupted, late);
  }
}
