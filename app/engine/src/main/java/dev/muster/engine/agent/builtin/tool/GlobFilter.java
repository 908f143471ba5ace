package dev.muster.engine.agent.builtin.tool;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * Says which paths a file pattern means. Without a slash it is for names in any folder; a leading
 * double star stands for no folder as well.
 */
final class GlobFilter {
  private final PathMatcher matcher;
  private final PathMatcher shallow;
  private final boolean nameOnly;

  /**
   * Reads a pattern; one that cannot be read is taken literally.
   *
   * @param glob {@code *}, {@code **}, {@code ?}, {@code [a-z]}, {@code {a,b}}
   */
  GlobFilter(String glob) {
    this.nameOnly = glob.indexOf('/') < 0;
    this.matcher = matcher(glob);
    this.shallow = glob.startsWith("**/") ? matcher(glob.substring(3)) : matcher;
  }

  private static PathMatcher matcher(String glob) {
    try {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException _) {
      return path -> path.toString().equals(glob);
    }
  }

  boolean matches(String path) {
    Path whole = Path.of(path);
    Path tested = nameOnly ? whole.getFileName() : whole;
    return tested != null && (matcher.matches(tested) || shallow.matches(tested));
  }
}
