package dev.muster.engine.git;

/**
 * A piece of a file's content.
 *
 * @param id git's id of the whole content
 * @param offset where the piece begins
 * @param bytes the piece
 * @param total bytes of the whole content
 */
public record Content(String id, long offset, byte[] bytes, long total) {

  /** Where the next piece begins. */
  public long next() {
    return offset + bytes.length;
  }

  /** Whether nothing comes after this piece. */
  public boolean last() {
    return next() >= total;
  }
}
