package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Completions;
import dev.muster.desktop.control.Composer;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.review.ReviewWriting.Typed;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Where a comment is written: Ctrl+Enter adds it, Escape leaves; what was typed is not dropped. */
final class CommentEditor extends VBox {
  private static final int MOST_LINES = 12;

  private final Composer text;
  private final Label told = new Label();
  private final Label writtenFor = new Label();
  private final Typed one;
  private final Runnable left;
  private boolean leaving;

  /**
   * @param about what it is on, as {@code line 46}
   * @param one what is typed; outlives this node
   * @param completions what is offered while one types
   * @param added gets the text
   * @param left called when nothing is to be added
   */
  CommentEditor(
      String about, Typed one, Completions completions, Consumer<String> added, Runnable left) {
    this.one = one;
    this.left = left;
    getStyleClass().addAll("comment-card", "comment-editor");
    text = new Composer("Comment on " + about, "Comment on " + about + "…");
    text.setEnterSends(false);
    text.setCompletions(completions);
    text.setLines(2, MOST_LINES);
    text.getStyleClass().add("comment-composer");
    text.draftProperty().bindBidirectional(one.text());
    text.setOnSubmit(
        (typed, _) -> {
          added.accept(typed);
          return false; // it stays until it is stored
        });
    told.getStyleClass().add("small");
    told.setWrapText(true);
    show("");
    Label title = new Label(one.commentId() == null ? "Add comment" : "Save comment");
    title.getStyleClass().add("action-title");
    HBox face = new HBox(6, title, new KeyHint("Ctrl ⏎"));
    face.setAlignment(Pos.CENTER);
    Button add = new Button(title.getText(), face);
    add.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    add.getStyleClass().add(Styles.ACCENT);
    add.setMinWidth(USE_PREF_SIZE);
    add.setOnAction(_ -> text.submit(false));
    add.disableProperty().bind(one.text().map(String::isBlank));
    Button cancel = new Button("Cancel");
    cancel.getStyleClass().add(Styles.FLAT);
    cancel.setMinWidth(USE_PREF_SIZE);
    cancel.setOnAction(_ -> leave());
    HBox buttons = new HBox(8, add, cancel, told);
    buttons.setAlignment(Pos.CENTER_LEFT);
    buttons.getStyleClass().add("comment-foot");
    writtenFor.setWrapText(true);
    writtenFor.setMnemonicParsing(false);
    writtenFor.setMinHeight(USE_PREF_SIZE);
    writtenFor.getStyleClass().addAll("muted", "small", "comment-about");
    about("");
    getChildren().addAll(writtenFor, text, buttons);
    addEventFilter(KeyEvent.KEY_PRESSED, this::key);
  }

  private void key(KeyEvent event) {
    if (event.getCode() == KeyCode.ESCAPE && !text.isCompleting()) {
      event.consume();
      leave();
    } else if (!event.getCode().isModifierKey()) {
      leaving = false;
    }
  }

  /** What was typed is given up only when that was meant: asked once. */
  private void leave() {
    if (leaving || !one.unsaved()) {
      left.run();
    } else {
      leaving = true;
      tell("This comment is not added. Escape or Cancel again gives it up.", "warning");
    }
  }

  /** What it was written for, a sentence, where that is not to be seen; empty for nothing. */
  void about(String sentence) {
    writtenFor.setText(sentence);
    writtenFor.setVisible(!sentence.isEmpty());
    writtenFor.setManaged(!sentence.isEmpty());
  }

  /** What could not be stored, a sentence. */
  void show(String sentence) {
    tell(sentence, "danger");
  }

  private void tell(String sentence, String style) {
    told.getStyleClass().setAll("label", "small", style);
    told.setText(sentence);
    told.setVisible(!sentence.isEmpty());
    told.setManaged(!sentence.isEmpty());
  }

  /** Puts the caret where one types. */
  void takeFocus() {
    text.requestFocus();
  }

  /** Where one types. */
  Composer text() {
    return text;
  }
}
