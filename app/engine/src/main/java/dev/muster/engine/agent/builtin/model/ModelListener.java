package dev.muster.engine.agent.builtin.model;

/** Hears what streams in. */
@FunctionalInterface
public interface ModelListener {

  /** A listener for callers who only want the answer. */
  ModelListener NONE = _ -> {};

  /** Called on the thread that made the request, in order. Must return quickly and never throw. */
  void on(ModelEvent event);

  /**
   * A line on the wire, for a raw log: what the server sent word for word, or a summary of what it
   * was sent. Never holds a key. Same thread and rules as {@link #on}.
   */
  default void raw(boolean fromModel, String line) {}
}
