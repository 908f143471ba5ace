package dev.muster.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where a command reads and writes. Results go to {@code out} and nothing else does, so that they
 * can be piped; questions and sentences about what went wrong go to {@code err}.
 *
 * @param out buffered: flushed by who writes
 * @param interactive whether a person types into {@code in}
 */
record Terminal(PrintStream out, PrintStream err, InputStream in, boolean interactive) {

  /** The one of this process. UTF-8 whatever the locale says: the JSON must be. */
  static Terminal ofProcess() {
    return new Terminal(
        stream(FileDescriptor.out), stream(FileDescriptor.err), System.in, personTypes());
  }

  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(
        new BufferedOutputStream(new FileOutputStream(descriptor), 16 * 1024),
        false,
        StandardCharsets.UTF_8);
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
