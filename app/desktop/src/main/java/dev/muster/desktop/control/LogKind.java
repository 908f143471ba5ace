package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import org.jspecify.annotations.Nullable;

/** What a row of a log is, which decides its sign, its typeface and its colour. */
public enum LogKind {
  /** Where a turn begins, in a log that is read from its beginning. */
  TURN(null, false, "turn", LogInk.MUTED),
  /** What the agent says. */
  TEXT(null, false, "says", LogInk.DEFAULT),
  /** What the agent thinks. */
  THOUGHT(null, false, "thinks", LogInk.MUTED),
  /** What the person (or a queue, a goal, a lead) told the agent. */
  PROMPT(Icons.PROMPT, false, "prompt", LogInk.DEFAULT, LogInk.ACCENT),
  READ(Icons.RIGHT, true, "reads", LogInk.DEFAULT),
  SEARCH(Icons.SEARCH, true, "searches", LogInk.DEFAULT),
  FETCH(Icons.FETCH, true, "fetches", LogInk.DEFAULT),
  EDIT(Icons.EDIT, true, "edits", LogInk.DEFAULT),
  RUN(Icons.MONEY, true, "runs", LogInk.DEFAULT),
  PLAN(Icons.PLAN, true, "plan", LogInk.DEFAULT),
  /** A tool that fits no other kind (MCP, a sub-agent, something new). */
  TOOL(Icons.MCP, true, "uses", LogInk.DEFAULT),
  /** The agent asks, or the person answers. */
  ASK(Icons.ASK, false, "asks", LogInk.DEFAULT, LogInk.WARNING),
  /** A line a command printed. */
  OUTPUT(null, true, "output", LogInk.MUTED),
  /** What Muster itself has to say: a retry, a limit, a checkpoint. */
  NOTE(Icons.INFO, false, "note", LogInk.MUTED),
  ERROR(Icons.ERROR, false, "error", LogInk.DANGER, LogInk.DANGER);

  private final @Nullable Icons icon;
  private final boolean mono;
  private final String word;
  private final LogInk ink;
  private final LogInk signInk;

  LogKind(@Nullable Icons icon, boolean mono, String word, LogInk ink) {
    this(icon, mono, word, ink, LogInk.MUTED);
  }

  LogKind(@Nullable Icons icon, boolean mono, String word, LogInk ink, LogInk signInk) {
    this.icon = icon;
    this.mono = mono;
    this.word = word;
    this.ink = ink;
    this.signInk = signInk;
  }

  /** The sign left of the row; null for rows that are set back under the one above. */
  public @Nullable Icons icon() {
    return icon;
  }

  /** Whether its text is code (fixed width) rather than prose. */
  public boolean mono() {
    return mono;
  }

  /** What a screen reader says before the row's text. */
  public String word() {
    return word;
  }

  LogInk ink() {
    return ink;
  }

  LogInk signInk() {
    return signInk;
  }
}
