package dev.muster.desktop.control;

import dev.muster.desktop.control.Completions.Kind;
import dev.muster.desktop.control.Completions.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Popup;
import javafx.stage.Window;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.jspecify.annotations.Nullable;

/**
 * Offers to complete what is typed into a text area: a few rows beside the caret. Up and Down
 * choose, Enter and Tab take, Escape closes; the keyboard stays in the text. Asks for one thing at
 * a time, so that typing never waits. JavaFX thread only.
 */
final class CompletionList {
  /** Rows that are seen at once. */
  static final int ROWS = 8;

  private static final double ROW = 25;
  private static final double WIDTH = 460;
  private static final int LONGEST = 120;
  private static final Pattern FILE = Pattern.compile("(?<![\\w@/.])@([^\\s@]*)$");
  private static final Pattern COMMAND = Pattern.compile("^/([\\w:./-]*)$");
  private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

  /**
   * What is being typed that can be completed.
   *
   * @param from where the sign stands in the text
   */
  private record Typed(Kind kind, int from, int to, String text) {}

  private final StyleClassedTextArea area;
  private final Popup popup = new Popup();
  private final VBox rows = new VBox();
  private final Label more = new Label();
  private Completions source = Completions.NONE;
  private List<Offer> offers = List.of();
  private @Nullable Typed typed;
  private @Nullable Typed left;
  private boolean asking;
  private int chosen;
  private int first;
  private String help = "";

  CompletionList(StyleClassedTextArea area) {
    this.area = area;
    rows.getStyleClass().add("completion-rows");
    rows.setAccessibleRole(AccessibleRole.LIST_VIEW);
    rows.setAccessibleText("What can be completed");
    more.getStyleClass().addAll("muted", "small", "completion-more");
    more.managedProperty().bind(more.visibleProperty());
    VBox box = new VBox(rows, more);
    box.getStyleClass().add("completion");
    box.setPrefWidth(WIDTH);
    box.setMaxWidth(WIDTH);
    popup.getContent().add(box);
    popup.setAutoHide(true);
    popup.setHideOnEscape(false);
    popup.setConsumeAutoHidingEvents(false);
    area.caretPositionProperty().addListener((_, _, _) -> look());
    area.plainTextChanges().subscribe(_ -> look());
    area.focusedProperty()
        .subscribe(
            focused -> {
              if (!focused) {
                close();
              }
            });
  }

  void setSource(Completions newSource) {
    source = newSource;
  }

  boolean showing() {
    return popup.isShowing();
  }

  /** What is offered now. */
  List<Offer> offers() {
    return offers;
  }

  /** The one that would be taken, from 0. */
  int chosen() {
    return chosen;
  }

  /** Takes a key that is meant for it. */
  boolean key(KeyEvent event) {
    if (!showing()
        || event.isShiftDown()
        || event.isShortcutDown()
        || event.isAltDown()
        || event.isControlDown()) {
      return false;
    }
    switch (event.getCode()) {
      case UP -> choose(chosen - 1);
      case DOWN -> choose(chosen + 1);
      case PAGE_UP -> choose(Math.max(0, chosen - ROWS));
      case PAGE_DOWN -> choose(Math.min(offers.size() - 1, chosen + ROWS));
      case ENTER, TAB -> take(chosen);
      case ESCAPE -> {
        left = typed;
        close();
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Looks what stands before the caret. */
  private void look() {
    if (source == Completions.NONE) {
      return;
    }
    Typed now = area.isFocused() && area.getSelection().getLength() == 0 ? before() : null;
    Typed given = left;
    if (now == null || given == null || now.from() != given.from()) {
      left = null;
    }
    if (now == null || left != null) {
      typed = null;
      close();
      return;
    }
    if (!now.equals(typed)) {
      typed = now;
      ask();
    }
  }

  private @Nullable Typed before() {
    int caret = area.getCaretPosition();
    if (caret == 0 || caret > area.getLength()) {
      return null;
    }
    int from = Math.max(0, caret - LONGEST);
    String text = area.getText(from, caret);
    Matcher file = FILE.matcher(text);
    if (file.find()) {
      return new Typed(Kind.FILE, from + file.start(), caret, file.group(1));
    }
    Matcher command = COMMAND.matcher(text);
    return from == 0 && command.find() ? new Typed(Kind.COMMAND, 0, caret, command.group(1)) : null;
  }

  /** One question at a time: what was typed meanwhile is asked for when it is answered. */
  private void ask() {
    Typed now = typed;
    if (asking || now == null) {
      return;
    }
    asking = true;
    source.find(
        now.kind(),
        now.text(),
        found -> {
          asking = false;
          if (now.equals(typed)) {
            offer(found, now);
          } else {
            ask();
          }
        });
  }

  private void offer(List<Offer> found, Typed now) {
    boolean done = found.size() == 1 && found.getFirst().text().equals(now.text());
    offers = found;
    if (found.isEmpty() || done) {
      close();
      return;
    }
    first = 0;
    choose(0);
    show();
  }

  private void show() {
    Window window = area.getScene() == null ? null : area.getScene().getWindow();
    if (window == null || !window.isShowing()) {
      return;
    }
    Bounds caret =
        area.getCaretBounds().orElseGet(() -> area.localToScreen(area.getBoundsInLocal()));
    if (caret == null) {
      return;
    }
    double height = Math.min(ROWS, offers.size()) * ROW + (more.isVisible() ? ROW : 0) + 10;
    double below = caret.getMaxY() + 4;
    double above = caret.getMinY() - 4 - height;
    double end = window.getY() + window.getHeight();
    double y = below + height > end && above > window.getY() ? above : below;
    if (!popup.isShowing()) {
      popup.show(area, caret.getMinX() - 8, y);
    } else {
      popup.setX(caret.getMinX() - 8);
      popup.setY(y);
    }
  }

  private void choose(int wanted) {
    if (offers.isEmpty()) {
      return;
    }
    chosen = Math.floorMod(wanted, offers.size());
    first = Math.clamp(first, Math.max(0, chosen - ROWS + 1), chosen);
    List<HBox> shown = new ArrayList<>();
    for (int i = first; i < Math.min(offers.size(), first + ROWS); i++) {
      shown.add(row(i));
    }
    rows.getChildren().setAll(shown);
    more.setVisible(offers.size() > ROWS);
    more.setText("%d of %d".formatted(chosen + 1, offers.size()));
    Offer offer = offers.get(chosen);
    if (help.isEmpty()) {
      help = area.getAccessibleHelp() == null ? " " : area.getAccessibleHelp();
    }
    area.setAccessibleHelp(
        "%s%s, %d of %d. Enter takes it, Escape closes."
            .formatted(
                offer.text(),
                offer.note().isEmpty() ? "" : ", " + offer.note(),
                chosen + 1,
                offers.size()));
  }

  private HBox row(int index) {
    Offer offer = offers.get(index);
    TextFlow text = new TextFlow();
    text.getStyleClass().add("completion-text");
    String shown = offer.text();
    int done = 0;
    for (int place : offer.matched()) {
      if (place >= done && place < shown.length()) {
        add(text, shown.substring(done, place), false);
        add(text, shown.substring(place, place + 1), true);
        done = place + 1;
      }
    }
    add(text, shown.substring(done), false);
    Label note = new Label(offer.note());
    note.setMnemonicParsing(false);
    note.setMinWidth(0);
    note.getStyleClass().addAll("muted", "small");
    HBox.setHgrow(note, Priority.ALWAYS);
    HBox row = new HBox(10, text, note);
    row.setAlignment(Pos.CENTER_LEFT);
    row.getStyleClass().add("completion-row");
    row.setMinHeight(ROW);
    row.setMaxHeight(ROW);
    row.pseudoClassStateChanged(CHOSEN, index == chosen);
    row.setAccessibleRole(AccessibleRole.LIST_ITEM);
    row.setAccessibleText(shown);
    row.setOnMouseClicked(_ -> take(index));
    return row;
  }

  private static void add(TextFlow flow, String text, boolean matched) {
    if (!text.isEmpty()) {
      Text part = new Text(VisibleText.onOneLine(text));
      part.getStyleClass().add(matched ? "completion-matched" : "completion-plain");
      flow.getChildren().add(part);
    }
  }

  private void take(int index) {
    Typed now = typed;
    if (now == null || index >= offers.size()) {
      return;
    }
    String text = offers.get(index).text();
    String sign = now.kind() == Kind.FILE ? "@" : "/";
    boolean spaced = text.chars().anyMatch(Character::isWhitespace);
    close();
    typed = null;
    area.replaceText(now.from(), now.to(), sign + (spaced ? "\"" + text + "\"" : text) + " ");
  }

  private void close() {
    offers = List.of();
    popup.hide();
    if (!help.isEmpty()) {
      area.setAccessibleHelp(help.isBlank() ? null : help);
      help = "";
    }
  }
}
