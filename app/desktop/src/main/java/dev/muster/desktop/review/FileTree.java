package dev.muster.desktop.review;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of a review by folder, as a list of rows. Pure. */
public final class FileTree {
  /** A row of the tree. */
  public sealed interface Row {
    /**
     * A folder that holds changed files itself.
     *
     * @param path empty for the top
     */
    record Folder(String path, int files, boolean closed) implements Row {}

    /** A file. */
    record File(ReviewFile file, String name) implements Row {}
  }

  private FileTree() {}

  /**
   * The rows.
   *
   * @param filter words that a path must contain, any case
   * @param closed paths of folders whose files are not listed
   */
  static List<Row> rows(List<ReviewFile> files, String filter, Set<String> closed) {
    List<String> words = List.of(filter.toLowerCase(Locale.ROOT).strip().split("\\s+"));
    Map<String, List<ReviewFile>> folders = new TreeMap<>();
    for (ReviewFile file : files) {
      String path = file.path().toLowerCase(Locale.ROOT);
      if (words.stream().allMatch(path::contains)) {
        folders.computeIfAbsent(folder(file.path()), _ -> new ArrayList<>()).add(file);
      }
    }
    List<Row> rows = new ArrayList<>();
    folders.forEach(
        (folder, inside) -> {
          inside.sort(Comparator.comparing(ReviewFile::path));
          // What is looked for is shown, wherever it is.
          boolean shut = closed.contains(folder) && filter.isBlank();
          if (!folder.isEmpty()) {
            rows.add(new Row.Folder(folder, inside.size(), shut));
          }
          if (!shut) {
            inside.forEach(file -> rows.add(new Row.File(file, name(file.path()))));
          }
        });
    return rows;
  }

  /** The files in the order in which the tree lists them. */
  static List<ReviewFile> ordered(List<ReviewFile> files) {
    return rows(files, "", Set.of()).stream()
        .filter(Row.File.class::isInstance)
        .map(row -> ((Row.File) row).file())
        .toList();
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
