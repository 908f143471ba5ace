package dev.muster.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Takes secrets out of bytes on their way into a file. What may be the beginning of a secret is
 * written when it is known whether it is one, at the latest when this is closed. One thread.
 */
public final class MaskedStream extends OutputStream {
  private final Masking masking;
  private final OutputStream out;
  private final StringBuilder held = new StringBuilder();

  public MaskedStream(Masking masking, OutputStream out) {
    this.masking = masking;
    this.out = out;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    // Each byte a character: keys are ASCII, and other values are known in this form, too.
    held.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
    pass(masking.settled(held));
  }

  private void pass(int end) throws IOException {
    String text = held.substring(0, end);
    int at = 0;
    for (Masking.Found one : masking.find(text)) {
      out.write(text.substring(at, one.from()).getBytes(StandardCharsets.ISO_8859_1));
      out.write(one.marker().getBytes(StandardCharsets.UTF_8));
      at = one.to();
    }
    out.write(text.substring(at).getBytes(StandardCharsets.ISO_8859_1));
    held.delete(0, end);
  }

  /** Of what can be written by now. */
  @Override
  public void flush() throws IOException {
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      pass(held.length());
    }
  }
}
