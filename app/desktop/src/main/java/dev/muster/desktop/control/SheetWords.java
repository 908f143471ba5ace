package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetLayout.At;

/** What a screen reader says of a row of a diff sheet. */
final class SheetWords {
  private SheetWords() {}

  static String of(SheetLayout layout, At at) {
    SheetFile file = layout.file(at);
    return switch (layout.row(at)) {
      case SheetRow.Head _ ->
          "%s %s, %d added, %d removed, %s, %s"
              .formatted(
                  VisibleText.onOneLine(file.path()),
                  file.file().change().word(),
                  file.file().added(),
                  file.file().removed(),
                  file.open() ? "open" : "closed",
                  file.viewed() ? "viewed" : "not viewed");
      case SheetRow.Hunk hunk -> "change at line " + hunk.text().hunk().newStart();
      case SheetRow.Line line -> line(line);
      case SheetRow.After _ -> "more lines below; Enter shows them";
      case SheetRow.Notice notice -> VisibleText.onOneLine(notice.sentence());
      case SheetRow.Offer offer -> offer.title() + "; Enter does it";
      case SheetRow.Waiting _ -> "being read";
      case SheetRow.Card _ -> "a card";
      case SheetRow.Space _ -> "";
    };
  }

  private static String line(SheetRow.Line row) {
    HunkText text = row.text();
    if (row.left() >= 0 && row.right() >= 0 && row.left() != row.right()) {
      return "line %d was: %s; line %d is: %s"
          .formatted(
              text.oldNumber(row.left()),
              text.shown(row.left()),
              text.newNumber(row.right()),
              text.shown(row.right()));
    }
    int i = row.index();
    return switch (text.line(i).kind()) {
      case ADDED -> "added line " + text.newNumber(i) + ": " + text.shown(i);
      case REMOVED -> "removed line " + text.oldNumber(i) + ": " + text.shown(i);
      case CONTEXT -> "line " + text.newNumber(i) + ": " + text.shown(i);
    };
  }
}
