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
 * @param lines their text
 */
public record SheetSelection(String path, Side side, int from, int to, List<String> lines) {
  public SheetSelection {
    lines = List.copyOf(lines);
  }
}
