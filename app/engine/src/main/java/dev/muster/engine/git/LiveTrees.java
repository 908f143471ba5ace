package dev.muster.engine.git;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The live trees of a repository that were used last, so that asking again for one costs no git
 * call and finds what was measured before. Bounded; safe for any thread.
 */
final class LiveTrees {
  private static final int MAX = 32;

  private record Key(Path worktree, Path index, ChangeBounds bounds) {}

  private final Map<Key, LiveTree> used =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, LiveTree> eldest) {
          return size() > MAX;
        }
      };

  /** The one used before, null when there is none or its worktree is gone. */
  synchronized @Nullable LiveTree get(Path worktree, Path index, ChangeBounds bounds) {
    var key = new Key(worktree, index, bounds);
    var known = used.get(key);
    if (known != null && !(Files.isDirectory(worktree) && Files.isDirectory(known.gitDir()))) {
      used.remove(key);
      return null;
    }
    return known;
  }

  synchronized void put(Path worktree, Path index, ChangeBounds bounds, LiveTree live) {
    used.put(new Key(worktree, index, bounds), live);
  }

  /** Forgets all of a worktree. */
  synchronized void forget(Path worktree) {
    used.keySet().removeIf(key -> key.worktree.equals(worktree));
  }
}
