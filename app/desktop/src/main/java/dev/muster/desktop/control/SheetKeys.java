package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetLayout.At;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;

/** What keys do on a diff sheet; see {@link DiffSheet}. */
final class SheetKeys {
  private static final double ACROSS = 60;

  private final DiffSheet sheet;

  SheetKeys(DiffSheet sheet) {
    this.sheet = sheet;
  }

  void pressed(KeyEvent event) {
    SheetLayout layout = sheet.sheet();
    if (event.getTarget() != sheet || layout.isEmpty() || event.isAltDown()) {
      return;
    }
    boolean extend = event.isShiftDown();
    if (event.isShortcutDown()) {
      switch (event.getCode()) {
        case C -> copy();
        case HOME -> sheet.move(new At(0, 0), extend);
        case END -> sheet.move(layout.at(layout.height()), extend);
        default -> {
          return;
        }
      }
      event.consume();
      return;
    }
    At at = sheet.cursor();
    double page = Math.max(1, (int) (sheet.getHeight() / SheetRow.LINE) - 3) * SheetRow.LINE;
    switch (event.getCode()) {
      case DOWN -> sheet.move(step(layout, at, 1), extend);
      case UP -> sheet.move(step(layout, at, -1), extend);
      case PAGE_DOWN -> sheet.move(layout.at(layout.top(at) + page), extend);
      case PAGE_UP -> sheet.move(layout.at(Math.max(0, layout.top(at) - page)), extend);
      case HOME -> sheet.move(new At(0, 0), extend);
      case END -> sheet.move(layout.at(layout.height()), extend);
      case RIGHT -> sheet.across(ACROSS);
      case LEFT -> sheet.across(-ACROSS);
      case ENTER -> sheet.activate(at);
      default -> {
        return;
      }
    }
    event.consume();
  }

  private static At step(SheetLayout layout, At from, int by) {
    At at = layout.step(from, by);
    return layout.row(at) instanceof SheetRow.Space ? layout.step(at, by) : at;
  }

  private void copy() {
    SheetSelection selected = sheet.selection();
    if (selected != null) {
      ClipboardContent content = new ClipboardContent();
      content.putString(
          selected.lines().isEmpty()
              ? selected.path()
              : String.join(System.lineSeparator(), selected.lines()));
      Clipboard.getSystemClipboard().setContent(content);
    }
  }
}
