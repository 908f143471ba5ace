package dev.muster.engine.event;

/** What an agent may do without asking. Decided in {@code policy} and nowhere else. */
public enum PermissionMode {
  /** Reads in its worktree; asks before any edit or command. */
  SUGGEST,
  /** Edits in its worktree; asks before a command unless a rule allows it. */
  EDIT,
  /** Edits and runs commands; asks only for what is outside its worktree. */
  FULL_AUTO
}
