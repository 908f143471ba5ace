package dev.muster.engine.host;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Reads a command's output to its end on a platform daemon thread, because a blocked pipe read
 * would hold the carrier of a virtual thread.
 */
public final class OutputPump {

  /**
   * One line.
   *
   * @param text the line without its end, as UTF-8; what is not UTF-8 becomes U+FFFD
   * @param dropped bytes of this line beyond the limit that were dropped
   */
  public record Line(String text, long dropped) {}

  private OutputPump() {}

  /**
   * Hands each line to {@code to}, on the reading thread and in order.
   *
   * @param thread the reading thread's name
   * @param maxLineBytes how much of one line is kept
   * @return completes when the stream has ended, exceptionally when reading or {@code to} failed;
   *     after a failure of {@code to} the stream is still read to its end so that the command does
   *     not block
   */
  public static CompletableFuture<Void> lines(
      InputStream from, String thread, int maxLineBytes, Consumer<Line> to) {
    var splitter = new LineSplitter(maxLineBytes, to);
    return new Reading(from, splitter::accept, splitter::end).start(thread);
  }

  /**
   * Hands each piece as it comes (at most 16 KiB, its own array) to {@code to}, on the reading
   * thread and in order.
   *
   * @return as {@link #lines}
   */
  public static CompletableFuture<Void> bytes(
      InputStream from, String thread, Consumer<byte[]> to) {
    return new Reading(from, to, () -> {}).start(thread);
  }

  /** A piece of output as text; what is not UTF-8 becomes U+FFFD. */
  static String text(byte[] bytes, int length) {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
