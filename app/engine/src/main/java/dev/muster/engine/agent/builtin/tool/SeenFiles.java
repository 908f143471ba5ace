package dev.muster.engine.agent.builtin.tool;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what each file held when the model last saw it, so that an edit never overwrites a
 * change the model does not know of. Holds hashes only, of at most {@link #MOST} files; the longest
 * unused go first. Safe for any thread.
 */
public final class SeenFiles {
  /** More files than a session reads; a forgotten one must be read again. */
  static final int MOST = 20_000;

  private final Map<Path, String> hashes = new LinkedHashMap<>(64, 0.75f, true);

  /** The model knows this content now. */
  public synchronized void saw(Path realPath, String sha256) {
    hashes.put(realPath, sha256);
    if (hashes.size() > MOST) {
      hashes.remove(hashes.keySet().iterator().next());
    }
  }

  /** The hash of the content the model last saw; null when it has not seen the file. */
  public synchronized @Nullable String lastSeen(Path realPath) {
    return hashes.get(realPath);
  }
}
