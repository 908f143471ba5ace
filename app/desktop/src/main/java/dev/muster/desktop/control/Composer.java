package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.TraversalDirection;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.fxmisc.richtext.model.StyleSpansBuilder;

/**
 * Where a person writes to an agent. One line that grows with what is typed; Enter sends,
 * Ctrl+Enter queues, Shift+Enter breaks the line, Up and Down bring back what was sent before.
 *
 * <p>What is typed is never lost by the composer: it is emptied only when the handler said that it
 * took the text, and {@link #draftProperty()} lets its owner keep and bring back a draft. Used on
 * the JavaFX thread.
 */
public final class Composer extends HBox {
  /** Takes what was written. */
  @FunctionalInterface
  public interface Handler {
    /**
     * @param text what was written, without blanks around it; never empty
     * @param queue whether it is to wait until the present work is done (Ctrl+Enter)
     * @return whether it was taken; if not, it stays in the composer
     */
    boolean submit(String text, boolean queue);
  }

  /** Longer texts are not searched for {@code @paths}: colouring must not be felt while typing. */
  private static final int MAX_COLOURED = 20_000;

  private static final int MAX_HISTORY = 100;
  private static final Pattern PATH = Pattern.compile("(?<![\\w@/.])@[\\w./~+-]*[\\w/~+-]");

  /** Height of a line, the same for a wrapped line and a new one: Composer.css sees to it. */
  private static final double LINE_HEIGHT = 17;

  private static final boolean MAC = System.getProperty("os.name", "").startsWith("Mac");

  private static final PseudoClass TYPING = PseudoClass.getPseudoClass("typing");

  private final StyleClassedTextArea area = new Area(this::taken);
  private final CompletionList completions = new CompletionList(area);
  private final Label placeholder = new Label();
  private final HBox trailing = new HBox(8);
  private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
  private final List<String> history = new ArrayList<>();
  private int historyAt = -1;
  private int minLines = 1;
  private int maxLines = 6;
  private Handler handler = (_, _) -> false;
  private Predicate<Clipboard> taker = _ -> false;
  private boolean enterSends = true;

  /**
   * @param name what a screen reader says, as {@code Message to Rate-limit the public API}
   * @param hint what stands in it while it is empty, as {@code Steer, or queue the next step…}
   */
  public Composer(String name, String hint) {
    getStyleClass().add("composer");
    setAlignment(Pos.CENTER_LEFT);
    setFillHeight(false);
    setMinHeight(USE_PREF_SIZE);
    area.setWrapText(true);
    area.setMinHeight(0);
    area.setAccessibleText(name);
    area.setAccessibleHelp("Enter sends, Ctrl+Enter queues, Shift+Enter starts a new line.");
    area.setContextMenu(menu());
    placeholder.getStyleClass().add("composer-hint");
    placeholder.setMouseTransparent(true);
    // Not RichTextFX's own placeholder, which goes away as soon as the area has the focus.
    placeholder.visibleProperty().bind(draft.isEmpty());
    StackPane text = new StackPane(area, placeholder);
    text.setAlignment(Pos.TOP_LEFT);
    setHint(hint);
    trailing.getStyleClass().add("composer-trailing");
    trailing.setAlignment(Pos.CENTER_RIGHT);
    trailing.setMinWidth(USE_PREF_SIZE);
    HBox.setHgrow(text, Priority.ALWAYS);
    getChildren().addAll(text, trailing);

    area.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    area.addEventFilter(KeyEvent.KEY_TYPED, Composer::typed);
    area.plainTextChanges().subscribe(_ -> textChanged());
    area.totalHeightEstimateProperty().addListener((_, _, _) -> grow());
    area.widthProperty().subscribe(_ -> grow());
    draft.subscribe(this::draftChanged);
    area.focusedProperty().subscribe(focused -> pseudoClassStateChanged(TYPING, focused));
    grow();
  }

  /**
   * Who takes what is pasted or dropped and is no text, as pictures; it says whether it took it.
   * What it does not take is pasted as text.
   */
  public void setOnPaste(Predicate<Clipboard> newTaker) {
    taker = newTaker;
  }

  private boolean taken() {
    return taker.test(Clipboard.getSystemClipboard());
  }

  /** Who takes what is written. */
  public void setOnSubmit(Handler newHandler) {
    handler = newHandler;
  }

  /**
   * Whether Enter sends (as at first) or breaks the line, as where a longer text is written; then
   * Ctrl+Enter sends.
   */
  public void setEnterSends(boolean value) {
    enterSends = value;
    area.setAccessibleHelp(
        value
            ? "Enter sends, Ctrl+Enter queues, Shift+Enter starts a new line."
            : "Enter starts a new line, Ctrl+Enter sends.");
  }

  /** What is typed and not sent; set it to bring back a draft. Never null. */
  public StringProperty draftProperty() {
    return draft;
  }

  /** What stands in it while it is empty. */
  public void setHint(String hint) {
    placeholder.setText(hint);
  }

  /** What was sent before, oldest first; Up brings it back. At most {@value #MAX_HISTORY} stay. */
  public void setHistory(List<String> sent) {
    history.clear();
    history.addAll(sent.subList(Math.max(0, sent.size() - MAX_HISTORY), sent.size()));
    historyAt = -1;
  }

  /** Nodes right of the text: the mode, a stop button. */
  public ObservableList<Node> trailing() {
    return trailing.getChildren();
  }

  /** How many lines it shows at least and at most; 1 and 6 at first. */
  public void setLines(int least, int most) {
    minLines = least;
    maxLines = most;
    grow();
  }

  /** Puts the caret into the text. */
  @Override
  public void requestFocus() {
    area.requestFocus();
  }

  /** Whether something is offered to be completed: then Escape is a key of that. */
  public boolean isCompleting() {
    return completions.showing();
  }

  /** What is offered after {@code @} and {@code /}; nothing at first. */
  public void setCompletions(Completions source) {
    completions.setSource(source);
  }

  CompletionList completions() {
    return completions;
  }

  /** Whether the person is typing here. */
  public boolean isTyping() {
    return area.isFocused();
  }

  /** Adds text at the caret, as a path picked from a list. */
  public void insert(String text) {
    area.replaceSelection(text);
  }

  /** Sends what is typed, as Enter does. False if it is empty or was not taken. */
  public boolean submit(boolean queue) {
    String text = area.getText().strip();
    if (text.isEmpty() || isDisabled() || !handler.submit(text, queue)) {
      return false;
    }
    if (history.isEmpty() || !history.getLast().equals(text)) {
      history.add(text);
    }
    if (history.size() > MAX_HISTORY) {
      history.removeFirst();
    }
    historyAt = -1;
    area.clear();
    area.getUndoManager().forgetHistory();
    return true;
  }

  StyleClassedTextArea area() {
    return area;
  }

  private void key(KeyEvent event) {
    if (completions.key(event)) {
      event.consume();
    } else if (event.getCode() == KeyCode.ENTER) {
      if (event.isShiftDown() || !enterSends && !event.isShortcutDown()) {
        area.replaceSelection("\n");
      } else {
        submit(enterSends && event.isShortcutDown());
      }
      event.consume();
    } else if (event.getCode() == KeyCode.UP && plain(event) && recall(-1)
        || event.getCode() == KeyCode.DOWN && plain(event) && recall(1)) {
      event.consume();
    } else if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
      // A prompt has no use for a tab, and everything must be reachable by keyboard.
      area.requestFocusTraversal(
          event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      event.consume();
    }
  }

  /** Alt with a letter is a key of the window, or none: only a Mac types signs with it. */
  private static void typed(KeyEvent event) {
    if (event.isAltDown() && !event.isControlDown() && !MAC) {
      event.consume();
    }
  }

  private static boolean plain(KeyEvent event) {
    return !event.isShiftDown() && !event.isShortcutDown() && !event.isAltDown();
  }

  /** Brings back another sent text, if the person has not typed anything of their own. */
  private boolean recall(int by) {
    boolean untouched =
        area.getText().isEmpty() || historyAt >= 0 && area.getText().equals(history.get(historyAt));
    if (!untouched || history.isEmpty()) {
      return false;
    }
    int next = historyAt < 0 ? (by < 0 ? history.size() - 1 : -1) : historyAt + by;
    if (next < 0 && historyAt < 0) {
      return false;
    }
    if (next >= history.size()) {
      historyAt = -1;
      area.clear();
      return true;
    }
    historyAt = Math.max(0, next);
    area.replaceText(history.get(historyAt));
    area.moveTo(area.getLength());
    return true;
  }

  private void textChanged() {
    String text = area.getText();
    if (!text.equals(draft.get())) {
      draft.set(text);
    }
    colour(text);
    grow();
  }

  private void draftChanged(String text) {
    if (!text.equals(area.getText())) {
      area.replaceText(text);
      area.moveTo(area.getLength());
    }
  }

  private void colour(String text) {
    if (text.isEmpty() || text.length() > MAX_COLOURED) {
      return;
    }
    StyleSpansBuilder<Collection<String>> spans = new StyleSpansBuilder<>();
    int done = 0;
    Matcher paths = PATH.matcher(text);
    while (paths.find()) {
      spans.add(Set.of(), paths.start() - done);
      spans.add(Set.of("composer-path"), paths.end() - paths.start());
      done = paths.end();
    }
    spans.add(Set.of(), text.length() - done);
    area.setStyleSpans(0, spans.create());
  }

  private void grow() {
    Double content = area.totalHeightEstimateProperty().getValue();
    // Rounded, because a line with a path in it is a fraction higher.
    double lines = content == null ? 1 : Math.round(content / LINE_HEIGHT);
    double insets = area.getInsets().getTop() + area.getInsets().getBottom();
    area.setPrefHeight(Math.clamp(lines, minLines, maxLines) * LINE_HEIGHT + insets);
  }

  private ContextMenu menu() {
    return new ContextMenu(
        item("Cut", area::cut),
        item("Copy", area::copy),
        item("Paste", area::paste),
        item("Select all", area::selectAll));
  }

  private static MenuItem item(String title, Runnable action) {
    MenuItem item = new MenuItem(title);
    item.setOnAction(_ -> action.run());
    return item;
  }

  /** The text area, telling screen readers its text: RichTextFX itself tells them nothing. */
  private static final class Area extends StyleClassedTextArea {
    private final BooleanSupplier taken;

    Area(BooleanSupplier taken) {
      super(false);
      this.taken = taken;
      setAccessibleRole(AccessibleRole.TEXT_AREA);
    }

    @Override
    public void paste() {
      if (!taken.getAsBoolean()) {
        super.paste();
      }
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
      return switch (attribute) {
        case TEXT -> getText();
        case EDITABLE -> isEditable();
        case CARET_OFFSET -> getCaretPosition();
        case SELECTION_START -> getSelection().getStart();
        case SELECTION_END -> getSelection().getEnd();
        default -> super.queryAccessibleAttribute(attribute, parameters);
      };
    }
  }
}
