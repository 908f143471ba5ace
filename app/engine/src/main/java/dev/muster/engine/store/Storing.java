package dev.muster.engine.store;

import java.time.Instant;

/**
 * Whether what happens is stored at this moment. What was acknowledged is safe in every state; the
 * states differ in what becomes of the next event.
 */
public sealed interface Storing {
  /** What is appended is committed within milliseconds. */
  record Fine() implements Storing {}

  /**
   * Nothing can be committed for now, and nothing is lost: what was appended waits in memory, in
   * order, and is written as soon as the disk allows it again, which is tried every second. At most
   * 8,192 events or 32 MiB wait; whoever appends more is held until there is room. Agents should be
   * paused meanwhile: what waits in memory does not survive the end of Muster.
   *
   * @param cause what hinders
   * @param sentence for a person: what happened, what was kept, what to do
   * @param bytesWaiting of events that wait in memory; grows while this lasts, see {@link
   *     Journal#storing()} for the present figure
   * @param bytesNeeded about so much must be free on the disk for all that waits
   * @param bytesFree so much was free when this was made; -1 when the system does not say
   * @param since when it began
   */
  record Held(
      Cause cause,
      String sentence,
      long bytesWaiting,
      long bytesNeeded,
      long bytesFree,
      Instant since)
      implements Storing {}

  /**
   * Nothing will be committed any more before Muster is started again; what waited has failed.
   *
   * @param sentence for a person: what happened, what was kept, what to do
   */
  record Ended(String sentence) implements Storing {}

  /** What hinders storing and may pass by itself or by a person's hand. */
  enum Cause {
    /** No room, or no quota left. */
    DISK_FULL,
    /** The file, its folder or the whole file system takes no writing. */
    READ_ONLY,
    /** The system reports an error of the device. */
    DISK_ERROR,
    /** Another program holds the file. */
    LOCKED
  }

  /**
   * Told when storing comes to another state. One call at a time, in order, on a virtual thread; it
   * may block, it then delays only what is told next.
   */
  @FunctionalInterface
  interface Listener {
    /** Called with the state as it is when the listener comes, then with each change. */
    void changed(Storing now);
  }
}
