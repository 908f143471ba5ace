package dev.muster.engine.policy;

import java.nio.file.Path;
import java.util.List;

/**
 * The files that rules deny reading, for what looks into many files at once. Immutable; safe for
 * any thread.
 */
public final class HiddenFiles {
  /** No file is hidden. */
  public static final HiddenFiles NONE = new HiddenFiles(List.of(), new Places(Path.of("/")));

  private final List<PathPattern> patterns;
  private final Places places;

  HiddenFiles(List<PathPattern> patterns, Places places) {
    this.patterns = List.copyOf(patterns);
    this.places = places;
  }

  /** Whether no file is hidden. */
  public boolean none() {
    return patterns.isEmpty();
  }

  /** Whether a rule denies reading a file, by any of its names. Follows links, so it may block. */
  public boolean hides(Path file) {
    if (patterns.isEmpty()) {
      return false;
    }
    Place place = places.find(file);
    return patterns.stream().anyMatch(pattern -> pattern.denies(place));
  }
}
