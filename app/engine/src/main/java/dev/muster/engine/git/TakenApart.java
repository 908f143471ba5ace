package dev.muster.engine.git;

import java.util.List;

/**
 * What came of a change to a session's worktree.
 *
 * @param kept what was done and how to undo it
 * @param notes what a person should be told beside it, as sentences; mostly none
 */
public record TakenApart(KeptChange kept, List<String> notes) {
  public TakenApart {
    notes = List.copyOf(notes);
  }
}
