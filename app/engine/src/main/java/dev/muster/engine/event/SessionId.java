package dev.muster.engine.event;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Names one session for ever: 8 to 32 characters of {@code a-z0-9}, beginning with a letter, so
 * that it can stand in a ref name, a file name and a command line as it is. New ones begin with "s"
 * and sort by the time they were made; those of imported conversations begin with "i" and are
 * always the same for the same conversation.
 */
public record SessionId(String value) implements Comparable<SessionId> {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{7,31}");
  private static final int IMPORTED_DIGITS = 20;
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

  /**
   * The id of a conversation that an agent had without Muster: "i" and 20 digits in base 36, made
   * from both names.
   *
   * @param conversation the agent's own id of it
   */
  public static SessionId ofImported(String agent, String conversation) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256")
              .digest((agent + "\n" + conversation).getBytes(StandardCharsets.UTF_8));
      String digits = new BigInteger(1, hash).toString(36);
      return new SessionId(
          "i" + "0".repeat(IMPORTED_DIGITS).concat(digits).substring(digits.length()));
    } catch (NoSuchAlgorithmException never) {
      throw new IllegalStateException("Every Java has SHA-256.", never);
    }
  }

  /** Whether it is that of a conversation that an agent had without Muster. */
  public boolean isImported() {
    return value.length() == 1 + IMPORTED_DIGITS && value.charAt(0) == 'i';
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
