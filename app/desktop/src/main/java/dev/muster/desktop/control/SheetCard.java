package dev.muster.desktop.control;

import java.util.function.Supplier;
import javafx.scene.layout.Region;

/**
 * Something of its own height among the lines of a diff sheet: a comment, a picture.
 *
 * @param id unique in the sheet; a card with a known id keeps its node
 * @param side the side its line number counts on
 * @param line the line it stands under; 0 for under the file's header
 * @param estimate how high it will be about, in px, until it is shown for the first time
 * @param make makes its node; called on the JavaFX thread when it first comes into view
 */
public record SheetCard(
    String id, Side side, int line, double estimate, Supplier<? extends Region> make) {
  /** A side of a change. */
  public enum Side {
    OLD,
    NEW
  }
}
