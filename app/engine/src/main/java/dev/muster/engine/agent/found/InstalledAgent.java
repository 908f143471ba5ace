package dev.muster.engine.agent.found;

import dev.muster.engine.agent.found.KnownAgent.Speaks;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an agent that is a program of its own stands on this machine: what a person wants to know of
 * it. Holds no variable's value.
 *
 * @param id of its profile
 * @param name for people
 * @param status in two or three words, such as "signed in" or "not installed"
 * @param remedy what to do when it cannot be started, a sentence; null when it can
 * @param program where it was found, absolute; null when it was not
 * @param command how it is started, as found or as the settings say
 * @param version as the program tells it; null where it was not asked or does not tell
 * @param tested the version Muster was tested with; null for one that Muster does not know
 * @param known whether Muster knows it by name
 * @param configured whether the settings have an entry for it
 * @param unset variables the settings pass on to it ({@code pass_env}) that Muster itself does not
 *     have
 */
public record InstalledAgent(
    String id,
    String name,
    Speaks speaks,
    State state,
    String status,
    @Nullable String remedy,
    @Nullable String program,
    List<String> command,
    @Nullable String version,
    @Nullable String tested,
    Age age,
    boolean known,
    boolean configured,
    List<String> unset) {

  public InstalledAgent {
    command = List.copyOf(command);
    unset = List.copyOf(unset);
  }

  /** Whether it can be started. */
  public enum State {
    /** It can; whether it is signed in may not be known. */
    READY,
    /** It is installed and has no account to work with. */
    NOT_SIGNED_IN,
    /** Its program was not found. */
    MISSING,
    /** The settings leave it out. */
    OFF
  }

  /** Its version beside the one Muster was tested with. */
  public enum Age {
    SAME,
    OLDER,
    NEWER,
    UNKNOWN
  }

  /** What its version means, half a sentence; empty when there is nothing to say. */
  public String ageNote() {
    return switch (age) {
      case OLDER -> "older than " + tested + ", which Muster was tested with";
      case NEWER -> "newer than " + tested + ", which Muster was tested with";
      case SAME, UNKNOWN -> "";
    };
  }

  /** Compares versions number by number; what follows the numbers does not count. */
  static Age compare(@Nullable String version, @Nullable String tested) {
    if (version == null || tested == null) {
      return Age.UNKNOWN;
    }
    int[] here = numbers(version);
    int[] there = numbers(tested);
    for (int i = 0; i < here.length; i++) {
      if (here[i] != there[i]) {
        return here[i] < there[i] ? Age.OLDER : Age.NEWER;
      }
    }
    return Age.SAME;
  }

  private static int[] numbers(String version) {
    int[] numbers = new int[3];
    String[] parts = version.split("[^0-9]+", 4);
    for (int i = 0; i < Math.min(3, parts.length); i++) {
      // A part of ten digits is no version of anything.
      numbers[i] = parts[i].isEmpty() || parts[i].length() > 9 ? 0 : Integer.parseInt(parts[i]);
    }
    return numbers;
  }
}
