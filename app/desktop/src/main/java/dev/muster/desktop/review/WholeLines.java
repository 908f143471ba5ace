package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
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
  private static final double WIDTH = 960;
  private static final double HEIGHT = 520;

  WholeLines(List<String> lines) {
    getStyleClass().add("whole-lines");
    setAccessibleText("The lines whole, in pieces of %d characters".formatted(LinePieces.LONGEST));
    setPrefSize(WIDTH, HEIGHT);
    setCellFactory(_ -> new Piece());
    getItems().setAll(LinePieces.of(lines));
  }

  private static final class Piece extends ListCell<String> {
    Piece() {
      getStyleClass().add("mono");
      setMnemonicParsing(false);
    }

    @Override
    protected void updateItem(@Nullable String piece, boolean empty) {
      super.updateItem(piece, empty);
      setText(empty || piece == null ? null : VisibleText.forCode(piece, LinePieces.LONGEST));
    }
  }
}
