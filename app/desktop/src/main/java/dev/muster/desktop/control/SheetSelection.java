package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetCard.Side;
import java.util.List;

/**
 * Lines of one file that were chosen in a diff sheet.
 *
 * @param path the file
 * @param side the side whose numbers count
 * @param from number of the first line, from 1; 0 when a file's header is chosen
 * @param to number of the last line
 * @param lines their text; of a very long one its beginning and a word that says so
 * @param removed numbers of the removed lines among the rows, on the old side
 * @param added numbers of the added lines among the rows, on the new side
 */
public record SheetSelection(
    String path,
    Side side,
    int from,
    int to,
    List<String> lines,
    List<Integer> removed,
    List<Integer> added) {
  public SheetSelection {
    lines = List.copyOf(lines);
    removed = List.copyOf(removed);
    added = List.copyOf(added);
  }

  /** A whole file. */
  public static SheetSelection file(String path) {
    return new SheetSelection(path, Side.NEW, 0, 0, List.of(), List.of(), List.of());
  }
}
