package dev.muster.engine.host;

/**
 * How much of a command's output {@link Host#run} keeps; the rest is read, counted and dropped.
 *
 * @param maxOut bytes of standard output kept
 * @param maxErr bytes of standard error kept
 */
public record Capture(int maxOut, int maxErr) {
  /** 16 MiB of output, 1 MiB of errors. */
  public static final Capture DEFAULT = new Capture(16 << 20, 1 << 20);

  public Capture {
    if (maxOut < 0 || maxErr < 0) {
      throw new IllegalArgumentException("a capture limit must not be negative");
    }
  }
}
