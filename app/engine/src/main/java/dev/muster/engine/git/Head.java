package dev.muster.engine.git;

import org.jspecify.annotations.Nullable;

/**
 * What a checkout stands on.
 *
 * @param branch the branch's short name, null when detached
 * @param commit the full commit id
 */
public record Head(@Nullable String branch, String commit) {
  public boolean detached() {
    return branch == null;
  }

  /** The branch, or {@code detached at 1a2b3c4d}. */
  public String label() {
    return branch != null ? branch : "detached at " + commit.substring(0, 8);
  }
}
