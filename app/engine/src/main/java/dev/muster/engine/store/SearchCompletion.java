package dev.muster.engine.store;

import java.util.List;

/**
 * How the text of a search may go on at the caret.
 *
 * @param start where the piece begins that a choice replaces
 * @param end where it ends, not included
 * @param choices the likeliest first, at most 20; empty when there is nothing to propose
 */
public record SearchCompletion(int start, int end, List<Choice> choices) {
  /**
   * One way.
   *
   * @param text what is put in the place of the piece
   * @param meaning a few words for a person; may be empty
   */
  public record Choice(String text, String meaning) {}
}
