package dev.muster.engine.git;

import java.util.LinkedHashSet;
import java.util.List;

/** Says in words what parts are. */
final class PartWords {
  private PartWords() {}

  static String of(List<Part> parts) {
    var files = new LinkedHashSet<FileChange>();
    parts.forEach(p -> files.add(p.file()));
    if (files.size() > 1) {
      return "changes of %,d files".formatted(files.size());
    }
    if (parts.size() > 1 && parts.stream().noneMatch(Part.Whole.class::isInstance)) {
      return "%,d parts of %s"
          .formatted(parts.size(), ShownPath.of(parts.getFirst().file().path()));
    }
    return parts.stream()
        .filter(Part.Whole.class::isInstance)
        .findFirst()
        .map(PartWords::one)
        .orElseGet(() -> one(parts.getFirst()));
  }

  private static String one(Part part) {
    var file = part.file();
    return switch (part) {
      case Part.Lines some -> lines(some);
      case Part.Mode mode -> "the new mode of " + ShownPath.of(mode.file().path());
      case Part.Name name -> renaming(name.file());
      case Part.Whole whole -> whole(whole.file());
    };
  }

  private static String renaming(FileChange file) {
    var before = file.oldPath() == null ? file.path() : file.oldPath();
    return "the renaming of %s to %s".formatted(ShownPath.of(before), ShownPath.of(file.path()));
  }

  private static String whole(FileChange file) {
    return switch (file.status()) {
      case ADDED -> "the new file " + ShownPath.of(file.path());
      case COPIED -> "the copy " + ShownPath.of(file.path());
      case DELETED -> "the deletion of " + ShownPath.of(file.path());
      case RENAMED -> renaming(file);
      case MODE_CHANGED -> "the new mode of " + ShownPath.of(file.path());
      case MODIFIED, TYPE_CHANGED -> "all changes of " + ShownPath.of(file.path());
    };
  }

  private static String lines(Part.Lines part) {
    int changed = 0;
    int chosen = 0;
    for (int i = 0; i < part.hunk().lines().size(); i++) {
      if (part.hunk().lines().get(i).kind() != DiffLine.Kind.CONTEXT) {
        changed++;
        chosen += part.lines().contains(i) ? 1 : 0;
      }
    }
    var path = ShownPath.of(part.file().path());
    if (chosen == changed) {
      return "a hunk of " + path;
    }
    return chosen == 1 ? "a line of " + path : "%,d lines of %s".formatted(chosen, path);
  }
}
