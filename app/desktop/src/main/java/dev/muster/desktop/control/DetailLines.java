package dev.muster.desktop.control;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;

/**
 * The lines of what a request would do, every character visible: of a change those that come and
 * those that go stand out, by their sign and their ground. Scrolls; only lines in view cost
 * anything. Used on the JavaFX thread.
 */
public final class DetailLines extends ListView<String> {
  private static final double ROW = 17;

  /** Above and below the lines, in px. */
  private static final double EDGES = 4;

  private static final int MAX_LINE = 4_000;

  private static final PseudoClass FEW = PseudoClass.getPseudoClass("few");

  private final boolean change;
  private final int added;
  private final int removed;
  private final double all;

  /** The lines of one request. */
  public DetailLines(ApprovalRequest.Detail detail) {
    change = detail.change();
    // By line feeds alone: a carriage return within a line must not make it look like two.
    List<String> lines = List.of(detail.text().split("\n", -1));
    added = change ? count(lines, '+') : 0;
    removed = change ? count(lines, '-') : 0;
    getStyleClass().add("detail-lines");
    setFixedCellSize(ROW);
    setCellFactory(_ -> new Line());
    getItems().setAll(lines);
    setAccessibleText(
        change
            ? "%s: %d lines added, %d removed".formatted(detail.title(), added, removed)
            : detail.title());
    all = lines.size() * ROW + EDGES;
    setMinHeight(Math.min(all, 2 * ROW + EDGES));
    setMaxHeight(all);
    setPrefHeight(all);
  }

  /** Lines a change adds. */
  int added() {
    return added;
  }

  /** Lines a change takes away. */
  int removed() {
    return removed;
  }

  /** Makes it at most so high, in px. */
  void bound(double height) {
    double now = Math.clamp(height, getMinHeight(), Math.max(getMinHeight(), all));
    if (now != getPrefHeight()) {
      setPrefHeight(now);
      // A bar for what is wide would cover what little there is.
      pseudoClassStateChanged(FEW, now < 4 * ROW);
    }
  }

  private static int count(List<String> lines, char sign) {
    return (int) lines.stream().filter(line -> line.startsWith(String.valueOf(sign))).count();
  }

  private final class Line extends ListCell<String> {
    private static final PseudoClass ADDED = PseudoClass.getPseudoClass("added");
    private static final PseudoClass REMOVED = PseudoClass.getPseudoClass("removed");
    private static final PseudoClass PLACE = PseudoClass.getPseudoClass("place");

    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
      super.updateItem(line, empty);
      String text = empty || line == null ? "" : line;
      setText(text.isEmpty() ? null : VisibleText.forCode(text, MAX_LINE));
      setMnemonicParsing(false);
      pseudoClassStateChanged(ADDED, change && text.startsWith("+"));
      pseudoClassStateChanged(REMOVED, change && text.startsWith("-"));
      pseudoClassStateChanged(PLACE, change && text.startsWith("@@"));
    }
  }
}
