package dev.muster.engine;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import dev.muster.engine.store.Masking;
import java.nio.charset.StandardCharsets;

/**
 * Takes secrets out of Muster's own log, messages and traces of errors alike: what a server or a
 * program answers may hold a key. Named in {@code logback.xml}.
 */
public final class MaskedLines extends PatternLayoutEncoder {
  private final Masking masking = Masking.of(System.getenv());

  @Override
  public byte[] encode(ILoggingEvent event) {
    byte[] line = super.encode(event);
    String text = new String(line, StandardCharsets.UTF_8);
    String masked = masking.mask(text);
    return masked.equals(text) ? line : masked.getBytes(StandardCharsets.UTF_8);
  }
}
