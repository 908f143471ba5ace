package dev.muster.desktop.control;

import org.jspecify.annotations.Nullable;

/**
 * One row of a log as it is shown: what it is, what it says, and a short note at its right end.
 *
 * @param key names a row that may be replaced later (a running command whose exit code is still to
 *     come); null for a row that never changes
 * @param kind what it is
 * @param text what it says; may have several lines. Control characters are made visible, and what
 *     is longer than {@link LogBuffer#MAX_ROW_CHARS} is cut with a word that says so
 * @param note a few words at the right end, as {@code exit 0 · 3.1 s}; may be empty
 * @param noteTone the note's colour; {@link Tone#NEUTRAL} is muted
 */
public record LogRow(@Nullable String key, LogKind kind, String text, String note, Tone noteTone) {
  /** Whether it is folded away: a row with neither text nor note takes no room. */
  boolean isFolded() {
    return text.isEmpty() && note.isEmpty();
  }

  /** A row without a note that never changes. */
  public static LogRow of(LogKind kind, String text) {
    return new LogRow(null, kind, text, "", Tone.NEUTRAL);
  }

  /** This row under a key, so that {@link LogView#put} can replace it. */
  public LogRow withKey(String newKey) {
    return new LogRow(newKey, kind, text, note, noteTone);
  }

  /** This row with a note at its right end. */
  public LogRow withNote(String newNote, Tone tone) {
    return new LogRow(key, kind, text, newNote, tone);
  }
}
