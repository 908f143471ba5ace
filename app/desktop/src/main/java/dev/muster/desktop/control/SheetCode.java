package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Group;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * One column of one row of a diff sheet: ground, numbers, sign and coloured code, placed by
 * arithmetic and kept in pooled nodes. Of a long line only what is in view is drawn.
 */
final class SheetCode extends Region {
  /** In px, from the row's upper edge. */
  private static final double BASELINE = 13.5;

  private static final double NUMBER = 44;
  private static final double SIGN = 20;

  private final SheetPens pens;
  private final Rectangle ground = new Rectangle();
  private final Rectangle bar = new Rectangle();
  private final Rectangle clip = new Rectangle();
  private final Group gutter = new Group();
  private final Group code = new Group();
  private final Pool gutterTexts = new Pool(gutter);
  private final Pool codeTexts = new Pool(code);
  private double end;

  SheetCode(SheetPens pens) {
    this.pens = pens;
    for (Node node : List.of(ground, bar, gutter, code)) {
      node.setManaged(false);
      getChildren().add(node);
    }
    setManaged(false);
    setMouseTransparent(true);
  }

  /** How far the code reaches to the right, from its own left edge, in px. */
  double codeEnd() {
    return end;
  }

  /** Width of what stands before the code. */
  static double gutterWidth(int numbers) {
    return numbers * NUMBER + SIGN;
  }

  /** Begins a row of this size; what it showed before is gone. */
  void begin(double width, double height, @Nullable DiffInk fill, boolean cursor) {
    gutterTexts.begin();
    codeTexts.begin();
    resize(width, height);
    end = 0;
    ground.setVisible(fill != null);
    if (fill != null) {
      ground.setWidth(width);
      ground.setHeight(height);
      ground.setFill(pens.inks().paint(fill));
    }
    bar.setVisible(cursor);
    if (cursor) {
      bar.setWidth(3);
      bar.setHeight(height);
      bar.setFill(pens.inks().paint(DiffInk.CURSOR));
    }
  }

  /** Ends a row. */
  void end() {
    gutterTexts.end();
    codeTexts.end();
  }

  /** Puts words at an x, above whatever else; returns the x behind them. */
  double words(String words, double x, DiffInk ink) {
    gutterTexts.text(words, x, ink);
    return x + pens.widths().of(words);
  }

  /** Puts a number, right-aligned, into a column of numbers counted from 0. */
  void number(int number, int column) {
    if (number > 0) {
      String digits = String.valueOf(number);
      words(digits, (column + 1) * NUMBER - 10 - pens.widths().of(digits), DiffInk.GUTTER);
    }
  }

  /**
   * Puts a line of code.
   *
   * @param numbers how many columns of numbers stand before it
   * @param scroll how far the code is scrolled to the right
   */
  void line(HunkText hunk, int index, int numbers, double scroll) {
    DiffLine line = hunk.line(index);
    double left = gutterWidth(numbers);
    switch (line.kind()) {
      case ADDED -> words("+", numbers * NUMBER, DiffInk.ADDED);
      case REMOVED -> words("-", numbers * NUMBER, DiffInk.REMOVED);
      case CONTEXT -> {}
    }
    String shown = hunk.shown(index);
    double[] at = positions(shown);
    double from = scroll;
    double to = scroll + getWidth() - left;
    int[] changed = hunk.changed(index);
    for (int i = 0; i < changed.length; i += 2) {
      if (at[changed[i]] < to && at[changed[i + 1]] > from) {
        codeTexts.mark(
            at[changed[i]],
            at[changed[i + 1]],
            line.kind() == DiffLine.Kind.ADDED ? DiffInk.ADDED_WORD : DiffInk.REMOVED_WORD);
      }
    }
    for (SyntaxColours.Span span : hunk.colours(index, pens.syntax())) {
      if (at[span.start()] < to && at[span.end()] > from) {
        span(shown, span, at, from, to);
      }
    }
    end = at[shown.length()];
    if (line.noNewline()) {
      String words = "  (no line break at the end of the file)";
      codeTexts.text(words, end, DiffInk.NOTICE);
      end += pens.widths().of(words);
    }
    code.setTranslateX(left - scroll);
    boolean cut = scroll > 0 || end > getWidth() - left;
    if (cut) {
      clip.setX(scroll);
      clip.setWidth(Math.max(0, getWidth() - left));
      clip.setHeight(getHeight());
    }
    if (cut != (code.getClip() != null)) {
      code.setClip(cut ? clip : null);
    }
  }

  /** The part of a span that is in view, and a little more. */
  private void span(String shown, SyntaxColours.Span span, double[] at, double from, double to) {
    int start = span.start();
    int stop = span.end();
    if (stop - start > 200) {
      while (start < stop && at[start + 1] < from) {
        start++;
      }
      while (stop > start && at[stop - 1] > to) {
        stop--;
      }
      start -= start > 0 && Character.isLowSurrogate(shown.charAt(start)) ? 1 : 0;
    }
    String part = shown.substring(start, stop);
    if (!part.isBlank()) {
      codeTexts.text(part, at[start], span.ink());
    }
  }

  /** The x of each character of a line, and behind the last. */
  private double[] positions(String line) {
    double[] at = new double[line.length() + 1];
    double sum = 0;
    for (int i = 0; i < line.length(); ) {
      int c = line.codePointAt(i);
      int next = i + Character.charCount(c);
      for (int k = i; k < next; k++) {
        at[k] = sum;
      }
      sum += pens.widths().of(c);
      i = next;
    }
    at[line.length()] = sum;
    return at;
  }

  /** Texts and marks that are used again and again. */
  private final class Pool {
    private final Group parent;
    private final List<Text> texts = new ArrayList<>();
    private final List<Rectangle> marks = new ArrayList<>();
    private int usedTexts;
    private int usedMarks;

    Pool(Group parent) {
      this.parent = parent;
      parent.setAutoSizeChildren(false);
    }

    void begin() {
      usedTexts = 0;
      usedMarks = 0;
    }

    void end() {
      for (int i = usedTexts; i < texts.size(); i++) {
        texts.get(i).setVisible(false);
      }
      for (int i = usedMarks; i < marks.size(); i++) {
        marks.get(i).setVisible(false);
      }
    }

    void text(String words, double x, DiffInk ink) {
      Text node;
      if (usedTexts < texts.size()) {
        node = texts.get(usedTexts);
      } else {
        node = new Text();
        node.getStyleClass().add("sheet-text");
        node.setFont(pens.font());
        texts.add(node);
        parent.getChildren().add(node);
      }
      usedTexts++;
      if (!words.equals(node.getText())) {
        node.setText(words);
      }
      node.setFill(pens.inks().paint(ink));
      node.setX(x);
      node.setY(BASELINE);
      node.setVisible(true);
    }

    void mark(double from, double to, DiffInk ink) {
      Rectangle node;
      if (usedMarks < marks.size()) {
        node = marks.get(usedMarks);
      } else {
        node = new Rectangle();
        node.setArcWidth(4);
        node.setArcHeight(4);
        node.setHeight(SheetRow.LINE - 2);
        node.setY(1);
        marks.add(node);
        parent.getChildren().addFirst(node);
      }
      usedMarks++;
      node.setX(from);
      node.setWidth(to - from);
      node.setFill(pens.inks().paint(ink));
      node.setVisible(true);
    }
  }
}
