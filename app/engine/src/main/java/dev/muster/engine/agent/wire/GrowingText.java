package dev.muster.engine.agent.wire;

/**
 * A text that comes in pieces, bounded: all of it while it is short enough, else its beginning and
 * its end with a word between them that says how much is missing there. One thread at a time.
 */
public final class GrowingText {
  private final int most;
  private final int end;
  private final StringBuilder beginning = new StringBuilder();

  /** The last characters of what did not fit; at most twice {@link #end} of them. */
  private final StringBuilder last = new StringBuilder();

  private boolean over;
  private long dropped;

  /**
   * Empty.
   *
   * @param most UTF-16 units that are kept at most, without the words that say what is missing
   * @param end how many of them are kept of its end once it is longer; less than {@code most}
   */
  public GrowingText(int most, int end) {
    if (end < 1 || end >= most) {
      throw new IllegalArgumentException("The end is a part of what is kept.");
    }
    this.most = most;
    this.end = end;
  }

  /**
   * Adds a piece at its end.
   *
   * @return how much of the piece, from its beginning on, continues what stands before the gap; all
   *     of it as long as there is none
   */
  public int add(String piece) {
    if (!over && beginning.length() + piece.length() <= most) {
      beginning.append(piece);
      return piece.length();
    }
    int joined = 0;
    if (!over) {
      over = true;
      joined = Math.max(0, most - end - beginning.length());
      joined -= joined > 0 && Character.isHighSurrogate(piece.charAt(joined - 1)) ? 1 : 0;
      beginning.append(piece, 0, joined);
      int keep = Math.min(beginning.length(), most - end);
      keep -= keep > 0 && Character.isHighSurrogate(beginning.charAt(keep - 1)) ? 1 : 0;
      last.append(beginning, keep, beginning.length());
      beginning.setLength(keep);
    }
    int from = Math.max(joined, piece.length() - 2 * end);
    dropped += from - joined;
    if (from > joined) {
      forget(last.length());
    }
    last.append(piece, from, piece.length());
    if (last.length() > 2 * end) {
      forget(last.length() - end);
    }
    return joined;
  }

  private void forget(int count) {
    last.delete(0, count);
    dropped += count;
  }

  /** What is kept of it, with the word where something is missing. */
  public String text() {
    if (!over) {
      return beginning.toString();
    }
    int from = Math.max(0, last.length() - end);
    from += from < last.length() && Character.isLowSurrogate(last.charAt(from)) ? 1 : 0;
    return beginning
        + "\n\n… (%,d characters that stood here are not kept) …\n\n".formatted(dropped + from)
        + last.substring(from);
  }

  /** Begins anew with nothing. */
  public void clear() {
    beginning.setLength(0);
    last.setLength(0);
    over = false;
    dropped = 0;
  }
}
