package dev.muster.engine.keep;

/**
 * What many sessions take on the disk together, in bytes.
 *
 * @param sessions how many were measured
 * @param complete false when it was stopped, or a part could not be read
 */
public record DiskTotal(
    int sessions,
    long events,
    long journal,
    long files,
    long source,
    long caches,
    boolean complete) {
  /** Of no session. */
  public static final DiskTotal NONE = new DiskTotal(0, 0, 0, 0, 0, 0, true);

  /** With one more session. */
  public DiskTotal plus(DiskUse use) {
    return new DiskTotal(
        sessions + 1,
        events + use.events(),
        journal + use.journal(),
        files + use.files(),
        source + use.source(),
        caches + use.caches(),
        complete && use.complete());
  }

  DiskTotal cutShort() {
    return new DiskTotal(sessions, events, journal, files, source, caches, false);
  }

  /** All of it. */
  public long total() {
    return journal + files + source + caches;
  }
}
