package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.control.VisibleText;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.fxmisc.flowless.VirtualizedScrollPane;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.LineNumberFactory;

/** Where the new side of a file is edited: Ctrl+S stores it, Escape leaves, Ctrl+Z undoes. */
final class EditCard extends StackPane {
  /** In px. */
  static final double HEIGHT = 380;

  private static final String STALE =
      "The file was changed since you opened it. What you typed stays here and cannot overwrite"
          + " that.";

  private final CodeArea area = new CodeArea();
  private final Label told = new Label();
  private final Button save;
  private final Button again = new Button("Look again");
  private final Runnable left;
  private String before;
  private boolean leaving;

  /**
   * @param line to begin at, from 1; 0 for the first
   * @param stored gets the text when it is to be stored
   * @param looked called when the file is to be looked at as it is now
   * @param left called when it is to be given up
   */
  EditCard(
      String path, String text, int line, Consumer<String> stored, Runnable looked, Runnable left) {
    this.left = left;
    before = text;
    getStyleClass().add("comment-frame");
    area.replaceText(text);
    area.getUndoManager().forgetHistory();
    area.setParagraphGraphicFactory(LineNumberFactory.get(area));
    area.getStyleClass().add("edit-area");
    area.setAccessibleText("Edit " + VisibleText.onOneLine(path));
    int paragraph = Math.clamp(line - 1L, 0, area.getParagraphs().size() - 1);
    area.moveTo(paragraph, 0);
    VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(area);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    Label title = new Label("Save");
    title.getStyleClass().add("action-title");
    HBox face = new HBox(6, title, new KeyHint("Ctrl S"));
    face.setAlignment(Pos.CENTER);
    save = new Button("Save " + VisibleText.onOneLine(path), face);
    save.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    save.getStyleClass().add(Styles.ACCENT);
    save.setOnAction(_ -> store(stored));
    Button cancel = new Button("Cancel");
    cancel.getStyleClass().add(Styles.FLAT);
    cancel.setOnAction(_ -> leave());
    told.setWrapText(true);
    told.getStyleClass().addAll("warning", "small");
    again.setAccessibleText("Look again at " + path);
    again.setTooltip(
        new Tooltip("Takes what was changed meanwhile in, and keeps what you typed on top of it"));
    again.setOnAction(_ -> looked.run());
    again.setMinWidth(USE_PREF_SIZE);
    again.managedProperty().bind(again.visibleProperty());
    again.setVisible(false);
    HBox foot = new HBox(8, save, again, cancel, told);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("comment-foot");
    foot.setMinHeight(Region.USE_PREF_SIZE);
    VBox card = new VBox(scroll, foot);
    card.getStyleClass().addAll("comment-card", "comment-editor");
    getChildren().add(card);
    setMinHeight(HEIGHT);
    setPrefHeight(HEIGHT);
    setMaxHeight(HEIGHT);
    addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.isShortcutDown() && event.getCode() == KeyCode.S) {
            event.consume();
            store(stored);
          } else if (event.getCode() == KeyCode.ESCAPE) {
            event.consume();
            leave();
          } else if (!event.getCode().isModifierKey()) {
            leaving = false;
          }
        });
    // Nothing typed here is a key of the window.
    addEventHandler(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (!event.isShortcutDown() && !event.getCode().isFunctionKey()) {
            event.consume();
          }
        });
    show("");
  }

  CodeArea area() {
    return area;
  }

  /** Whether what stands there is not what was opened. */
  boolean unsaved() {
    return !area.getText().equals(before);
  }

  /** Puts the caret into it, at once or when it comes into the window. */
  void takeFocus() {
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                area.requestFocus();
                area.requestFollowCaret();
              }
            });
  }

  /** What is to be told, a sentence; empty for nothing. */
  void show(String sentence) {
    told.setText(sentence);
    told.setVisible(!sentence.isEmpty());
  }

  /** Says that the file is not any more what is edited here. */
  void stale(boolean now) {
    if (now) {
      show(STALE);
    }
    save.setDisable(now);
    again.setVisible(now);
  }

  /** Says why it was not stored: the file may be another one by now. */
  void refuse(String sentence) {
    show(sentence);
    again.setVisible(true);
  }

  /** What was opened, as it was then. */
  String before() {
    return before;
  }

  /**
   * Goes on from the file as it is now.
   *
   * @param now what the file holds
   * @param text the same with what was typed
   */
  void goOn(String now, String text) {
    before = now;
    int at = area.getCurrentParagraph();
    area.replaceText(text);
    // Undoing beyond this would take out what others changed.
    area.getUndoManager().forgetHistory();
    area.moveTo(Math.min(at, area.getParagraphs().size() - 1), 0);
    stale(false);
    show("What was changed meanwhile is in it now, with what you typed.");
    area.requestFocus();
  }

  void saving(boolean now) {
    save.setDisable(now);
    area.setDisable(now);
  }

  private void store(Consumer<String> stored) {
    if (save.isDisabled()) {
      return;
    }
    if (area.getText().equals(before)) {
      left.run();
    } else {
      stored.accept(area.getText());
    }
  }

  /** What was typed is given up only when that was meant: asked once. */
  private void leave() {
    if (leaving || !unsaved()) {
      left.run();
    } else {
      leaving = true;
      show("What you typed is not stored. Escape or Cancel again gives it up.");
    }
  }
}
