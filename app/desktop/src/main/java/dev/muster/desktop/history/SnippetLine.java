package dev.muster.desktop.history;

import dev.muster.desktop.live.HistoryEntry.Found;
import dev.muster.desktop.live.HistoryEntry.Mark;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A line of what was found, with the words that were looked for marked; or what was asked. */
final class SnippetLine extends HBox {
  /** Characters before the first mark, so that it is in view in a narrow column. */
  private static final int BEFORE = 12;

  /** Marks told apart; what follows the last one is one piece. */
  private static final int MOST = 4;

  SnippetLine() {
    getStyleClass().add("history-snippet");
    setAlignment(Pos.CENTER_LEFT);
    setMinWidth(0);
  }

  /**
   * Shows what was found.
   *
   * @param found null where nothing was looked for
   * @param otherwise what is shown then
   */
  void show(@Nullable Found found, String otherwise) {
    List<Label> parts = new ArrayList<>();
    if (found == null || found.marks().isEmpty()) {
      parts.add(plain(found == null ? otherwise : found.snippet()));
    } else {
      String text = found.snippet();
      List<Mark> marks = found.marks().subList(0, Math.min(MOST, found.marks().size()));
      int at = Math.max(0, marks.getFirst().start() - BEFORE);
      String sign = at > 0 || !text.startsWith("…") ? "… " : "";
      for (Mark mark : marks) {
        String before = text.substring(at, mark.start());
        parts.add(plain(at == 0 || parts.isEmpty() ? sign + before.stripLeading() : before));
        Label marked = plain(text.substring(mark.start(), mark.end()));
        marked.getStyleClass().add("found");
        parts.add(marked);
        at = mark.end();
      }
      parts.add(plain(text.substring(at)));
      parts.subList(0, parts.size() - 1).forEach(part -> part.setMinWidth(USE_PREF_SIZE));
    }
    getChildren().setAll(parts);
  }

  private static Label plain(String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setMinWidth(0);
    label.getStyleClass().add("mono");
    return label;
  }
}
