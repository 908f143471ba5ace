package dev.muster.engine.agent.builtin.tool;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.WorkEvent;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.store.MaskedStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what a command prints: tells the listener in coalesced chunks, keeps beginning and end for
 * the model, and puts all of it into a file once it gets long. However much a command prints, this
 * holds less than a megabyte.
 *
 * <p>{@link #accept} is called by the reading thread, everything else by the thread that waits for
 * the command. When the listener is slow the reading thread waits, and with it the command.
 */
final class OutputStreamer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutputStreamer.class);

  /**
   * As much goes into events, in characters; the rest is shown while it comes, and then in the file
   * only, but for its end.
   */
  static final int MOST_IN_EVENTS = 256 * 1024;

  /** The file is no longer than this, in bytes. */
  static final long MOST_IN_FILE = 64L << 20;

  /** More of it than this, in characters, is not shown at once: nobody could read it. */
  private static final int MOST_LIVE = 8 * 1024;

  private static final int HEAD = 12_000;
  private static final int TAIL = 24_000;
  private static final long COALESCE_NANOS = Duration.ofMillis(50).toNanos();

  private final String callId;
  private final ToolContext context;
  private final String spillName;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPLACE)
          .onUnmappableCharacter(CodingErrorAction.REPLACE);
  private final Object lock = new Object();
  private final StringBuilder pending = new StringBuilder();

  /** The newest of what no event will hold, to be shown while the command runs. */
  private final StringBuilder live = new StringBuilder();

  private final StringBuilder head = new StringBuilder();
  private final StringBuilder tail = new StringBuilder();
  private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
  private ByteBuffer undecoded = ByteBuffer.allocate(0);
  private @Nullable OutputStream spill;
  private boolean spillFailed;
  private boolean announced;
  private long bytes;
  private long chars;
  private long lines;
  private int inEvents;
  private boolean overflowed;
  private boolean finished;

  OutputStreamer(String callId, ToolContext context) {
    this.callId = callId;
    this.context = context;
    this.spillName = Outputs.name(callId);
  }

  /** A piece of output, on the reading thread. */
  void accept(byte[] piece) {
    synchronized (lock) {
      if (finished) {
        return; // an escaped daemon's words come too late
      }
      spill(piece);
      bytes += piece.length;
      ByteBuffer input = ByteBuffer.allocate(undecoded.remaining() + piece.length);
      input.put(undecoded).put(piece).flip();
      CharBuffer decoded = CharBuffer.allocate(input.remaining() + 2);
      decoder.decode(input, decoded, false);
      undecoded = input.slice();
      take(decoded.flip());
      if (pending.length() >= WorkEvent.OUTPUT_CHUNK) {
        flush();
      }
      lock.notifyAll();
    }
  }

  private void take(CharBuffer text) {
    chars += text.length();
    lines += text.chars().filter(c -> c == '\n').count();
    int first = Math.min(text.length(), HEAD - head.length());
    if (first > 0) {
      head.append(text, 0, first);
    }
    tail.append(text, Math.max(0, first), text.length());
    if (tail.length() > 2 * TAIL) {
      tail.delete(0, tail.length() - TAIL);
    }
    if (!overflowed) {
      int room = Math.min(text.length(), MOST_IN_EVENTS - inEvents);
      pending.append(text, 0, room);
      inEvents += room;
      overflowed = room < text.length();
      if (overflowed) {
        show(text.subSequence(room, text.length()));
      }
    } else {
      show(text);
    }
  }

  private void show(CharBuffer text) {
    live.append(text);
    if (live.length() > MOST_LIVE) {
      live.delete(0, live.length() - MOST_LIVE);
    }
  }

  private void flush() {
    while (!pending.isEmpty()) {
      int end = Math.min(pending.length(), WorkEvent.OUTPUT_CHUNK);
      if (end < pending.length() && Character.isHighSurrogate(pending.charAt(end - 1))) {
        end--;
      }
      String text = pending.substring(0, end);
      pending.delete(0, end);
      boolean cut = pending.isEmpty() && overflowed && !announced;
      announced |= cut;
      tell(text, cut ? spillFile() : null);
    }
    if (!live.isEmpty()) {
      context.listener().tail(callId, TailKind.OUTPUT, WholeText.of(live.toString()));
      live.setLength(0);
    }
  }

  private void tell(String text, @Nullable String file) {
    context.listener().event(new ToolOutput(callId, WholeText.of(text), file));
  }

  private @Nullable String spillFile() {
    return spillFailed ? null : Outputs.relative(spillName);
  }

  /**
   * Tells the listener of output as it comes, until the future completes.
   *
   * @return false when the time was up first
   */
  boolean streamUntil(CompletableFuture<Void> done, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    done.whenComplete(
        (_, _) -> {
          synchronized (lock) {
            lock.notifyAll();
          }
        });
    while (!done.isDone()) {
      synchronized (lock) {
        while (!done.isDone() && nothingToTell() && System.nanoTime() < end) {
          await(end - System.nanoTime());
        }
        // Output rarely comes alone: what follows within a blink goes into the same event.
        long flushAt = Math.min(end, System.nanoTime() + COALESCE_NANOS);
        while (!done.isDone() && !nothingToTell() && System.nanoTime() < flushAt) {
          await(flushAt - System.nanoTime());
        }
        flush();
      }
      if (!done.isDone() && System.nanoTime() >= end) {
        return false;
      }
    }
    return true;
  }

  private boolean nothingToTell() {
    return pending.isEmpty() && live.isEmpty();
  }

  private void await(long nanos) throws InterruptedException {
    if (nanos > 0) {
      lock.wait(nanos / 1_000_000, (int) (nanos % 1_000_000));
    }
  }

  /** All output has come: tells the rest of it. */
  void finish() {
    synchronized (lock) {
      finished = true;
      ByteBuffer input = undecoded;
      CharBuffer decoded = CharBuffer.allocate(input.remaining() + 8);
      decoder.decode(input, decoded, true);
      decoder.flush(decoded);
      take(decoded.flip());
      undecoded = ByteBuffer.allocate(0);
      live.setLength(0); // the end that follows takes its place
      flush();
      if (overflowed) {
        String end = tail.substring(Math.max(0, tail.length() - WorkEvent.OUTPUT_CHUNK / 2));
        int line = end.indexOf('\n');
        tell(end.substring(line < 0 ? 0 : line + 1), null);
      }
      closeSpill();
    }
  }

  boolean empty() {
    synchronized (lock) {
      return chars == 0;
    }
  }

  /** One line for a person. */
  @Nullable String summary() {
    synchronized (lock) {
      return chars == 0 ? "no output" : lines <= 1 ? null : lines + " lines";
    }
  }

  /** Beginning and end as plain text; says what is left out and where it is. */
  String forModel() {
    synchronized (lock) {
      if (chars <= HEAD + TAIL) {
        return PlainText.of(head.toString() + tail);
      }
      String end = tail.substring(Math.max(0, tail.length() - TAIL));
      long left = chars - head.length() - end.length();
      String kept =
          bytes > MOST_IN_FILE
              ? "the first " + (MOST_IN_FILE >> 20) + " MiB of the output are kept; "
              : "all of the output is kept; ";
      String where = spillFailed ? "they could not be kept" : kept + Outputs.hint(spillName);
      return PlainText.of(head.toString())
          + "\n\n(%,d characters are left out here; %s)%n%n".formatted(left, where)
          + PlainText.of(end);
    }
  }

  // --- the file ---

  private void spill(byte[] piece) {
    if (spillFailed) {
      return;
    }
    try {
      if (spill == null) {
        if (beginning.size() + piece.length <= HEAD + TAIL) {
          beginning.writeBytes(piece);
          return;
        }
        Path file = Outputs.create(context, spillName);
        OutputStream out =
            Files.newOutputStream(
                file,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                LinkOption.NOFOLLOW_LINKS);
        spill = new MaskedStream(context.masking(), out);
        beginning.writeTo(spill);
      }
      long room = MOST_IN_FILE - bytes;
      if (room > 0) {
        spill.write(piece, 0, (int) Math.min(room, piece.length));
      }
    } catch (IOException e) {
      // The command goes on, and its beginning and end are still shown; the result says so.
      LOG.warn("The output of {} could not be kept in a file.", callId, e);
      spillFailed = true;
    }
  }

  private void closeSpill() {
    OutputStream out = spill;
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        LOG.warn("The file with the output of {} could not be closed.", callId, e);
      }
    }
  }

  @Override
  public void close() {
    synchronized (lock) {
      finished = true;
      closeSpill();
    }
  }
}
