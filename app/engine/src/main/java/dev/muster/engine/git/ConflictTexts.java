package dev.muster.engine.git;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conflicting file from three sides, and as git merged it.
 *
 * @param base what both began with, null when there was no such file
 * @param target what the target has, null when it has no such file
 * @param session what the session has, null when it has no such file
 * @param merged git's merge with its markers in it, null when git left no file there
 */
public record ConflictTexts(
    @Nullable ConflictText base,
    @Nullable ConflictText target,
    @Nullable ConflictText session,
    @Nullable ConflictText merged) {
  private static final Pattern OPEN = Pattern.compile("(?m)^<{7,} ");
  private static final Pattern CLOSE = Pattern.compile("(?m)^>{7,} ");

  /** Whether a text seems to have git's markers of a conflict in it. */
  public static boolean hasMarkers(String text) {
    return OPEN.matcher(text).find() && CLOSE.matcher(text).find();
  }
}
