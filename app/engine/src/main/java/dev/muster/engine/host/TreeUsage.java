package dev.muster.engine.host;

import java.time.Duration;
import java.util.Set;

/**
 * What a process tree uses, summed over all that belong to it. Two of these, some seconds apart,
 * tell whether it is alive: time or bytes have grown, or something is on the disk.
 *
 * @param known false where the system does not tell; everything else is then zero
 * @param cpu processor time used so far, ended children included
 * @param residentBytes memory held now
 * @param ioBytes bytes read and written so far by those still running
 * @param processes how many belong to the tree now
 * @param waits what they wait for now
 */
public record TreeUsage(
    boolean known, Duration cpu, long residentBytes, long ioBytes, int processes, Set<Wait> waits) {

  /** What a process does right now. */
  public enum Wait {
    /** It computes. */
    RUNNING,
    /** It waits for the disk. */
    DISK,
    /** It waits for something to be written into a pipe, most likely by Muster. */
    INPUT,
    /** It waits for the network, most likely for a model. */
    SOCKET,
    /** It waits for a lock of another process. */
    LOCK,
    /** It waits for a child. */
    CHILD,
    /** It sleeps or waits for one of several things. */
    OTHER
  }

  public TreeUsage {
    waits = Set.copyOf(waits);
  }

  /** Nothing is known: there is no process information on this system, or the tree is gone. */
  public static TreeUsage unknown() {
    return new TreeUsage(false, Duration.ZERO, 0, 0, 0, Set.of());
  }
}
