package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Changed files made ready to be listed. Immutable for its makers: make it on any thread (about a
 * millisecond for a thousand lines, cold) and hand it to {@link DiffView#show} on the JavaFX
 * thread.
 */
public final class DiffDocument {
  /** Nothing has changed. */
  public static final DiffDocument EMPTY = new DiffDocument(List.of(), "", List.of());

  /** A file with more lines is closed at first. */
  static final int OPEN_UP_TO = 600;

  private final List<DiffFile> files;
  private final String notice;
  private final List<List<DiffRow>> rows;

  private DiffDocument(List<DiffFile> files, String notice, List<List<DiffRow>> rows) {
    this.files = files;
    this.notice = notice;
    this.rows = rows;
  }

  /**
   * Makes a document.
   *
   * @param files the changed files in the order they are to be listed
   * @param notice a sentence below them, as {@code 1,200 more files are not shown}; may be empty
   */
  public static DiffDocument of(List<DiffFile> files, String notice) {
    return new DiffDocument(
        List.copyOf(files), notice, files.stream().map(DiffDocument::rowsOf).toList());
  }

  public List<DiffFile> files() {
    return files;
  }

  /** Whether it lists the same as another. */
  boolean sameAs(DiffDocument other) {
    return files.equals(other.files) && notice.equals(other.notice);
  }

  /** The rows of a list in which some files are open and the others show their header only. */
  List<DiffRow> rows(Predicate<DiffFile> open) {
    List<DiffRow> all = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      DiffFile file = files.get(i);
      boolean opened = open.test(file) && !rows.get(i).isEmpty();
      all.add(new DiffRow.File(file));
      if (opened) {
        all.addAll(rows.get(i));
        all.add(new DiffRow.Space());
      }
    }
    if (!notice.isEmpty() && !files.isEmpty()) {
      all.add(new DiffRow.Notice(files.getLast(), notice));
    }
    return all;
  }

  /** Whether a file is open unless the person closed it. */
  static boolean opensAtFirst(DiffFile file) {
    return file.added() + file.removed() <= OPEN_UP_TO;
  }

  private static List<DiffRow> rowsOf(DiffFile file) {
    List<DiffRow> rows = new ArrayList<>();
    for (DiffHunk hunk : file.hunks()) {
      HunkText text = new HunkText(file, hunk);
      rows.add(new DiffRow.Hunk(text));
      int count = hunk.lines().size();
      for (int i = 0; i < count; i++) {
        DiffLine.Kind kind = hunk.lines().get(i).kind();
        rows.add(
            new DiffRow.Line(
                text,
                kind == DiffLine.Kind.ADDED ? -1 : i,
                kind == DiffLine.Kind.REMOVED ? -1 : i,
                i == count - 1));
      }
    }
    if (!file.notice().isEmpty()) {
      rows.add(new DiffRow.Notice(file, file.notice()));
    }
    return rows;
  }
}
