package dev.muster.engine.policy;

/** Why a person may want to look twice at an action. */
public enum Risk {
  NETWORK("network"),
  DELETES("deletes files"),
  /** It reads or changes something beyond the worktree, the shared repository included. */
  OUTSIDE("outside the worktree"),
  PRIVILEGED("privileged"),
  HISTORY("changes git history"),
  /** It hands code to an interpreter that Muster does not read. */
  INLINE_CODE("runs inline code"),
  /** What the shell would run cannot be told with certainty. */
  UNREADABLE("cannot be read"),
  /** A rule may forbid it, but not all rules could be read. */
  RULES_UNKNOWN("rules cannot be read");

  private final String label;

  Risk(String label) {
    this.label = label;
  }

  /** Short words for a person. */
  public String label() {
    return label;
  }
}
