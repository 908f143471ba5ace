package dev.muster.desktop.control;

import java.util.List;
import javafx.scene.Node;

/**
 * What a diff sheet asks of whoever fills it. Called on the JavaFX thread; the answer to a wish is
 * a new {@link SheetFile}.
 */
public interface SheetTools {
  /** Opens or closes a file. */
  void toggleOpen(String path);

  /** Marks a file as viewed, or as not viewed. */
  void toggleViewed(String path);

  /**
   * Shows more of the lines that did not change.
   *
   * @param hunk the hunk above which they are, from 0; the number of hunks for those behind the
   *     last
   */
  void more(String path, int hunk);

  /** Does what a file's offer says. */
  void offer(String path);

  /** Buttons at the right end of a file's header. */
  default List<Node> ofFile(SheetFile file) {
    return List.of();
  }

  /** Buttons at the right end of a hunk's header. */
  default List<Node> ofHunk(SheetFile file, int hunk) {
    return List.of();
  }

  /**
   * The rows of a file are in view, or nearly so; those that are still to be read are wanted now.
   */
  void inView(List<String> paths);
}
