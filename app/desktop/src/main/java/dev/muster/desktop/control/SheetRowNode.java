package dev.muster.desktop.control;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/** Draws any row of a diff sheet but headers and cards. Given one row after the other. */
final class SheetRowNode extends Region {
  private static final PseudoClass OPENS = PseudoClass.getPseudoClass("opens");

  private final SheetCode left;
  private final SheetCode right;
  private final Region middle = new Region();
  private final HBox tools = new HBox();

  SheetRowNode(SheetPens pens) {
    left = new SheetCode(pens);
    right = new SheetCode(pens);
    middle.getStyleClass().add("sheet-middle");
    middle.setManaged(false);
    tools.getStyleClass().add("sheet-tools");
    tools.setManaged(false);
    getStyleClass().add("sheet-row");
    getChildren().addAll(left, right, middle, tools);
  }

  /**
   * What a row is shown with.
   *
   * @param width of the sheet
   * @param scroll how far code is scrolled to the right
   * @param cursor whether the keys act here
   * @param selected whether it belongs to what is selected
   */
  record Look(SheetMode mode, double width, double scroll, boolean cursor, boolean selected) {}

  /** How far its code reaches to the right, in px. */
  double codeEnd() {
    return Math.max(left.codeEnd(), right.codeEnd());
  }

  /** Shows a row, with buttons at its right end. */
  void show(SheetRow row, Look look, List<? extends Node> buttons) {
    boolean split = look.mode() == SheetMode.SPLIT && row instanceof SheetRow.Line;
    resize(look.width(), row.height());
    right.setVisible(split);
    middle.setVisible(split);
    pseudoClassStateChanged(OPENS, opens(row));
    if (!tools.getChildren().equals(buttons)) {
      tools.getChildren().setAll(buttons);
    }
    tools.setVisible(!buttons.isEmpty());
    if (!buttons.isEmpty()) {
      tools.applyCss(); // Else buttons that were made just now have no width yet.
      double wanted = tools.prefWidth(-1);
      tools.resizeRelocate(look.width() - wanted - 8, 0, wanted, row.height());
    }
    if (split) {
      split((SheetRow.Line) row, look);
      return;
    }
    left.begin(look.width(), row.height(), ground(row, look), look.cursor());
    switch (row) {
      case SheetRow.Hunk hunk -> {
        if (hunk.hidden() > 0) {
          left.words("↕", 8, DiffInk.LINK);
        }
        left.words(hunk.title(), 26, DiffInk.NOTICE);
      }
      case SheetRow.After after -> {
        left.words("↕", 8, DiffInk.LINK);
        left.words(
            after.hidden() < 0
                ? "Show more lines"
                : after.hidden() == 1 ? "1 more line" : "%,d more lines".formatted(after.hidden()),
            26,
            DiffInk.NOTICE);
      }
      case SheetRow.Line line -> {
        int index = line.index();
        left.number(line.text().oldNumber(index), 0);
        left.number(line.text().newNumber(index), 1);
        left.line(line.text(), index, 2, look.scroll());
      }
      case SheetRow.Notice notice ->
          left.words(VisibleText.onOneLine(notice.sentence()), 26, DiffInk.NOTICE);
      case SheetRow.Offer offer -> left.words(offer.title(), 26, DiffInk.LINK);
      case SheetRow.Waiting _ -> left.words("Reading…", 26, DiffInk.GUTTER);
      case SheetRow.Head _, SheetRow.Card _, SheetRow.Space _ -> {
        // Nothing is written on these.
      }
    }
    left.end();
  }

  /** Whether a click on a row does something. */
  static boolean opens(SheetRow row) {
    return row instanceof SheetRow.Offer
        || row instanceof SheetRow.After
        || row instanceof SheetRow.Hunk hunk && hunk.hidden() > 0;
  }

  private void split(SheetRow.Line row, Look look) {
    double half = Math.floor(look.width() / 2);
    middle.resizeRelocate(half, 0, 1, row.height());
    side(left, row, row.left(), DiffLine.Kind.REMOVED, half, look, look.cursor());
    side(right, row, row.right(), DiffLine.Kind.ADDED, look.width() - half - 1, look, false);
    right.setLayoutX(half + 1);
  }

  private static void side(
      SheetCode code,
      SheetRow.Line row,
      int index,
      DiffLine.Kind own,
      double width,
      SheetRowNode.Look look,
      boolean cursor) {
    HunkText text = row.text();
    DiffInk fill =
        look.selected()
            ? DiffInk.SELECTED_GROUND
            : index < 0
                ? DiffInk.NO_LINE_GROUND
                : text.line(index).kind() != own
                    ? null
                    : own == DiffLine.Kind.ADDED ? DiffInk.ADDED_GROUND : DiffInk.REMOVED_GROUND;
    code.begin(width, row.height(), fill, cursor);
    if (index >= 0) {
      code.number(own == DiffLine.Kind.ADDED ? text.newNumber(index) : text.oldNumber(index), 0);
      code.line(text, index, 1, look.scroll());
    }
    code.end();
  }

  private static @org.jspecify.annotations.Nullable DiffInk ground(SheetRow row, Look look) {
    if (look.selected() && row instanceof SheetRow.Line) {
      return DiffInk.SELECTED_GROUND;
    }
    return switch (row) {
      case SheetRow.Hunk _, SheetRow.After _ -> DiffInk.HUNK_GROUND;
      case SheetRow.Line line ->
          switch (line.text().line(line.index()).kind()) {
            case ADDED -> DiffInk.ADDED_GROUND;
            case REMOVED -> DiffInk.REMOVED_GROUND;
            case CONTEXT -> null;
          };
      default -> null;
    };
  }
}
