package dev.muster.engine.export;

/** Told how an export or an import goes on, on the thread that does it. */
public interface ExportListener {
  /** Listens to nothing. */
  ExportListener NONE = new ExportListener() {};

  /** So many events of so many are done; called now and then. */
  default void progress(long done, long of) {}

  /** Asked now and then; when it says so nothing is left of what was begun. */
  default boolean cancelled() {
    return false;
  }
}
