package dev.muster.engine.host;

/**
 * What a host can do.
 *
 * @param system the operating system's name and version
 * @param containment how a process tree is kept together and tied to Muster's life
 * @param interruptible whether a started command gets the interrupt signal as it would in a
 *     terminal; where it does not, ending it starts with the terminate signal
 * @param usageKnown whether {@link RunningProcess#usage()} can tell anything
 */
public record HostFacts(
    String system, Containment containment, boolean interruptible, boolean usageKnown) {

  /** How a process tree is tied to Muster's life. */
  public enum Containment {
    /** A session of its own, a guard with a death signal (Linux). */
    DEATH_SIGNAL("Commands end with Muster, even when Muster is killed."),
    /** A session of its own, a guard that reads from a pipe only Muster holds open (macOS). */
    LIFELINE("Commands end with Muster, even when Muster is killed."),
    /** Neither: commands end when Muster ends in an orderly way. */
    NONE("If Muster is killed, commands may go on until Muster starts again and ends them.");

    private final String sentence;

    Containment(String sentence) {
      this.sentence = sentence;
    }

    /** What this means for the user. */
    public String sentence() {
      return sentence;
    }
  }
}
