package dev.muster.engine.git;

import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.FileDiff.State;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks git what differs between two trees, and how, within bounds. */
final class DiffReader {
  private final Git git;
  private final GitPlace store;
  private final ChangeBounds bounds;

  DiffReader(Git git, Path commonDir, ChangeBounds bounds) {
    this.git = git;
    this.store = GitPlace.store(commonDir);
    this.bounds = bounds;
  }

  Changeset changes(String from, String to, List<String> leftOut) throws GitException {
    var fields =
        git.run(
                store,
                "-c",
                "core.bigFileThreshold=" + bounds.maxTextBytes(),
                "diff-tree",
                "-r",
                "-z",
                "--raw",
                "--numstat",
                "--no-abbrev",
                "-M",
                "-l1000",
                "--diff-algorithm=histogram",
                "--no-ext-diff",
                "--no-textconv",
                from,
                to,
                "--")
            .fields();
    var all = RawDiff.parse(fields);
    int shown = Math.min(all.size(), bounds.maxFiles());
    return new Changeset(from, to, all.subList(0, shown), all.size() - shown, leftOut);
  }

  /**
   * The lines of one file, from the two contents alone: what the worktree's attributes say about
   * the file cannot hide a change here.
   */
  FileDiff diff(Changeset of, FileChange file) throws GitException {
    var oldPath = file.status() == Status.ADDED ? null : was(file);
    var newPath = file.status() == Status.DELETED ? null : file.path();
    if (file.kind() == Kind.SUBMODULE) {
      var note = "Submodule: %s → %s.".formatted(shortId(file.oldId()), shortId(file.newId()));
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), note);
    }
    var note = note(file);
    if (file.oldId().equals(file.newId())) {
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), note);
    }
    if (isNone(file.oldId()) || isNone(file.newId())) {
      return whole(file, oldPath, newPath, note);
    }
    var said =
        git.run(
            GitCall.of(
                    store,
                    "-c",
                    "core.bigFileThreshold=" + bounds.maxTextBytes(),
                    "diff",
                    "--no-color",
                    "--no-ext-diff",
                    "--no-textconv",
                    "--diff-algorithm=histogram",
                    "--inter-hunk-context=0",
                    "--src-prefix=a/",
                    "--dst-prefix=b/",
                    "-U3",
                    file.oldId(),
                    file.newId(),
                    "--")
                .cutAt(bounds.maxPatchBytes()));
    var parsed = UnifiedDiff.parse(said.out(), said.cut(), bounds);
    if (parsed.isEmpty()) {
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), note);
    }
    var diff = parsed.getFirst();
    return new FileDiff(oldPath, newPath, diff.state(), diff.hunks(), told(note, diff.state()));
  }

  private static String was(FileChange file) {
    return file.oldPath() != null ? file.oldPath() : file.path();
  }

  /** A new or deleted file: all its lines are. */
  private FileDiff whole(
      FileChange file, @Nullable String oldPath, @Nullable String newPath, String note)
      throws GitException {
    boolean added = isNone(file.oldId());
    var said =
        git.run(
            GitCall.of(store, "cat-file", "blob", added ? file.newId() : file.oldId())
                .cutAt(bounds.maxPatchBytes()));
    var bytes = said.out();
    if (bytes.length == 0) {
      return new FileDiff(oldPath, newPath, State.COMPLETE, List.of(), told(note, "It is empty."));
    }
    if (isBinary(bytes)) {
      return new FileDiff(oldPath, newPath, State.BINARY, List.of(), told(note, State.BINARY));
    }
    var lines =
        new WholeFile(bytes, bounds).lines(added ? DiffLine.Kind.ADDED : DiffLine.Kind.REMOVED);
    boolean cut = said.cut() || lines.size() > bounds.maxPatchLines();
    if (cut) {
      lines = lines.subList(0, Math.min(lines.size(), bounds.maxPatchLines()));
    }
    int n = lines.size();
    var hunk = added ? new Hunk(0, 0, 1, n, "", lines) : new Hunk(1, n, 0, 0, "", lines);
    var state = cut ? State.CUT : State.COMPLETE;
    return new FileDiff(oldPath, newPath, state, List.of(hunk), told(note, state));
  }

  /** Git's own rule: a NUL in the first 8000 bytes. */
  private static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, 8000); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static String note(FileChange file) {
    var notes = new ArrayList<String>();
    if (file.oldPath() != null) {
      notes.add(
          (file.status() == Status.COPIED ? "Copied from “%s”." : "Renamed from “%s”.")
              .formatted(file.oldPath()));
    }
    boolean both = !isNone(file.oldMode()) && !isNone(file.newMode());
    if (both && !file.oldMode().equals(file.newMode())) {
      notes.add("Mode %s → %s.".formatted(file.oldMode(), file.newMode()));
    }
    if (file.kind() == Kind.LINK) {
      notes.add("A symbolic link; its line is where it points.");
    }
    return String.join(" ", notes);
  }

  private String told(String note, State state) {
    return switch (state) {
      case COMPLETE -> note;
      case CUT -> told(note, "Only the beginning is shown.");
      case BINARY -> told(note, "Not text, or too large to be shown as text.");
      case COMBINED -> told(note, "A difference between several versions.");
    };
  }

  private static String told(String note, String more) {
    return note.isEmpty() ? more : note + " " + more;
  }

  private static boolean isNone(String id) {
    return id.chars().allMatch(c -> c == '0');
  }

  private static String shortId(String id) {
    return isNone(id) ? "nothing" : id.substring(0, 8);
  }
}
