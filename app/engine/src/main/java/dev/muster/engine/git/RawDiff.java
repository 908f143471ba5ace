package dev.muster.engine.git;

import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@code git diff-tree -r -z --raw --numstat} (git-diff-tree(1), "RAW OUTPUT").
 */
final class RawDiff {
  private record Entry(String modes, Status status, @Nullable String oldPath, String path) {}

  private record Counts(int added, int removed) {}

  private static final Counts UNKNOWN = new Counts(-1, -1);
  private static final Counts NONE = new Counts(0, 0);

  private RawDiff() {}

  /**
   * @param fields what {@link GitResult#fields()} gives
   * @param counted whether every text has a count; otherwise one without has none that counts
   */
  static List<FileChange> parse(List<String> fields, boolean counted) throws GitException {
    var entries = new ArrayList<Entry>();
    var counts = new HashMap<String, Counts>();
    for (int i = 0; i < fields.size(); ) {
      var field = fields.get(i);
      try {
        if (field.startsWith(":")) {
          char letter = field.charAt(field.lastIndexOf(' ') + 1);
          boolean two = letter == 'R' || letter == 'C';
          entries.add(
              new Entry(
                  field,
                  status(letter),
                  two ? fields.get(i + 1) : null,
                  fields.get(i + (two ? 2 : 1))));
          i += two ? 3 : 2;
        } else {
          int first = field.indexOf('\t');
          int second = field.indexOf('\t', first + 1);
          var path = field.substring(second + 1);
          counts.put(
              path.isEmpty() ? fields.get(i + 2) : path,
              new Counts(
                  count(field.substring(0, first)), count(field.substring(first + 1, second))));
          i += path.isEmpty() ? 3 : 1;
        }
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        throw new GitException("Git's list of changes ends in the middle.", field, e);
      }
    }
    return entries.stream()
        .map(e -> change(e, counts.getOrDefault(e.path, counted ? UNKNOWN : NONE)))
        .toList();
  }

  private static FileChange change(Entry e, Counts counts) {
    // ":100644 100755 0123… 4567… M"
    var words = e.modes.substring(1).split(" ");
    var mode = words[1].equals("000000") ? words[0] : words[1];
    var added = counts.added;
    var removed = counts.removed;
    var kind =
        switch (mode) {
          case "160000" -> Kind.SUBMODULE;
          case "120000" -> Kind.LINK;
          default -> added < 0 ? Kind.BINARY : Kind.TEXT;
        };
    boolean onlyMode = e.status == Status.MODIFIED && words[2].equals(words[3]);
    return new FileChange(
        onlyMode ? Status.MODE_CHANGED : e.status,
        e.path,
        e.oldPath,
        kind,
        words[0],
        words[1],
        words[2],
        words[3],
        added,
        removed);
  }

  private static int count(String text) {
    return text.equals("-") ? -1 : Integer.parseInt(text);
  }

  private static Status status(char letter) {
    return switch (letter) {
      case 'A' -> Status.ADDED;
      case 'D' -> Status.DELETED;
      case 'R' -> Status.RENAMED;
      case 'C' -> Status.COPIED;
      case 'T' -> Status.TYPE_CHANGED;
      default -> Status.MODIFIED;
    };
  }
}
