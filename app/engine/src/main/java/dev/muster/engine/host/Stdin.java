package dev.muster.engine.host;

/** What a command can read on its standard input. */
public sealed interface Stdin {

  /** Nothing: end of file at once. */
  record None() implements Stdin {}

  /** A pipe that the caller writes to and closes, see {@link RunningProcess#stdin()}. */
  record Open() implements Stdin {}

  /** These bytes, then end of file. */
  record Bytes(byte[] bytes) implements Stdin {}

  static Stdin none() {
    return new None();
  }

  static Stdin open() {
    return new Open();
  }

  static Stdin bytes(byte[] bytes) {
    return new Bytes(bytes);
  }
}
