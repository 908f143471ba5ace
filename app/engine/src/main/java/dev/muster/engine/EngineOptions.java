package dev.muster.engine;

import dev.muster.engine.store.DataFolder;
import java.util.Map;

/**
 * How an engine is opened.
 *
 * @param folder where data and settings lie
 * @param environment the variables that name keys and services; usually those of this process
 */
public record EngineOptions(DataFolder folder, Map<String, String> environment) {

  /** The platform's folders, or those of {@code MUSTER_HOME}, and this process's environment. */
  public static EngineOptions standard() {
    return new EngineOptions(DataFolder.standard(), System.getenv());
  }
}
