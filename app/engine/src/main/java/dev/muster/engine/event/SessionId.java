package dev.muster.engine.event;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Names one session for ever: 8 to 32 characters of {@code a-z0-9}, beginning with a letter, so
 * that it can stand in a ref name, a file name and a command line as it is. New ones sort by the
 * time they were made.
 */
public record SessionId(String value) implements Comparable<SessionId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{7,31}");
  private static final SecureRandom RANDOM = new SecureRandom();

  public SessionId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not a session id: \"" + value + "\".");
    }
  }

  /**
   * A new id: "s", the milliseconds since 1970 in base 36 (8 digits until 2059), 5 random digits.
   */
  public static SessionId create(Instant now) {
    String time = Long.toString(now.toEpochMilli(), 36);
    String random =
        Integer.toString(36 * 36 * 36 * 36 + RANDOM.nextInt(35 * 36 * 36 * 36 * 36), 36);
    return new SessionId("s" + time + random);
  }

  @Override
  public int compareTo(SessionId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
