package dev.muster.desktop.control;

import java.util.List;

/**
 * One file of a diff sheet, as it is to be shown now.
 *
 * @param file the change, with its hunks as far as they are known
 * @param waiting rows that are expected once its lines have been read; 0 when they have been
 * @param offer what a row below the header offers to do instead of showing lines, such as {@code
 *     Show 12,400 lines}; empty for none
 * @param after lines of the new side behind the last hunk; -1 when that is not known
 * @param open whether more than its header is shown
 * @param viewed whether the person has looked at it
 * @param cards what stands among its lines
 */
public record SheetFile(
    DiffFile file,
    int waiting,
    String offer,
    int after,
    boolean open,
    boolean viewed,
    List<SheetCard> cards) {
  public SheetFile {
    cards = List.copyOf(cards);
  }

  public String path() {
    return file.path();
  }
}
