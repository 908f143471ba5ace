package dev.muster.engine.git;

import java.util.regex.Pattern;

/** A version of git, {@code 2.39.5}. */
public record GitVersion(int major, int minor, int patch) implements Comparable<GitVersion> {
  /** The oldest that has what Muster needs: {@code merge-tree --write-tree}. */
  public static final GitVersion OLDEST = new GitVersion(2, 38, 0);

  private static final Pattern TEXT =
      Pattern.compile("git version (\\d+)\\.(\\d+)(?:\\.(\\d+))?.*");

  /** Reads the output of {@code git version}. */
  static GitVersion parse(String text) throws GitException {
    var m = TEXT.matcher(text.strip());
    if (!m.matches()) {
      throw new GitException("The git found here does not tell its version: " + text.strip());
    }
    return new GitVersion(
        Integer.parseInt(m.group(1)),
        Integer.parseInt(m.group(2)),
        m.group(3) == null ? 0 : Integer.parseInt(m.group(3)));
  }

  @Override
  public int compareTo(GitVersion o) {
    return major != o.major
        ? Integer.compare(major, o.major)
        : minor != o.minor ? Integer.compare(minor, o.minor) : Integer.compare(patch, o.patch);
  }

  @Override
  public String toString() {
    return major + "." + minor + "." + patch;
  }
}
