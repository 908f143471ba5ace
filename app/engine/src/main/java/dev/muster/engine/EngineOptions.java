package dev.muster.engine;

import dev.muster.engine.store.DataFolder;
import java.util.Map;

/**
 * How an engine is opened.
 *
 * @param folder where data and settings lie
 * @param environment the variables that name keys and services; usually those of this process
 * @param takesUpQueue whether sessions that wait in the queue begin to work; a command that was
 *     given one task leaves them waiting for the window
 */
public record EngineOptions(
    DataFolder folder, Map<String, String> environment, boolean takesUpQueue) {

  /** For a Muster that stays. */
  public EngineOptions(DataFolder folder, Map<String, String> environment) {
    this(folder, environment, true);
  }

  /** The same, for a Muster that ends after one task. */
  public EngineOptions leavingQueue() {
    return new EngineOptions(folder, environment, false);
  }

  /** The platform's folders, or those of {@code MUSTER_HOME}, and this process's environment. */
  public static EngineOptions standard() {
    return new EngineOptions(DataFolder.standard(), System.getenv());
  }
}
