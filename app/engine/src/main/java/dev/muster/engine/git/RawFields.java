package dev.muster.engine.git;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The fields of a {@code -z} output as bytes: names of files need not be UTF-8. */
final class RawFields implements Iterator<byte[]> {
  private final byte[] bytes;
  private int at;

  RawFields(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public boolean hasNext() {
    return at < bytes.length;
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException("git's list ends in the middle");
    }
    int end = at;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    var field = Arrays.copyOfRange(bytes, at, end);
    at = end + 1;
    return field;
  }
}
