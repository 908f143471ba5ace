package dev.muster.engine.session;

/**
 * What was said and done in a session, in words for an agent that was not there: made from the
 * journal, the same every time, and bounded.
 *
 * @param text at most about {@value #LONGEST} characters
 * @param turns how many turns there were
 * @param leftOut what is not in it or only in short, a sentence; empty when nothing is
 */
public record Account(String text, int turns, String leftOut) {
  /** So long it becomes, in characters: some 12,000 tokens. */
  public static final int LONGEST = 48_000;
}
