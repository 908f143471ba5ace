package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/**
 * The line above a log in which one types what to find: Enter goes to earlier matches, Shift+Enter
 * to later ones, Esc closes.
 */
final class LogFindBar extends HBox {
  private final LogFind find;
  private final Runnable moved;
  private final Runnable closed;
  private final TextField word = new TextField();
  private final Label count = new Label();

  /**
   * @param moved called when the current match or the word changed
   * @param closed called when the line was closed, to take the focus back
   */
  LogFindBar(LogFind find, Runnable moved, Runnable closed) {
    this.find = find;
    this.moved = moved;
    this.closed = closed;
    getStyleClass().add("log-find");
    setAlignment(Pos.CENTER_LEFT);
    setSpacing(6);
    word.setPromptText("Find in this log");
    word.setAccessibleText("Find in this log");
    word.textProperty().subscribe(this::typed);
    HBox.setHgrow(word, Priority.ALWAYS);
    count.getStyleClass().addAll("small", "muted");
    count.setMinWidth(USE_PREF_SIZE);
    getChildren()
        .addAll(
            word,
            count,
            button(Icons.UP, "Earlier match (Enter)", () -> step(-1)),
            button(Icons.DOWN, "Later match (Shift+Enter)", () -> step(1)),
            button(Icons.CLOSE, "Close (Esc)", this::close));
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  void open() {
    setVisible(true);
    word.requestFocus();
    word.selectAll();
    typed(word.getText());
  }

  void close() {
    setVisible(false);
    find.setWord("");
    moved.run();
    closed.run();
  }

  private void typed(String text) {
    if (!isVisible() || text.equals(find.word())) {
      return;
    }
    find.setWord(text);
    show();
  }

  private void step(int by) {
    find.step(by);
    show();
  }

  private void show() {
    count.setText(
        find.word().isEmpty()
            ? ""
            : find.count() == 0
                ? "not found"
                : "%,d of %,d%s"
                    .formatted(
                        find.number(),
                        find.count(),
                        find.count() == LogFind.MAX_MATCHES ? " or more" : ""));
    moved.run();
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE) {
      close();
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER && event.getTarget() == word) {
      // The newest match comes first, so Enter goes up through the log as a terminal's search does.
      step(event.isShiftDown() ? 1 : -1);
      event.consume();
    }
  }

  private static Button button(Icons icon, String name, Runnable action) {
    Button button = new Button("", icon.node());
    button.getStyleClass().addAll("flat", "icon-action");
    button.setAccessibleText(name);
    button.setTooltip(new Tooltip(name));
    button.setOnAction(_ -> action.run());
    return button;
  }
}
