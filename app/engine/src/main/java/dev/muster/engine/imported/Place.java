package dev.muster.engine.imported;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The project an old conversation belongs to.
 *
 * @param projectId the repository's id, or {@link #ELSEWHERE}
 * @param name for people
 * @param folder the checkout, or where the conversation says it was
 */
public record Place(String projectId, String name, String folder) {
  /** Id and name of the project for what lies in no repository, or in one that is gone. */
  public static final String ELSEWHERE = "elsewhere";

  static Place elsewhere(String cwd) {
    return new Place(ELSEWHERE, ELSEWHERE, cwd);
  }

  /** Finds the repository a folder lies in. May block. */
  public interface Finder {
    /** Null when there is none. The folder exists. */
    @Nullable Place find(Path folder);
  }
}
