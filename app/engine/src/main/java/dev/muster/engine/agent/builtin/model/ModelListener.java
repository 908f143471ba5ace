package dev.muster.engine.agent.builtin.model;

/** Hears what streams in. */
@FunctionalInterface
public interface ModelListener {

  /** A listener for callers who only want the answer. */
  ModelListener NONE = _ -> {};

  /** Called on the thread that made the request, in order. Must return quickly and never throw. */
  void on(ModelEvent event);
}
