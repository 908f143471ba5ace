package dev.muster.desktop.grid;

import dev.muster.desktop.control.DiffDocument;
import dev.muster.desktop.control.DiffFile;
import dev.muster.desktop.control.DiffHunk;
import dev.muster.desktop.control.DiffLine;
import dev.muster.desktop.live.Words;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes of what git said what a diff view lists. May be called from any thread. */
public final class DiffDocuments {
  private DiffDocuments() {}

  /**
   * The document for a changeset.
   *
   * @param diffs of its first files, in their order
   */
  static DiffDocument of(Changeset changes, List<FileDiff> diffs) {
    List<DiffFile> files = new ArrayList<>();
    for (int i = 0; i < diffs.size(); i++) {
      files.add(file(changes.files().get(i), diffs.get(i)));
    }
    List<String> notices = new ArrayList<>();
    int more = changes.files().size() - diffs.size() + changes.moreFiles();
    if (more > 0) {
      notices.add(Words.count(more, "more file has", "more files have") + " changed.");
    }
    notices.addAll(changes.leftOut());
    return DiffDocument.of(files, String.join(" ", notices));
  }

  /**
   * The document for a changeset of whose files only some were read.
   *
   * @param diffs by path
   * @param unread what is said of those that were not
   */
  public static DiffDocument of(
      Changeset changes, Map<String, FileDiff> diffs, String unread, List<String> notices) {
    List<DiffFile> files = new ArrayList<>();
    for (FileChange change : changes.files()) {
      FileDiff diff = diffs.get(change.path());
      files.add(
          file(
              change,
              diff == null
                  ? new FileDiff(
                      change.oldPath(), change.path(), FileDiff.State.CUT, List.of(), unread)
                  : diff));
    }
    List<String> all = new ArrayList<>(notices);
    if (changes.moreFiles() > 0) {
      all.add(Words.count(changes.moreFiles(), "more file has", "more files have") + " changed.");
    }
    all.addAll(changes.leftOut());
    return DiffDocument.of(files, String.join(" ", all));
  }

  private static DiffFile file(FileChange change, FileDiff diff) {
    return new DiffFile(
        switch (change.status()) {
          case ADDED -> DiffFile.Change.ADDED;
          case MODIFIED -> DiffFile.Change.MODIFIED;
          case DELETED -> DiffFile.Change.DELETED;
          case RENAMED -> DiffFile.Change.RENAMED;
          case COPIED -> DiffFile.Change.COPIED;
          case TYPE_CHANGED, MODE_CHANGED -> DiffFile.Change.MODE;
        },
        change.path(),
        change.oldPath() == null ? change.path() : change.oldPath(),
        Math.max(0, change.added()),
        Math.max(0, change.removed()),
        diff.hunks().stream().map(DiffDocuments::hunk).toList(),
        diff.note());
  }

  private static DiffHunk hunk(Hunk hunk) {
    return new DiffHunk(
        hunk.oldStart(),
        hunk.newStart(),
        hunk.section(),
        hunk.lines().stream()
            .map(
                line ->
                    new DiffLine(
                        switch (line.kind()) {
                          case CONTEXT -> DiffLine.Kind.CONTEXT;
                          case ADDED -> DiffLine.Kind.ADDED;
                          case REMOVED -> DiffLine.Kind.REMOVED;
                        },
                        line.text(),
                        line.ending() == dev.muster.engine.git.DiffLine.Ending.NONE))
            .toList());
  }
}
