package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import org.jspecify.annotations.Nullable;

/** What a row of a log is, which decides its sign, its typeface and its colour. */
public enum LogKind {
  /** What the agent says. */
  TEXT(null, false, Ink.DEFAULT, "says"),
  /** What the agent thinks. */
  THOUGHT(null, false, Ink.MUTED, "thinks"),
  /** What the person (or a queue, a goal, a lead) told the agent. */
  PROMPT(Icons.PROMPT, false, Ink.ACCENT, "prompt"),
  READ(Icons.RIGHT, true, Ink.DEFAULT, "reads"),
  SEARCH(Icons.SEARCH, true, Ink.DEFAULT, "searches"),
  FETCH(Icons.FETCH, true, Ink.DEFAULT, "fetches"),
  EDIT(Icons.EDIT, true, Ink.DEFAULT, "edits"),
  RUN(Icons.MONEY, true, Ink.DEFAULT, "runs"),
  PLAN(Icons.PLAN, true, Ink.DEFAULT, "plan"),
  /** A tool that fits no other kind (MCP, a sub-agent, something new). */
  TOOL(Icons.MCP, true, Ink.DEFAULT, "uses"),
  /** The agent asks, or the person answers. */
  ASK(Icons.ASK, false, Ink.WARNING, "asks"),
  /** A line a command printed. */
  OUTPUT(null, true, Ink.MUTED, "output"),
  /** What Muster itself has to say: a retry, a limit, a checkpoint. */
  NOTE(Icons.INFO, false, Ink.MUTED, "note"),
  ERROR(Icons.ERROR, false, Ink.DANGER, "error");

  /** The colour of a row's text by meaning. */
  enum Ink {
    DEFAULT,
    MUTED,
    ACCENT,
    WARNING,
    DANGER
  }

  private final @Nullable Icons icon;
  private final boolean mono;
  private final Ink ink;
  private final String word;

  LogKind(@Nullable Icons icon, boolean mono, Ink ink, String word) {
    this.icon = icon;
    this.mono = mono;
    this.ink = ink;
    this.word = word;
  }

  /** The sign left of the row; null for rows that are set back under the one above. */
  public @Nullable Icons icon() {
    return icon;
  }

  /** Whether its text is code (fixed width) rather than prose. */
  public boolean mono() {
    return mono;
  }

  Ink ink() {
    return ink;
  }

  /** What a screen reader says before the row's text. */
  public String word() {
    return word;
  }
}
