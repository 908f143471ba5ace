package dev.muster.desktop.review;

import dev.muster.desktop.live.Words;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.session.RewindPoint;
import dev.muster.engine.session.SessionSnapshot;
import java.util.ArrayList;
import java.util.List;

/** Says what going back, going forward and beginning anew will do, before it is done. */
final class RewindWords {
  private static final int MOST_PROMPT = 90;

  private RewindWords() {}

  /** A point, as in “Go back to the end of turn 2”. */
  static String place(int turn) {
    return turn == 0 ? "the beginning" : "the end of turn " + turn;
  }

  /** What going back to a point does. */
  static List<String> back(RewindPoint point, SessionSnapshot session) {
    List<String> tells = new ArrayList<>();
    if (point.prompt() != null) {
      tells.add(
          "Turn %d was: “%s”".formatted(point.turn(), Words.line(point.prompt(), MOST_PROMPT)));
    }
    tells.add(
        "The files of its worktree, new ones included, and its branch will be as they were at "
            + place(point.turn())
            + ". Ignored files stay as they are.");
    tells.add(
        point.conversation()
            ? "The agent's conversation goes back, too: it knows what it knew then."
            : session.agentName()
                + " cannot go back in its conversation: it keeps its memory, and is told with the"
                + " next prompt that the files are others.");
    tells.add(
        "What is there now is kept first, under refs/muster/"
            + session.id()
            + "/rewind/. You can go forward again until a turn has begun.");
    return List.copyOf(tells);
  }

  /** What taking a rewind back does. */
  static List<String> forward(Rewound last, SessionSnapshot session) {
    return List.of(
        "The files of its worktree and its branch will be as they were before you went back to "
            + place(last.toTurn())
            + ". What is there now is kept, too.",
        last.conversation()
            ? "The agent's conversation goes forward, too."
            : "The agent has kept its memory all the time; it is told nothing of this.");
  }

  /** What a session that begins at a point has. */
  static List<String> fork(RewindPoint point, SessionSnapshot session) {
    return List.of(
        "A new session begins with the files as they were at "
            + place(point.turn())
            + ", in a worktree and on a branch of its own. This one stays as it is.",
        point.conversation()
            ? "Its agent (" + session.agentName() + ") knows what was said until then."
            : "Its agent ("
                + session.agentName()
                + ") begins with the files alone, without what was said.");
  }
}
