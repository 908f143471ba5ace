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

/** Makes of what git said what a diff view lists. May be called from any thread. */
final class DiffDocuments {
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
