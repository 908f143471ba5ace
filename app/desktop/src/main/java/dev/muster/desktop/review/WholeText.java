package dev.muster.desktop.review;

import dev.muster.desktop.control.VisibleText;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/**
 * A text of which a page shows the beginning, whole: its lines wrapped, one below the other, of
 * which only those in view cost anything. JavaFX thread only.
 */
final class WholeText extends ListView<String> {
  /** UTF-16 units that are laid out at once. */
  private static final int PIECE = 2_000;

  private static final double WIDTH = 720;
  private static final double HEIGHT = 520;

  private WholeText(String text) {
    setId("review.whole-text");
    getStyleClass().addAll("review-list", "whole-text");
    setAccessibleText("All of the text");
    setPrefSize(WIDTH, HEIGHT);
    setMinHeight(0);
    setCellFactory(_ -> new Piece());
    getItems().setAll(LinePieces.of(text.lines().toList(), PIECE));
  }

  /** Shows it in a dialog, from which it can be copied as it is. */
  static void open(ReviewSurroundings around, String title, String text) {
    WholeText whole = new WholeText(text);
    Button copy = new Button("Copy");
    copy.setOnAction(_ -> Clipboard.getSystemClipboard().setContent(content(text)));
    Button over = new Button("Close");
    over.setCancelButton(true);
    over.setOnAction(_ -> around.closeDialog());
    around.dialog(VisibleText.onOneLine(title), whole, List.of(copy, over), whole, () -> {});
  }

  private static ClipboardContent content(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    return content;
  }

  private static final class Piece extends ListCell<String> {
    Piece() {
      setMnemonicParsing(false);
      setWrapText(true);
      setPrefWidth(0);
    }

    @Override
    protected void updateItem(@Nullable String piece, boolean empty) {
      super.updateItem(piece, empty);
      setText(empty || piece == null ? null : VisibleText.forLog(piece, PIECE));
    }
  }
}
