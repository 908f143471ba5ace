package dev.muster.engine.session;

import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ObservedEvent.AgentStarted;
import dev.muster.engine.event.OutcomeEvent.RewindBegun;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.WorkEvent.PlanStep;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a session's fold that knows where it was taken back to: files, the agent's
 * conversation, and how it gets forward again. Grows by one small entry per turn.
 */
final class RewindFold {
  private static final int LONGEST_PROMPT = 300;

  /**
   * The end of a turn, as the agent knows it.
   *
   * @param token the agent's id of the conversation
   * @param mark the agent's name of the point; null where it has none
   * @param inside whether the conversation is Muster's own journal
   */
  record Point(@Nullable String token, @Nullable String mark, boolean inside) {
    boolean reachable() {
      return inside || (token != null && mark != null);
    }
  }

  /** What changes with a rewind beside the files. */
  record Moment(
      TurnEvent.@Nullable End lastEnd, @Nullable PromptSent unheard, List<PlanStep> plan) {}

  /** A rewind that can be taken back, and how things stood before it. */
  private record Back(
      Rewound event,
      int at,
      Moment moment,
      @Nullable Rewound untold,
      @Nullable String token,
      @Nullable String mark) {}

  private final TurnLine line;
  private final Map<Integer, Point> points = new HashMap<>();
  private final Map<Integer, String> prompts = new HashMap<>();
  private final Map<Integer, List<PlanStep>> plans = new HashMap<>();
  private final Deque<Back> backs = new ArrayDeque<>();
  private int number;
  private @Nullable RewindBegun begun;
  private @Nullable Rewound last;
  private @Nullable Rewound untold;
  private boolean inside;
  private @Nullable String token;
  private @Nullable String mark;

  /** The id of a conversation that was begun at {@link #mark}: counts once a turn is in it. */
  private @Nullable String fresh;

  RewindFold() {
    line = new TurnLine();
  }

  RewindFold(RewindFold other) {
    line = new TurnLine(other.line);
    points.putAll(other.points);
    prompts.putAll(other.prompts);
    plans.putAll(other.plans);
    backs.addAll(other.backs);
    number = other.number;
    begun = other.begun;
    last = other.last;
    untold = other.untold;
    inside = other.inside;
    token = other.token;
    mark = other.mark;
    fresh = other.fresh;
  }

  void started(AgentStarted started) {
    inside = started.pid() == null;
    if (started.forgot() != null) {
      token = started.resumeToken();
      mark = null;
      fresh = null;
      return;
    }
    if (started.resumeToken() == null) {
      return;
    }
    if (mark == null) {
      token = started.resumeToken();
    } else {
      fresh = started.resumeToken();
    }
  }

  void prompted(int turn, PromptSent prompt) {
    if (!prompt.steer()) {
      String text = prompt.text();
      prompts.put(
          turn, text.length() <= LONGEST_PROMPT ? text : text.substring(0, LONGEST_PROMPT) + "…");
    }
  }

  void turnBegan(int turn) {
    line.began(turn);
    backs.clear();
    untold = null;
    if (fresh != null) {
      token = fresh;
      fresh = null;
    }
    mark = null;
  }

  void turnEnded(int turn, TurnEnded ended, List<PlanStep> plan) {
    points.put(turn, new Point(token, ended.mark(), inside));
    if (!plan.isEmpty()) {
      plans.put(turn, plan);
    }
  }

  void begun(RewindBegun event) {
    begun = event;
    number = Math.max(number, event.number());
  }

  void failed() {
    begun = null;
  }

  /**
   * @param now how things stand
   * @return how they stand then
   */
  Moment rewound(Rewound event, Moment now) {
    begun = null;
    number = Math.max(number, event.number());
    if (last != null && last.number() == event.number()) {
      last = event;
      untold = event; // the agent still knows all of it
      mark = null;
      fresh = null;
      return now;
    }
    last = event;
    fresh = null;
    Back back = event.forward() ? backs.poll() : null;
    if (back != null) {
      line.to(event.toTurn());
      untold = back.untold();
      token = back.token();
      mark = back.mark();
      return back.moment();
    }
    backs.push(new Back(event, line.at(), now, untold, token, mark));
    line.to(event.toTurn());
    if (event.conversation()) {
      Point point = points.get(event.toTurn());
      token = point == null ? null : point.token();
      mark = point == null ? null : point.mark();
      untold = null;
    } else {
      untold = event;
    }
    return new Moment(null, null, plans.getOrDefault(event.toTurn(), List.of()));
  }

  /** A rewind that was begun and neither done nor given up. */
  @Nullable RewindBegun begun() {
    return begun;
  }

  /** The number of the next one. */
  int next() {
    return number + 1;
  }

  /** The last rewind that can be taken back: no turn has begun since. */
  @Nullable Rewound canGoForward() {
    return backs.isEmpty() ? null : backs.peek().event();
  }

  /** The turn to which that would go forward. */
  int forwardTo() {
    return backs.isEmpty() ? line.at() : backs.peek().at();
  }

  /** The last rewind that was done. */
  @Nullable Rewound last() {
    return last;
  }

  /** The rewind that the agent does not know of; null when it knows, or goes back itself. */
  @Nullable Rewound untold() {
    return untold;
  }

  /** Whether an agent that can go back finds the end of a turn. */
  boolean conversationReaches(int turn) {
    Point point = points.get(turn);
    return turn == 0 || (point != null && point.reachable());
  }

  @Nullable Point point(int turn) {
    return points.get(turn);
  }

  /** The beginning of the prompt that a turn began with; null where it is not known. */
  @Nullable String prompt(int turn) {
    return prompts.get(turn);
  }

  TurnLine line() {
    return line;
  }

  @Nullable String token() {
    return token;
  }

  /** The point of the conversation to go on from; null for its end. */
  @Nullable String mark() {
    return mark;
  }
}
