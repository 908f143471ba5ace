package dev.muster.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where a command reads and writes. Results go to {@code out} and nothing else does, so that they
 * can be piped; questions and sentences about what went wrong go to {@code err}.
 *
 * @param out buffered: flushed by who writes
 * @param interactive whether a person types into {@code in}
 * @param sink what {@code out} goes to; null where it is not known
 */
record Terminal(
    PrintStream out, PrintStream err, InputStream in, boolean interactive, @Nullable Sink sink) {

  /** One that tells nothing about what it could not write. */
  Terminal(PrintStream out, PrintStream err, InputStream in, boolean interactive) {
    this(out, err, in, interactive, null);
  }

  /** The one of this process. UTF-8 whatever the locale says: the JSON must be. */
  static Terminal ofProcess() {
    Sink results = new Sink(FileDescriptor.out);
    return new Terminal(
        stream(results), stream(new Sink(FileDescriptor.err)), System.in, personTypes(), results);
  }

  private static PrintStream stream(Sink sink) {
    return new PrintStream(
        new BufferedOutputStream(sink, 16 * 1024), false, StandardCharsets.UTF_8);
  }

  /** Remembers why something could not be written: a {@link PrintStream} does not say. */
  static final class Sink extends FilterOutputStream {
    private volatile @Nullable IOException failure;

    Sink(FileDescriptor descriptor) {
      super(new FileOutputStream(descriptor));
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      try {
        out.write(bytes, from, length);
      } catch (IOException failed) {
        failure = failed;
        throw failed;
      }
    }
  }

  /**
   * Why a part of the results is lost; null when nobody has to be told, because who read them had
   * enough.
   */
  @Nullable String whyLost() {
    IOException failed = sink == null ? null : sink.failure;
    String why = failed == null ? null : failed.getMessage();
    return "Broken pipe".equals(why) ? null : why == null ? "the reason is not known" : why;
  }

  /** A console counts only when input and output both are one; what is typed may be enough. */
  private static boolean personTypes() {
    var console = System.console();
    if (console != null && console.isTerminal()) {
      return true;
    }
    try {
      String input = Files.readSymbolicLink(Path.of("/proc/self/fd/0")).toString();
      return input.startsWith("/dev/pts/") || input.startsWith("/dev/tty");
    } catch (IOException | UnsupportedOperationException notLinux) {
      return false;
    }
  }

  /** A sentence about what went wrong, or a question. */
  void say(String sentence) {
    out.flush();
    err.println(sentence);
    err.flush();
  }
}
