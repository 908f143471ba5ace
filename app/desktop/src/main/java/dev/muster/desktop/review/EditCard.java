package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.KeyHint;
import dev.muster.desktop.control.VisibleText;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
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
import org.jspecify.annotations.Nullable;

/** Where the new side of a file is edited: Ctrl+S stores it, Escape leaves, Ctrl+Z undoes. */
final class EditCard extends StackPane {
  /** In px. */
  static final double HEIGHT = 380;

  /** In px, where it stands above the sheet: there has to be room for that, too. */
  private static final double LOST_HEIGHT = 250;

  private static final String STALE =
      "The file was changed since you opened it. What you typed stays here and cannot overwrite"
          + " that.";

  private final CodeArea area = new CodeArea();
  private final Label told = new Label();
  private final Label name = new Label();
  private final Label fate = new Label();
  private final VBox head = new VBox(2, name, fate);
  private final Label title = new Label("Save");
  private final Button save;
  private final Button copy = new Button("Copy the text");
  private final Button cancel = new Button("Cancel");
  private final Button again = new Button("Look again");
  private final Runnable left;
  private final String shownPath;
  private String before;
  private boolean leaving;
  private boolean saving;
  private boolean wanted;

  /** Why it cannot be stored now, a sentence; empty when it can. */
  private String held = "";

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
    shownPath = VisibleText.onOneLine(path);
    getStyleClass().add("comment-frame");
    area.replaceText(text);
    area.getUndoManager().forgetHistory();
    area.setParagraphGraphicFactory(LineNumberFactory.get(area));
    area.getStyleClass().add("edit-area");
    area.setAccessibleText("Edit " + shownPath);
    int paragraph = Math.clamp(line - 1L, 0, area.getParagraphs().size() - 1);
    area.moveTo(paragraph, 0);
    VirtualizedScrollPane<CodeArea> scroll = new VirtualizedScrollPane<>(area);
    VBox.setVgrow(scroll, Priority.ALWAYS);
    title.getStyleClass().add("action-title");
    HBox face = new HBox(6, title, new KeyHint("Ctrl S"));
    face.setAlignment(Pos.CENTER);
    save = new Button("Save " + shownPath, face);
    save.managedProperty().bind(save.visibleProperty());
    save.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    save.getStyleClass().add(Styles.ACCENT);
    save.setOnAction(_ -> store(stored));
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
    copy.managedProperty().bind(copy.visibleProperty());
    copy.setOnAction(_ -> copy());
    for (Button button : List.of(save, copy, cancel)) {
      button.setMinWidth(USE_PREF_SIZE);
      button.setMnemonicParsing(false);
    }
    name.setMnemonicParsing(false);
    name.getStyleClass().add("action-title");
    fate.setMnemonicParsing(false);
    fate.setWrapText(true);
    fate.setMinHeight(USE_PREF_SIZE);
    fate.getStyleClass().addAll("warning", "small");
    head.getStyleClass().add("comment-head");
    head.managedProperty().bind(head.visibleProperty());
    HBox foot = new HBox(8, save, again, copy, cancel, told);
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("comment-foot");
    foot.setMinHeight(Region.USE_PREF_SIZE);
    VBox card = new VBox(head, scroll, foot);
    card.getStyleClass().addAll("comment-card", "comment-editor");
    getChildren().add(card);
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
    onSheet();
    show("");
    sceneProperty().subscribe(_ -> focusWanted());
  }

  /** It stands at its file. */
  void onSheet() {
    held = "";
    head.setVisible(false);
    copy.setVisible(false);
    save.setVisible(true);
    title.setText("Save");
    save.setText("Save " + shownPath);
    cancel.setText("Cancel");
    high(HEIGHT);
  }

  /**
   * It has no file to stand at: it stands for itself, with its name and what became of the file.
   *
   * @param into path of the file in which it would be stored; null where it cannot be stored
   */
  void lost(String sentence, @Nullable String into) {
    if (!head.isVisible()) {
      show("");
    }
    held = into == null ? sentence : "";
    name.setText("What you typed into " + shownPath);
    fate.setText(sentence);
    head.setVisible(true);
    copy.setVisible(true);
    again.setVisible(false);
    save.setVisible(into != null);
    save.setDisable(saving);
    title.setText(into == null ? "" : "Save in " + VisibleText.onOneLine(into));
    save.setText(title.getText());
    cancel.setText("Give it up");
    high(LOST_HEIGHT);
    // The sheet lays its cards out by itself; here it is one of others.
    setManaged(true);
    setVisible(true);
  }

  private void high(double height) {
    setMinHeight(height);
    setPrefHeight(height);
    setMaxHeight(height);
  }

  private void copy() {
    ClipboardContent content = new ClipboardContent();
    content.putString(area.getText());
    Clipboard.getSystemClipboard().setContent(content);
    show("Copied.");
  }

  CodeArea area() {
    return area;
  }

  /** Whether what stands there is not what was opened. */
  boolean unsaved() {
    return !area.getText().equals(before);
  }

  /** Puts the caret into it, at once or when it comes into the window; once. */
  void takeFocus() {
    wanted = true;
    focusWanted();
  }

  private void focusWanted() {
    if (wanted && getScene() != null) {
      wanted = false;
      area.requestFocus();
      area.requestFollowCaret();
    }
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
    held = now ? STALE + " “Look again” takes it in." : "";
    save.setDisable(now || saving);
    again.setVisible(now);
  }

  /** Says why it was not stored: the file may be another one by now. */
  void refuse(String sentence) {
    show(sentence);
    again.setVisible(!head.isVisible());
  }

  /** Whether Ctrl+S would store what stands there, as far as is known here. */
  boolean storable() {
    return held.isEmpty() && !again.isVisible();
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
    if (now && isFocusWithin()) {
      area.requestFocus(); // not the next button, when this one cannot be pressed any more
    }
    saving = now;
    save.setDisable(now);
    area.setEditable(!now);
  }

  private void store(Consumer<String> stored) {
    if (!held.isEmpty()) {
      show(held);
      return;
    }
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
      show(
          "What you typed is not stored. Escape or %s again gives it up."
              .formatted(cancel.getText()));
    }
  }
}
