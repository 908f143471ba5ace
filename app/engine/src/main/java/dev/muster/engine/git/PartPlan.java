package dev.muster.engine.git;

import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.git.RefusedException.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Works out which files have to become what so that parts of the changes are gone. */
final class PartPlan {
  /** A file larger than this is dropped as a whole or not at all. */
  static final int MAX_BYTES = 64 << 20;

  private final Blobs blobs;
  private final Map<String, PathChange> changes = new LinkedHashMap<>();

  PartPlan(Blobs blobs) {
    this.blobs = blobs;
  }

  List<PathChange> of(List<Part> parts) throws GitException {
    var byFile = new LinkedHashMap<FileChange, List<Part>>();
    for (var part : parts) {
      byFile.computeIfAbsent(part.file(), f -> new ArrayList<>()).add(part);
    }
    for (var entry : byFile.entrySet()) {
      file(entry.getKey(), entry.getValue());
    }
    var all = changes.values().stream().filter(c -> !c.before().equals(c.after())).toList();
    if (all.isEmpty()) {
      throw new RefusedException(Reason.NOTHING, "There is nothing in this that could be dropped.");
    }
    return all;
  }

  private void file(FileChange file, List<Part> parts) throws GitException {
    if (file.kind() == Kind.SUBMODULE
        || file.oldMode().equals("160000")
        || file.newMode().equals("160000")) {
      throw new RefusedException(
          Reason.NOT_POSSIBLE,
          "“%s” is a submodule: what it stands on can only be changed inside it."
              .formatted(file.path()));
    }
    var old = new FileState(file.oldMode(), file.oldId());
    var now = new FileState(file.newMode(), file.newId());
    boolean copied = file.status() == Status.COPIED;
    var oldPath = file.oldPath() == null ? file.path() : file.oldPath();
    if (parts.stream().anyMatch(Part.Whole.class::isInstance)) {
      if (copied) {
        add(file.path(), now, FileState.NONE);
      } else {
        move(file.path(), oldPath, now, old);
      }
      return;
    }
    var next = now;
    var lines = new ArrayList<Part.Lines>();
    var path = file.path();
    for (var part : parts) {
      switch (part) {
        case Part.Whole whole -> throw new IllegalStateException("seen above: " + whole);
        case Part.Lines some -> lines.add(some);
        case Part.Mode mode -> {
          if (!old.regular() || !now.regular()) {
            throw new RefusedException(
                Reason.NOT_POSSIBLE,
                "“%s” has no other mode to go back to; drop the file as a whole.".formatted(path));
          }
          next = new FileState(old.mode(), next.id());
        }
        case Part.Name name -> {
          if (file.status() != Status.RENAMED) {
            throw new RefusedException(
                Reason.NOT_POSSIBLE, "“%s” was not renamed.".formatted(name.file().path()));
          }
          path = oldPath;
        }
      }
    }
    if (!lines.isEmpty()) {
      next = without(file, old, next, lines);
    }
    move(file.path(), path, now, next);
  }

  /** What a file is without some of its changed lines. */
  private FileState without(FileChange file, FileState old, FileState now, List<Part.Lines> lines)
      throws GitException {
    if (!(old.regular() || old.none()) || !(now.regular() || now.none())) {
      throw noText(file);
    }
    var before = bytes(old);
    var after = bytes(now);
    // Not as the changeset calls it: that has bounds of its own for what is shown as text.
    if (isBinary(before) || isBinary(after)) {
      throw noText(file);
    }
    var result = LineSplice.undo(before, after, lines);
    if (old.none() && result.length == 0 && after.length > 0) {
      return FileState.NONE;
    }
    if (java.util.Arrays.equals(result, after)) {
      return now;
    }
    // A deleted file comes back with the lines that were chosen, and with its old mode.
    return new FileState(now.none() ? old.mode() : now.mode(), blobs.store(result));
  }

  private static boolean isBinary(byte[] content) {
    var form = TextForm.of(content, true);
    return form == null || form.encoding().wide();
  }

  private static RefusedException noText(FileChange file) {
    return new RefusedException(
        Reason.NOT_POSSIBLE,
        "“%s” is not a text; it can only be dropped as a whole.".formatted(file.path()));
  }

  private byte[] bytes(FileState state) throws GitException {
    return state.none() ? new byte[0] : blobs.all(state.id(), MAX_BYTES);
  }

  private void move(String from, String to, FileState now, FileState next) throws GitException {
    if (from.equals(to)) {
      add(from, now, next);
    } else {
      // First what comes, so that at every moment the file is somewhere.
      add(to, FileState.NONE, next);
      add(from, now, FileState.NONE);
    }
  }

  private void add(String path, FileState before, FileState after) throws GitException {
    var known = changes.get(path);
    if (known == null) {
      changes.put(path, new PathChange(path, before, after));
    } else if (known.before().none() && after.none()) {
      changes.put(path, new PathChange(path, before, known.after()));
    } else if (known.after().none() && before.none()) {
      changes.put(path, new PathChange(path, known.before(), after));
    } else {
      throw new RefusedException(
          Reason.NOT_POSSIBLE,
          "Two of these want “%s” to be something else; drop them one after the other."
              .formatted(path));
    }
  }
}
