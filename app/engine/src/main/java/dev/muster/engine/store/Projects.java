package dev.muster.engine.store;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The repositories Muster has worked in. Safe for any thread; methods block some milliseconds. */
public interface Projects {
  /**
   * A repository.
   *
   * @param id stable, whatever its path ({@code git.Repository#id})
   * @param checkout where it was last seen, absolute
   */
  record Project(String id, String name, Path checkout, Instant lastOpened) {}

  /** Remembers it as opened just now, at this path. */
  Project opened(String id, String name, Path checkout);

  /** All, the one opened last first. */
  List<Project> all();

  /** One by its id. */
  Optional<Project> find(String id);

  /** Takes it off the list. Its sessions and files stay as they are. */
  void forget(String id);
}
