package dev.muster.engine.imported;

/**
 * How far an import is.
 *
 * @param done conversations looked at
 * @param all conversations there are to look at
 * @param doneBytes as much was read
 * @param allBytes as much there is to read
 */
public record ImportProgress(int done, int all, long doneBytes, long allBytes) {
  /** From 0 to 1. */
  public double fraction() {
    return allBytes <= 0 ? 1 : Math.clamp((double) doneBytes / allBytes, 0, 1);
  }
}
