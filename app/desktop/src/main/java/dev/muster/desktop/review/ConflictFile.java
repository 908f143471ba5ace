package dev.muster.desktop.review;

import dev.muster.engine.git.ConflictText;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Resolution;
import dev.muster.engine.review.SessionConflicts.Shown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One conflicting file and what a person has made of it so far: a text with fewer and fewer
 * markers, or the choice of a whole side. JavaFX thread only.
 */
final class ConflictFile {
  /** What becomes of it as a whole. */
  enum Whole {
    /** Nothing chosen yet; the text counts, if there is one. */
    NONE,
    TARGET,
    SESSION,
    DELETE
  }

  private final MergeConflict conflict;
  private @Nullable Shown shown;
  private String text = "";
  private boolean crlf;
  private boolean editable;
  private Whole whole = Whole.NONE;

  ConflictFile(MergeConflict conflict) {
    this.conflict = conflict;
  }

  MergeConflict conflict() {
    return conflict;
  }

  String path() {
    return conflict.path();
  }

  /** All sides; null while they are not read. */
  @Nullable Shown shown() {
    return shown;
  }

  /** The sides were read. What was made of the file before stays. */
  void show(Shown now) {
    if (shown != null) {
      return;
    }
    shown = now;
    ConflictText merged = now.texts().merged();
    if (merged != null && merged.exact()) {
      String plain = merged.text().replace("\r\n", "\n");
      long ends = plain.chars().filter(c -> c == '\n').count();
      long pairs = merged.text().length() - plain.length();
      crlf = pairs > 0;
      // An editor knows one kind of line end; a file with several would not come out as it was.
      editable =
          plain.indexOf('\r') < 0
              && (pairs == 0 || pairs == ends)
              && !ConflictHunks.in(plain).isEmpty();
      text = editable ? plain : "";
    }
  }

  /** Whether it is resolved by editing a text; else by choosing a side. */
  boolean editable() {
    return editable;
  }

  /** The text as it is now, with {@code \n} at the end of lines. */
  String text() {
    return text;
  }

  void edit(String now) {
    text = now;
    whole = Whole.NONE;
  }

  Whole whole() {
    return whole;
  }

  void choose(Whole now) {
    whole = now;
  }

  /** Conflicts that are left in it. */
  int left() {
    if (whole != Whole.NONE) {
      return 0;
    }
    return editable ? hunks().size() : 1;
  }

  List<ConflictHunks.Hunk> hunks() {
    return ConflictHunks.in(text);
  }

  /** What becomes of it; empty while that is open. */
  Optional<Resolution> resolution() {
    return switch (whole) {
      case TARGET -> Optional.of(new Resolution.TakeTarget(path()));
      case SESSION -> Optional.of(new Resolution.TakeSession(path()));
      case DELETE -> Optional.of(new Resolution.Delete(path()));
      case NONE ->
          !editable || left() > 0
              ? Optional.empty()
              : Optional.of(
                  new Resolution.Content(
                      path(),
                      (crlf ? text.replace("\n", "\r\n") : text).getBytes(StandardCharsets.UTF_8)));
    };
  }
}
