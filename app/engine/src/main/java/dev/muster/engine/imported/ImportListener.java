package dev.muster.engine.imported;

/** Follows an import, on the thread that runs it. Must return soon. */
public interface ImportListener {
  /** Listens to nothing. */
  ImportListener NOBODY = new ImportListener() {};

  /** How far it is; some times a second, and at the end. */
  default void progress(ImportProgress progress) {}

  /** A conversation was looked at, and what is new of it is stored. */
  default void taken(Taken taken) {}

  /** Whether to stop. What was taken in until then stays; the next import goes on from there. */
  default boolean cancelled() {
    return false;
  }
}
