package dev.muster.engine.review;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Computes from a session's events which states its files went through, and which of them followed
 * a prompt. What changed between two turns is a state of its own, of turn 0: a person did that, or
 * the session was taken back.
 *
 * <p>Not safe for several threads at once.
 */
final class TurnStates {
  /** The kinds of events that matter here; all others may be left out. */
  static final Set<String> KINDS =
      Set.of("WorktreeReady", "TreeChanged", "CheckpointMade", "TurnStarted", "PromptSent");

  /** So far back a file that got another name is looked for. */
  private static final int MOST_BEFORE = 32;

  /**
   * A state of the files.
   *
   * @param turn the turn that made it; 0 when none did
   * @param id of a commit that is kept, or of a tree that may be gone
   * @param kept whether it is kept
   */
  record State(int turn, String id, boolean kept) {}

  /**
   * What a prompt met and what followed.
   *
   * @param met the states that may stand for the files as they were then, the best first
   * @param then what followed, in order
   * @param before those kept before, the last first; at most {@link #MOST_BEFORE}
   */
  record After(List<State> met, List<State> then, List<State> before) {}

  private record Sent(int next, @Nullable String seen) {}

  private final List<State> states = new ArrayList<>();
  private final Map<String, Sent> prompts = new HashMap<>();
  private @Nullable String seen;
  private @Nullable String last;
  private int running;

  void apply(Recorded recorded) {
    switch (recorded.event()) {
      case WorktreeReady ready -> {
        states.add(new State(0, ready.baseCommit(), true));
        last = null;
        seen = null;
      }
      case TreeChanged tree -> seen = tree.treeHash();
      case TurnStarted ignored -> {
        // Where a turn could not be kept, what was seen last is all there is of it.
        settle(running);
        running = recorded.turn();
      }
      case CheckpointMade made -> {
        states.add(new State(running, made.commit(), true));
        running = 0;
        last = made.treeHash();
        seen = made.treeHash();
      }
      case PromptSent prompt -> prompts.put(prompt.promptId(), new Sent(states.size(), seen));
      default -> {}
    }
  }

  private void settle(int turn) {
    String now = seen;
    if (now != null && !now.equals(last)) {
      states.add(new State(turn, now, false));
      last = now;
    }
  }

  /** What followed a prompt; null when it is not known here. */
  @Nullable After after(String promptId) {
    Sent sent = prompts.get(promptId);
    if (sent == null) {
      return null;
    }
    List<State> met = new ArrayList<>();
    if (sent.seen() != null) {
      met.add(new State(0, sent.seen(), false));
    }
    for (int i = sent.next() - 1; i >= 0; i--) {
      if (states.get(i).kept()) {
        met.add(states.get(i));
        break;
      }
    }
    List<State> then = new ArrayList<>(states.subList(sent.next(), states.size()));
    String now = seen;
    if (running == 0 && now != null && !now.equals(last)) {
      then.add(new State(0, now, false));
    }
    List<State> before =
        states.subList(0, sent.next()).reversed().stream()
            .filter(State::kept)
            .limit(MOST_BEFORE)
            .toList();
    return new After(List.copyOf(met), List.copyOf(then), before);
  }
}
