package dev.muster.engine.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that was looked at.
 *
 * @param id stable, such as {@code git} or {@code agent.claude}; several findings may share it
 * @param about what it is about, for people
 * @param text what was found, without a key or any variable's value
 * @param remedy what to do, a sentence or a command; null when there is nothing to do
 */
public record Finding(String id, Level level, String about, String text, @Nullable String remedy) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Worth knowing; nothing lacks. */
    NOTE,
    /** Works, but not as it could, or not for long. */
    WARNING,
    /** Something does not work. */
    PROBLEM
  }

  static Finding ok(String id, String about, String text) {
    return new Finding(id, Level.OK, about, text, null);
  }

  static Finding note(String id, String about, String text, @Nullable String remedy) {
    return new Finding(id, Level.NOTE, about, text, remedy);
  }

  static Finding warning(String id, String about, String text, String remedy) {
    return new Finding(id, Level.WARNING, about, text, remedy);
  }

  static Finding problem(String id, String about, String text, String remedy) {
    return new Finding(id, Level.PROBLEM, about, text, remedy);
  }
}
