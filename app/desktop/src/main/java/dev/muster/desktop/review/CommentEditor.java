package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.KeyHint;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** Where a comment is written: Ctrl+Enter adds it, Escape leaves. */
final class CommentEditor extends VBox {
  private static final int MOST_LINES = 12;

  private final TextArea text = new TextArea();
  private final Label problem = new Label();
  private final Button add;

  /**
   * @param about what it is on, as {@code line 46}
   * @param draft what was typed; outlives this node
   * @param fresh whether it is a new one
   * @param added gets the text
   * @param left called when nothing is to be added
   */
  CommentEditor(
      String about, StringProperty draft, boolean fresh, Consumer<String> added, Runnable left) {
    getStyleClass().addAll("comment-card", "comment-editor");
    text.setPromptText("Comment on " + about + "…");
    text.setAccessibleText("Comment on " + about);
    text.setWrapText(true);
    text.textProperty().bindBidirectional(draft);
    text.getStyleClass().add("comment-text-area");
    text.textProperty().subscribe(now -> text.setPrefRowCount(rows(now)));
    problem.getStyleClass().addAll("danger", "small");
    problem.setWrapText(true);
    show("");
    Label title = new Label(fresh ? "Add comment" : "Save comment");
    title.getStyleClass().add("action-title");
    HBox face = new HBox(6, title, new KeyHint("Ctrl ⏎"));
    face.setAlignment(Pos.CENTER);
    add = new Button(title.getText(), face);
    add.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    add.getStyleClass().add(Styles.ACCENT);
    add.setOnAction(_ -> submit(added));
    add.disableProperty().bind(draft.map(String::isBlank));
    Button cancel = new Button("Cancel");
    cancel.getStyleClass().add(Styles.FLAT);
    cancel.setOnAction(_ -> left.run());
    HBox buttons = new HBox(8, add, cancel, problem);
    buttons.setAlignment(Pos.CENTER_LEFT);
    buttons.getStyleClass().add("comment-foot");
    text.setMinHeight(Region.USE_PREF_SIZE);
    getChildren().addAll(text, buttons);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER && event.isShortcutDown()) {
            event.consume();
            submit(added);
          } else if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            left.run();
          }
        });
  }

  /** What could not be stored, a sentence. */
  void show(String sentence) {
    problem.setText(sentence);
    problem.setVisible(!sentence.isEmpty());
    problem.setManaged(!sentence.isEmpty());
  }

  /** Where one types. */
  TextArea text() {
    return text;
  }

  private void submit(Consumer<String> added) {
    if (!text.getText().isBlank()) {
      added.accept(text.getText().strip());
    }
  }

  private static int rows(String now) {
    return Math.clamp(now.lines().count() + 1L, 2, MOST_LINES);
  }
}
