package dev.muster.engine.session;

import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which turn went on from which: a session that was taken back goes on from an earlier turn, and
 * what came after that belongs to its story, but no longer to what it stands on.
 */
final class TurnLine {
  private final Map<Integer, Integer> before = new HashMap<>();
  private int at;
  private int last;

  TurnLine() {}

  TurnLine(TurnLine other) {
    before.putAll(other.before);
    at = other.at;
    last = other.last;
  }

  /** A turn begins where the session stands. */
  void began(int turn) {
    if (turn != at) {
      before.put(turn, at);
    }
    at = turn;
    last = Math.max(last, turn);
  }

  /** The session was taken to the end of a turn. */
  void to(int turn) {
    at = turn;
  }

  /** The turn at whose end, or in the middle of which, the session stands. */
  int at() {
    return at;
  }

  /** The turns that led to one, itself included. */
  Set<Integer> until(int turn) {
    Set<Integer> line = new HashSet<>();
    for (Integer each = turn; each != null && each > 0 && line.add(each); ) {
      each = before.get(each);
    }
    return line;
  }

  /** What of a session's story led to where it stands. */
  static List<Recorded> present(List<Recorded> story) {
    TurnLine line = of(story);
    Set<Integer> turns = line.until(line.at);
    // A prompt was stored before its turn began.
    return story.stream()
        .filter(e -> e.turn() == 0 || e.turn() > line.last || turns.contains(e.turn()))
        .toList();
  }

  /** What of a session's story led to the end of a turn. */
  static List<Recorded> until(List<Recorded> story, int turn) {
    Set<Integer> turns = of(story).until(turn);
    return story.stream().filter(e -> e.turn() == 0 || turns.contains(e.turn())).toList();
  }

  /**
   * Which events of a session's story led to where it stands, or to the end of a turn.
   *
   * @param frame at least all of its {@link TurnStarted} and {@link Rewound}, in order
   * @param until the turn; null for where it stands
   */
  static Predicate<Recorded> counting(List<Recorded> frame, @Nullable Integer until) {
    TurnLine line = of(frame);
    Set<Integer> turns = line.until(until == null ? line.at : until);
    return e ->
        e.turn() == 0 || (until == null && e.turn() > line.last) || turns.contains(e.turn());
  }

  private static TurnLine of(List<Recorded> story) {
    TurnLine line = new TurnLine();
    for (Recorded recorded : story) {
      if (recorded.event() instanceof TurnStarted) {
        line.began(recorded.turn());
      } else if (recorded.event() instanceof Rewound rewound) {
        line.to(rewound.toTurn());
      }
    }
    return line;
  }
}
