package dev.muster.desktop.control;

import javafx.css.PseudoClass;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;

/**
 * A cell of the list of diff rows: ground and frame by style sheet, text by {@link DiffRowNode}.
 */
final class DiffCell extends ListCell<DiffRow> {
  private static final PseudoClass FILE = PseudoClass.getPseudoClass("file");
  private static final PseudoClass HUNK = PseudoClass.getPseudoClass("hunk");
  private static final PseudoClass LINE = PseudoClass.getPseudoClass("line");
  private static final PseudoClass ADDED = PseudoClass.getPseudoClass("added");
  private static final PseudoClass REMOVED = PseudoClass.getPseudoClass("removed");
  private static final PseudoClass LAST = PseudoClass.getPseudoClass("last");

  private final DiffView view;
  private final DiffRowNode node;

  DiffCell(DiffView view, DiffRowNode node) {
    this.view = view;
    this.node = node;
    getStyleClass().add("diff-cell");
    setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
  }

  @Override
  protected void updateItem(@Nullable DiffRow row, boolean empty) {
    super.updateItem(row, empty);
    DiffLine.Kind kind = row instanceof DiffRow.Line l ? l.text().line(l.index()).kind() : null;
    pseudoClassStateChanged(FILE, row instanceof DiffRow.File);
    pseudoClassStateChanged(HUNK, row instanceof DiffRow.Hunk);
    pseudoClassStateChanged(LINE, kind != null);
    pseudoClassStateChanged(ADDED, kind == DiffLine.Kind.ADDED);
    pseudoClassStateChanged(REMOVED, kind == DiffLine.Kind.REMOVED);
    pseudoClassStateChanged(LAST, row instanceof DiffRow.Line l && l.last());
    if (row == null || empty) {
      setGraphic(null);
      setAccessibleText("");
      return;
    }
    node.show(row, view.showsNumbers(), row instanceof DiffRow.File(var file) && view.isOpen(file));
    setGraphic(node);
    setAccessibleText(describe(row));
  }

  /** Paints the row again, as after a switch of theme. */
  void repaint() {
    updateItem(getItem(), isEmpty());
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY
        && event.isStillSincePress()
        && getItem() instanceof DiffRow.File(var file)) {
      view.setOpen(file, !view.isOpen(file));
    }
  }

  private String describe(DiffRow row) {
    return switch (row) {
      case DiffRow.File(DiffFile file) ->
          "%s %s, %d added, %d removed, %s"
              .formatted(
                  VisibleText.onOneLine(file.path()),
                  file.change().word(),
                  file.added(),
                  file.removed(),
                  view.isOpen(file) ? "open" : "closed");
      case DiffRow.Hunk(HunkText text) ->
          "change at line " + text.hunk().newStart() + " " + text.hunk().heading();
      case DiffRow.Line line -> {
        HunkText text = line.text();
        int i = line.index();
        yield switch (text.line(i).kind()) {
          case ADDED -> "added line " + text.newNumber(i) + ": " + text.shown(i);
          case REMOVED -> "removed line " + text.oldNumber(i) + ": " + text.shown(i);
          case CONTEXT -> "line " + text.newNumber(i) + ": " + text.shown(i);
        };
      }
      case DiffRow.Notice(_, String sentence) -> sentence;
      case DiffRow.Space() -> "";
    };
  }
}
