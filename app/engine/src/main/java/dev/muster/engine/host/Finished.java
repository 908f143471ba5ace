package dev.muster.engine.host;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * A command that has ended.
 *
 * @param exit its exit code; 128 + n when signal n ended it
 * @param out the first bytes of standard output
 * @param err the first bytes of standard error; empty when merged into {@code out}
 * @param droppedOut bytes of output beyond the capture limit
 * @param droppedErr bytes of errors beyond the capture limit
 * @param timedOut whether the time limit ended it
 * @param took from start to end
 */
public record Finished(
    int exit,
    byte[] out,
    byte[] err,
    long droppedOut,
    long droppedErr,
    boolean timedOut,
    Duration took) {

  /** True when it ended by itself with exit code 0. */
  public boolean ok() {
    return exit == 0 && !timedOut;
  }

  /** Standard output as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String outText() {
    return new String(out, StandardCharsets.UTF_8);
  }

  /** Standard error as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String errText() {
    return new String(err, StandardCharsets.UTF_8);
  }
}
