package dev.muster.engine.store;

/**
 * Takes secrets out of a text that comes in pieces, also where one is cut in two by the border of
 * two pieces: what may be the beginning of a secret is held back until it is known. At most some
 * kilobytes are. Used by one thread.
 */
public final class MaskedText {
  private final Masking masking;
  private final StringBuilder held = new StringBuilder();

  public MaskedText(Masking masking) {
    this.masking = masking;
  }

  /** Takes the next piece; gives what can be passed on, maybe nothing. */
  public String push(String piece) {
    if (held.isEmpty()) {
      int settled = masking.settled(piece);
      if (settled == piece.length()) {
        return masking.mask(piece);
      }
    }
    held.append(piece);
    int settled = masking.settled(held);
    String passed = masking.mask(held.substring(0, settled));
    held.delete(0, settled);
    return passed;
  }

  /** Nothing more comes: gives what was held back. */
  public String rest() {
    String rest = masking.mask(held.toString());
    held.setLength(0);
    return rest;
  }
}
