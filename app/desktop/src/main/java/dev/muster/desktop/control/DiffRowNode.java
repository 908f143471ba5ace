package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The text of one row of a diff: numbers, sign and coloured code, placed by arithmetic and kept in
 * pooled nodes. Belongs to a list cell and is given one row after the other.
 */
final class DiffRowNode extends Region {
  /** Left and right edge of the frame around a hunk, and the text's distance from it. */
  static final int FRAME = 11;

  private static final int PADDING = 9;
  private static final int NUMBER_WIDTH = 42;
  private static final int SIGN_WIDTH = 21;

  private final GlyphWidths widths;
  private final InkProbes<DiffInk> inks;
  private final SyntaxColours syntax;
  private final List<Text> texts = new ArrayList<>();
  private final List<Rectangle> marks = new ArrayList<>();
  private final FontIcon chevron = Icons.RIGHT.node();
  private int usedTexts;
  private int usedMarks;
  private double end;

  DiffRowNode(GlyphWidths widths, InkProbes<DiffInk> inks, SyntaxColours syntax) {
    this.widths = widths;
    this.inks = inks;
    this.syntax = syntax;
    chevron.setManaged(false);
    chevron.getStyleClass().add("diff-chevron");
    chevron.setTextOrigin(VPos.CENTER);
    getChildren().add(chevron);
    setMouseTransparent(true);
  }

  /** Shows a row. */
  void show(DiffRow row, boolean numbers, boolean open) {
    usedTexts = 0;
    usedMarks = 0;
    chevron.setVisible(false);
    switch (row) {
      case DiffRow.File(DiffFile file) -> file(file, open);
      case DiffRow.Hunk(HunkText text) -> hunk(text);
      case DiffRow.Line line -> line(line, numbers);
      case DiffRow.Notice(_, String sentence) ->
          end = text(sentence, FRAME + PADDING, DiffInk.NOTICE);
      case DiffRow.Space() -> end = 0;
    }
    for (int i = usedTexts; i < texts.size(); i++) {
      texts.get(i).setVisible(false);
    }
    for (int i = usedMarks; i < marks.size(); i++) {
      marks.get(i).setVisible(false);
    }
    requestLayout();
  }

  @Override
  protected double computePrefWidth(double height) {
    return Math.ceil(end) + PADDING + FRAME;
  }

  @Override
  protected double computePrefHeight(double width) {
    return DiffView.ROW_HEIGHT;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 0;
  }

  private void file(DiffFile file, boolean open) {
    double gap = widths.of(' ');
    double x = FRAME;
    if (!file.oldPath().equals(file.path())) {
      x = text(VisibleText.onOneLine(file.oldPath()) + " → ", x, DiffInk.PATH);
    }
    x = text(VisibleText.onOneLine(file.path()), x, DiffInk.PATH) + gap;
    if (!file.change().word().isEmpty()) {
      x = text("(" + file.change().word() + ")", x, DiffInk.NOTICE) + gap;
    }
    if (file.added() > 0) {
      x = text("+%,d".formatted(file.added()), x, DiffInk.ADDED) + gap;
    }
    if (file.removed() > 0) {
      x = text("−%,d".formatted(file.removed()), x, DiffInk.REMOVED) + gap;
    }
    if (!file.hunks().isEmpty() || !file.notice().isEmpty()) {
      Icons icon = open ? Icons.DOWN : Icons.RIGHT;
      if (chevron.getIconCode() != icon.glyph()) {
        chevron.setIconCode(icon.glyph());
      }
      chevron.setX(x);
      chevron.setY(DiffView.ROW_HEIGHT / 2);
      chevron.setVisible(true);
      x += 12;
    }
    end = x;
  }

  private void hunk(HunkText text) {
    DiffHunk hunk = text.hunk();
    String words =
        hunk.heading().isEmpty()
            ? "line " + Math.max(1, hunk.newStart())
            : VisibleText.forCode(hunk.heading(), HunkText.MAX_LINE);
    end = text("@@ " + words, FRAME + PADDING, DiffInk.HEADING);
  }

  private void line(DiffRow.Line row, boolean numbers) {
    HunkText hunk = row.text();
    int index = row.index();
    double x = FRAME + PADDING;
    if (numbers) {
      number(hunk.oldNumber(index), x);
      number(hunk.newNumber(index), x + NUMBER_WIDTH);
      x += 2 * NUMBER_WIDTH + PADDING;
    }
    DiffLine line = hunk.line(index);
    switch (line.kind()) {
      case ADDED -> text("+", x, DiffInk.CODE);
      case REMOVED -> text("-", x, DiffInk.CODE);
      case CONTEXT -> {}
    }
    x += SIGN_WIDTH;
    String shown = hunk.shown(index);
    double[] at = positions(shown, x);
    int[] changed = hunk.changed(index);
    for (int i = 0; i < changed.length; i += 2) {
      mark(
          at[changed[i]],
          at[changed[i + 1]],
          line.kind() == DiffLine.Kind.ADDED ? DiffInk.ADDED_WORD : DiffInk.REMOVED_WORD);
    }
    for (SyntaxColours.Span span : hunk.colours(index, syntax)) {
      String part = shown.substring(span.start(), span.end());
      if (!part.isBlank()) {
        text(part, at[span.start()], span.ink());
      }
    }
    end = at[shown.length()];
    if (line.noNewline()) {
      end = text("  (no line break at the end of the file)", end, DiffInk.NOTICE);
    }
  }

  private void number(int number, double x) {
    if (number > 0) {
      String digits = String.valueOf(number);
      text(digits, x + NUMBER_WIDTH - PADDING - widths.of(digits), DiffInk.GUTTER);
    }
  }

  /** The x of each character of a line, and behind the last. */
  private double[] positions(String line, double x) {
    double[] at = new double[line.length() + 1];
    double sum = x;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      int next = i + Character.charCount(c);
      for (int k = i; k < next; k++) {
        at[k] = sum;
      }
      sum += widths.of(c);
      i = next;
    }
    at[line.length()] = sum;
    return at;
  }

  /** Puts text at an x and returns the x behind it. */
  private double text(String words, double x, DiffInk ink) {
    Text node;
    if (usedTexts < texts.size()) {
      node = texts.get(usedTexts);
    } else {
      node = new Text();
      node.getStyleClass().add("diff-text");
      node.setManaged(false);
      texts.add(node);
      getChildren().add(node);
    }
    usedTexts++;
    if (!words.equals(node.getText())) {
      node.setText(words);
    }
    node.setFill(inks.paint(ink));
    node.setX(x);
    node.setY(DiffView.BASELINE);
    node.setVisible(true);
    return x + widths.of(words);
  }

  private void mark(double from, double to, DiffInk ink) {
    Rectangle node;
    if (usedMarks < marks.size()) {
      node = marks.get(usedMarks);
    } else {
      node = new Rectangle();
      node.setManaged(false);
      node.setArcWidth(4);
      node.setArcHeight(4);
      node.setHeight(DiffView.ROW_HEIGHT - 2);
      node.setY(1);
      marks.add(node);
      getChildren().addFirst(node);
    }
    usedMarks++;
    node.setX(from);
    node.setWidth(to - from);
    node.setFill(inks.paint(ink));
    node.setVisible(true);
  }
}
