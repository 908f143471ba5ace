package dev.muster.engine.imported;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where old conversations were, by the folder that stands in their files. That is data: it is
 * looked at only to find the repository it lies in. Used by one thread.
 */
final class Places {
  private static final int MOST = 1_000;
  private static final int LONGEST = 4_096;

  private final Place.Finder finder;
  private final Map<String, Place> known = new LinkedHashMap<>();

  Places(Place.Finder finder) {
    this.finder = finder;
  }

  Place of(String cwd) {
    Place place = known.get(cwd);
    if (place == null) {
      Path folder = path(cwd);
      Place found = folder == null || !Files.isDirectory(folder) ? null : finder.find(folder);
      place = found == null ? Place.elsewhere(cwd) : found;
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(cwd, place);
    }
    return place;
  }

  /** The folder as a path; null when it is none. */
  static @Nullable Path path(String cwd) {
    try {
      Path path = Path.of(cwd);
      return !cwd.isEmpty() && cwd.length() <= LONGEST && path.isAbsolute()
          ? path.normalize()
          : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /** Whether a conversation was in this folder or below it. */
  static boolean isInside(String cwd, Path folder) {
    Path path = path(cwd);
    return path != null && (path.startsWith(folder) || real(path).startsWith(real(folder)));
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException gone) {
      return path;
    }
  }
}
