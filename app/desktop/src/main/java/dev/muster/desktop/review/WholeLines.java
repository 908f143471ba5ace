package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/**
 * Lines shown whole, however long: each in pieces, one below the other, of which only those in view
 * cost anything. The sheet shows the beginning of a very long line and says how much more there is.
 * JavaFX thread only.
 */
final class WholeLines extends ListView<String> {
  /** UTF-16 units in a piece; what is invisible is written out and may make it wider. */
  static final int PIECE = 120;

  private static final double WIDTH = 960;
  private static final double HEIGHT = 520;

  WholeLines(List<String> lines) {
    getStyleClass().add("whole-lines");
    setAccessibleText("The lines whole, in pieces of %d characters".formatted(PIECE));
    setPrefSize(WIDTH, HEIGHT);
    setCellFactory(_ -> new Piece());
    getItems().setAll(pieces(lines));
  }

  /** No piece ends within a character. */
  static List<String> pieces(List<String> lines) {
    List<String> pieces = new ArrayList<>();
    for (String line : lines) {
      int from = 0;
      do {
        int to = Math.min(line.length(), from + PIECE);
        if (to < line.length() && Character.isLowSurrogate(line.charAt(to))) {
          to--;
        }
        pieces.add(line.substring(from, to));
        from = to;
      } while (from < line.length());
    }
    return pieces;
  }

  private static final class Piece extends ListCell<String> {
    Piece() {
      getStyleClass().add("mono");
      setMnemonicParsing(false);
    }

    @Override
    protected void updateItem(@Nullable String piece, boolean empty) {
      super.updateItem(piece, empty);
      setText(empty || piece == null ? null : VisibleText.forCode(piece, PIECE));
    }
  }
}
