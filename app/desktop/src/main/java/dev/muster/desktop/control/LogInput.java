package dev.muster.desktop.control;

import dev.muster.desktop.control.LogSelection.Position;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.geometry.Point2D;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import org.jspecify.annotations.Nullable;

/** What mouse, wheel and keys do in a log: scroll, select, copy, find. */
final class LogInput {
  private final LogView view;
  private final LogViewport viewport;
  private final LogLayout layout;
  private final LogScroll scroll;
  private final LogSelection selection;
  private final LogBuffer buffer;
  private Predicate<LogRow> activation = _ -> false;
  private Function<LogRow, List<MenuItem>> rowMenu = _ -> List.of();
  private boolean selecting;
  private @Nullable ContextMenu menu;

  LogInput(
      LogView view,
      LogViewport viewport,
      LogLayout layout,
      LogScroll scroll,
      LogSelection selection,
      LogBuffer buffer) {
    this.view = view;
    this.viewport = viewport;
    this.layout = layout;
    this.scroll = scroll;
    this.selection = selection;
    this.buffer = buffer;
  }

  void install() {
    viewport.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    viewport.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    viewport.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    viewport.addEventHandler(
        ScrollEvent.SCROLL,
        event -> {
          if (event.getDeltaY() != 0 && !event.isControlDown()) {
            scrollBy(-event.getDeltaY());
            event.consume();
          }
        });
    view.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    view.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, this::menu);
  }

  void setOnActivate(Predicate<LogRow> does) {
    activation = does;
  }

  void setRowMenu(Function<LogRow, List<MenuItem>> items) {
    rowMenu = items;
  }

  private boolean has(long number) {
    return number >= buffer.first() && number < buffer.end();
  }

  private boolean activate(long number) {
    return has(number) && activation.test(buffer.row(number));
  }

  private List<MenuItem> menuOf(long number) {
    return has(number) ? rowMenu.apply(buffer.row(number)) : List.of();
  }

  private void menu(ContextMenuEvent event) {
    ContextMenu before = menu;
    if (before != null) {
      before.hide();
    }
    MenuItem copy = item("Copy", this::copy);
    copy.setDisable(selection.isEmpty());
    ContextMenu shown = new ContextMenu();
    Position at = menuPlace(event);
    List<MenuItem> ofRow = at == null ? List.of() : menuOf(at.row());
    if (!ofRow.isEmpty()) {
      shown.getItems().addAll(ofRow);
      shown.getItems().add(new SeparatorMenuItem());
    }
    shown
        .getItems()
        .addAll(
            copy,
            item("Select all", selection::all),
            new SeparatorMenuItem(),
            item("Find…", view::openFind));
    menu = shown;
    shown.show(view, event.getScreenX(), event.getScreenY());
    event.consume();
  }

  /** Where the mouse is; from the keyboard, where was clicked last, or else at the upper edge. */
  private @Nullable Position menuPlace(ContextMenuEvent event) {
    if (event.isKeyboardTrigger()) {
      Position caret = selection.caret();
      return caret != null ? caret : positionAt(0, 0);
    }
    Point2D there = viewport.sceneToLocal(event.getSceneX(), event.getSceneY());
    return positionAt(there.getX(), there.getY());
  }

  private MenuItem item(String title, Runnable action) {
    MenuItem item = new MenuItem(title);
    item.setOnAction(
        _ -> {
          action.run();
          view.touch();
        });
    return item;
  }

  private void pressed(MouseEvent event) {
    view.requestFocus();
    selecting = event.getButton() == MouseButton.PRIMARY;
    if (!selecting) {
      return;
    }
    Position at = positionAt(event.getX(), event.getY());
    if (at == null) {
      return;
    }
    if (event.isShiftDown()) {
      selection.extend(at);
    } else if (event.getClickCount() == 2) {
      selection.word(at);
    } else if (event.getClickCount() >= 3) {
      selection.row(at.row());
    } else {
      selection.place(at);
    }
    view.touch();
    event.consume();
  }

  private void clicked(MouseEvent event) {
    Position at = selection.caret();
    boolean plain =
        event.getButton() == MouseButton.PRIMARY
            && event.getClickCount() == 1
            && event.isStillSincePress()
            && !event.isShiftDown();
    if (plain && at != null && selection.isEmpty() && activate(at.row())) {
      event.consume();
    }
  }

  private void dragged(MouseEvent event) {
    // Asked at the press: not every platform says again with each drag which button is down.
    if (!selecting) {
      return;
    }
    // Above and below the view a drag scrolls, the faster the further away.
    if (event.getY() < 0) {
      scroll.by(event.getY());
    } else if (event.getY() > viewport.getHeight()) {
      scroll.by(event.getY() - viewport.getHeight());
    }
    Position at = positionAt(event.getX(), event.getY());
    if (at != null) {
      selection.extend(at);
    }
    view.touch();
    event.consume();
  }

  private @Nullable Position positionAt(double x, double y) {
    List<LogLine> lines = viewport.lines();
    if (lines.isEmpty()) {
      return null;
    }
    LogLine hit = lines.getFirst();
    for (LogLine line : lines) {
      if (line.top() - LogLayout.GAP / 2.0 <= y) {
        hit = line;
      }
    }
    LogLine last = lines.getLast();
    boolean below = hit == last && y > last.top() + LogLayout.LINE + LogLayout.GAP;
    return new Position(hit.number(), below ? hit.end() : hit.offsetAt(x));
  }

  private void key(KeyEvent event) {
    if (event.getTarget() != view) {
      return; // The find line has its own keys.
    }
    boolean done =
        event.isShortcutDown()
            ? shortcut(event.getCode(), event.isShiftDown())
            : event.isAltDown()
                ? false
                : event.isShiftDown() ? extend(event.getCode()) : move(event.getCode());
    if (done) {
      event.consume();
      view.touch();
    }
  }

  private boolean shortcut(KeyCode code, boolean shift) {
    switch (code) {
      case A -> selection.all();
      case C, INSERT -> {
        return copy();
      }
      case F -> view.openFind();
      case HOME -> {
        if (shift) {
          extendTo(new Position(buffer.first(), 0));
        } else {
          scroll.to(scroll.min());
        }
      }
      case END -> {
        long last = buffer.endWithTail() - 1;
        if (!shift) {
          scroll.toEnd();
        } else if (last >= buffer.first()) {
          extendTo(new Position(last, buffer.text(last).length()));
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean copy() {
    String text = selection.text();
    if (text.isEmpty()) {
      return false;
    }
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    return true;
  }

  private boolean move(KeyCode code) {
    switch (code) {
      case UP -> scroll.by(-LogLayout.LINE - LogLayout.GAP);
      case DOWN -> scroll.by(LogLayout.LINE + LogLayout.GAP);
      case PAGE_UP -> scroll.by(-page());
      case PAGE_DOWN, SPACE -> scroll.by(page());
      case HOME -> scroll.to(scroll.min());
      case END -> scroll.toEnd();
      case ENTER -> {
        Position at = selection.caret();
        return at != null && activate(at.row());
      }
      case ESCAPE -> {
        if (view.findIsOpen()) {
          view.closeFind();
        } else if (!selection.isEmpty()) {
          selection.clear();
        } else {
          return false;
        }
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean extend(KeyCode code) {
    Position caret = selection.caret();
    if (caret == null) {
      List<LogLine> lines = viewport.lines();
      if (lines.isEmpty()) {
        return false;
      }
      caret = new Position(lines.getFirst().number(), lines.getFirst().start());
      selection.place(caret);
    }
    Position to =
        switch (code) {
          case LEFT -> selection.step(caret, -1);
          case RIGHT -> selection.step(caret, 1);
          case UP -> lineStep(caret, -1);
          case DOWN -> lineStep(caret, 1);
          case HOME -> new Position(caret.row(), 0);
          case END -> new Position(caret.row(), buffer.text(caret.row()).length());
          case PAGE_UP, PAGE_DOWN -> {
            Position at = caret;
            int by = code == KeyCode.PAGE_UP ? -1 : 1;
            for (int i = (int) (page() / LogLayout.LINE); i > 0; i--) {
              at = lineStep(at, by);
            }
            yield at;
          }
          default -> null;
        };
    if (to == null) {
      return false;
    }
    extendTo(to);
    return true;
  }

  private void extendTo(Position to) {
    selection.extend(to);
    layout.measure();
    double y = buffer.entry(to.row()).top + lineOf(to) * LogLayout.LINE;
    scroll.reveal(y, y + LogLayout.LINE + LogLayout.GAP);
  }

  /** The position a line above or below, as many characters into its line. */
  private Position lineStep(Position at, int by) {
    int[] lines = layout.lines(at.row());
    int line = lineOf(at);
    int into = Math.min(at.offset(), lines[2 * line + 1]) - lines[2 * line];
    long row = at.row();
    line += by;
    if (line < 0) {
      row--;
      if (row < buffer.first()) {
        return new Position(at.row(), 0);
      }
      lines = layout.lines(row);
      line = lines.length / 2 - 1;
    } else if (2 * line >= lines.length) {
      row++;
      if (row >= buffer.endWithTail()) {
        return new Position(at.row(), buffer.text(at.row()).length());
      }
      lines = layout.lines(row);
      line = 0;
    }
    return new Position(row, Math.min(lines[2 * line] + into, lines[2 * line + 1]));
  }

  private int lineOf(Position at) {
    int[] lines = layout.lines(at.row());
    int line = 0;
    while (2 * (line + 1) < lines.length && lines[2 * (line + 1)] <= at.offset()) {
      line++;
    }
    return line;
  }

  private double page() {
    return Math.max(LogLayout.LINE, scroll.height() - 2 * LogLayout.LINE);
  }

  private void scrollBy(double distance) {
    scroll.by(distance);
    view.touch();
  }
}
