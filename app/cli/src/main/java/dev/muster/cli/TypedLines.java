package dev.muster.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lines a person types, read by a thread of its own so that waiting for one can end when the answer
 * came from elsewhere. What was typed before a question appeared is not taken for its answer.
 */
final class TypedLines {
  private static final String END = "\u0004";

  private final BlockingQueue<String> lines = new ArrayBlockingQueue<>(64);
  private final InputStream in;
  private boolean reading;

  TypedLines(InputStream in) {
    this.in = in;
  }

  private void read() {
    // Never closed: it is the input of the process.
    var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    try {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.put(line);
      }
      lines.put(END);
    } catch (IOException broken) {
      lines.clear();
      lines.add(END);
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Forgets what was typed up to now. Reading begins here and not before: a command in the
   * background that reads from its terminal is stopped by the system.
   */
  synchronized void forget() throws IOException {
    if (!reading) {
      reading = true;
      for (int typed = in.available(); typed > 0; typed = in.available()) {
        in.skipNBytes(typed);
      }
      Thread.ofPlatform().daemon().name("typed-lines").start(this::read);
    }
    lines.removeIf(line -> !line.equals(END));
  }

  /**
   * The next line; null when the wish for one is over.
   *
   * @param wanted asked ten times a second
   * @throws IOException at the end of the input: nobody types any more
   */
  @Nullable String next(BooleanSupplier wanted) throws IOException, InterruptedException {
    while (wanted.getAsBoolean()) {
      String line;
      try {
        line = lines.poll(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException over) {
        if (wanted.getAsBoolean()) {
          throw over;
        }
        Thread.currentThread().interrupt();
        return null;
      }
      if (line != null && line.equals(END)) {
        lines.put(END);
        throw new IOException("The input ended.");
      }
      if (line != null) {
        return line;
      }
    }
    return null;
  }
}
