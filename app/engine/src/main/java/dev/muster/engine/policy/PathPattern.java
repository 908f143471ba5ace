package dev.muster.engine.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A file pattern of a rule; see {@link Rule} for what it may say. */
final class PathPattern {
  private final Path base;
  private final List<String> segments = new ArrayList<>();

  PathPattern(String pattern, Path worktree, Path home) {
    String text = pattern.replace('\\', '/');
    Path from = worktree;
    if (text.equals("~") || text.startsWith("~/")) {
      from = home;
      text = text.substring(1);
    } else if (text.startsWith("/")) {
      Path root = worktree.getRoot();
      from = root == null ? worktree : root;
    } else if (!text.contains("/")) {
      segments.add("**");
    }
    for (String segment : text.split("/")) {
      if (segment.equals("..") && segments.isEmpty()) {
        Path parent = from.getParent();
        from = parent == null ? from : parent;
      } else if (!segment.isEmpty() && !segment.equals(".")) {
        segments.add(segment);
      }
    }
    base = from;
  }

  /** Whether an allowing rule covers this place: judged by where it really leads. */
  boolean allows(Place place) {
    Path real = place.real();
    return real != null && matches(real, false);
  }

  /** Whether a forbidding rule means this place: by any of its names, in any spelling. */
  boolean denies(Place place) {
    Path real = place.real();
    return matches(place.given().normalize(), true) || (real != null && matches(real, true));
  }

  /** Whether the path, or a folder it is in, matches. */
  private boolean matches(Path path, boolean ignoreCase) {
    if (!path.startsWith(base)) {
      return false;
    }
    Path rest = base.relativize(path);
    int names = rest.toString().isEmpty() ? 0 : rest.getNameCount();
    // reached[i]: the pattern so far can match the first i names.
    boolean[] reached = new boolean[names + 1];
    reached[0] = true;
    for (String segment : segments) {
      boolean[] next = new boolean[names + 1];
      boolean any = false;
      for (int i = 0; i <= names; i++) {
        if (segment.equals("**")) {
          any |= reached[i];
          next[i] = any;
        } else if (i > 0 && reached[i - 1]) {
          next[i] = Wildcard.matches(segment, rest.getName(i - 1).toString(), ignoreCase);
        }
      }
      reached = next;
    }
    for (boolean here : reached) {
      if (here) {
        return true;
      }
    }
    return false;
  }
}
