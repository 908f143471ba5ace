package dev.muster.cli;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A terminal that keeps what is printed, and into which a test types. */
final class Typed {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PipedOutputStream keyboard = new PipedOutputStream();
  private final Terminal terminal;

  private Typed(boolean interactive, InputStream in) {
    terminal =
        new Terminal(
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8),
            in,
            interactive);
  }

  /** Nobody types: the input is at its end. */
  static Typed nobody() {
    return new Typed(false, InputStream.nullInputStream());
  }

  /** The input is a file with this text. */
  static Typed piped(String text) {
    return new Typed(
        false, new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A person sits there. */
  static Typed person() {
    try {
      var in = new PipedInputStream();
      var typed = new Typed(true, in);
      typed.keyboard.connect(in);
      return typed;
    } catch (java.io.IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  void type(String line) throws java.io.IOException {
    keyboard.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    keyboard.flush();
  }

  void hangUp() throws java.io.IOException {
    keyboard.close();
  }

  Terminal terminal() {
    return terminal;
  }

  String out() {
    terminal.out().flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    terminal.err().flush();
    return err.toString(StandardCharsets.UTF_8);
  }
}
