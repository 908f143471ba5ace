package dev.muster.engine.agent.claude;

import dev.muster.engine.agent.AgentListener;
import dev.muster.engine.event.OutcomeEvent.Level;
import dev.muster.engine.event.OutcomeEvent.Noted;
import java.util.HashSet;
import java.util.Set;

/**
 * Keeps what was not understood as remarks, each kind once and no more than can be looked at; the
 * raw log beside the journal has all of it. Used by one thread at a time.
 */
final class Garbage {
  private static final int MOST_LINES = 20;
  private static final int MOST_KINDS = 50;

  private final AgentListener out;
  private final Set<String> kinds = new HashSet<>();
  private int lines;

  Garbage(AgentListener out) {
    this.out = out;
  }

  /** A line that is no JSON object. */
  void noJson(String line) {
    if (line.isBlank()) {
      return;
    }
    lines++;
    if (lines <= MOST_LINES) {
      String last = lines < MOST_LINES ? "" : " More of them are only in the raw log.";
      out.event(
          new Noted(
              Level.WARNING,
              "Claude Code wrote a line that is no message. It goes on." + last,
              Messages.raw(line)));
    }
  }

  /** A message of a kind this version does not know. */
  void unknown(String kind, String json) {
    if (kinds.size() < MOST_KINDS && kinds.add(kind)) {
      out.event(
          new Noted(
              Level.INFO,
              "Claude Code said something that Muster does not know: " + Messages.oneLine(kind),
              Messages.raw(json)));
    }
  }
}
