package dev.muster.desktop.control;

import dev.muster.desktop.theme.Icons;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.paint.Paint;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * The nodes of one visible line of a log: its text, and on a row's first line the sign and the
 * note. Taken from a pool and given other lines as the log scrolls.
 */
final class LogLine {
  /** Distance from a line's upper edge to where its letters stand. */
  private static final int BASELINE = 13;

  private static final Font SIGN = Icons.font(12);

  private final LogFace face;
  private final List<Node> parent;
  private final Text text = new Text();

  /** Not an icon node: its colour would be the style sheet's now and the log's then. */
  private @Nullable Text sign;

  private @Nullable Text note;

  private @Nullable LogRow row;
  private long number = -1;
  private int start;
  private int end;
  private double top;

  LogLine(LogFace face, List<Node> parent) {
    this.face = face;
    this.parent = parent;
    text.getStyleClass().add(face.styleClass());
    // The style sheet says the same, but only with the next pulse: until then it would be another.
    text.setFont(face.font());
    text.setManaged(false);
    text.setMouseTransparent(true);
    parent.add(text);
  }

  LogFace face() {
    return face;
  }

  long number() {
    return number;
  }

  int start() {
    return start;
  }

  int end() {
    return end;
  }

  double top() {
    return top;
  }

  /** Whether it already shows this line, so that only its place may have changed. */
  boolean shows(long otherNumber, int otherStart) {
    return number == otherNumber && start == otherStart;
  }

  /** Shows a stretch of a row's text. */
  void show(long newNumber, LogRow newRow, String all, int from, int to, boolean streaming) {
    boolean first = from == 0;
    if (newRow != row || number != newNumber || from != start || to != end) {
      String part = all.substring(from, to);
      if (!part.equals(text.getText())) {
        text.setText(part);
      }
      sign(first ? (streaming ? Icons.MORE : newRow.kind().icon()) : null);
      note(first ? newRow.note() : "");
    }
    row = newRow;
    number = newNumber;
    start = from;
    end = to;
  }

  /** Gives text, sign and note the colours of their meaning. */
  void ink(Function<LogInk, Paint> inks, boolean streaming) {
    LogRow shown = Objects.requireNonNull(row);
    text.setFill(inks.apply(streaming ? LogInk.MUTED : shown.kind().ink()));
    if (sign != null && sign.isVisible()) {
      sign.setFill(inks.apply(streaming ? LogInk.ACCENT : shown.kind().signInk()));
    }
    if (note != null && note.isVisible()) {
      note.setFill(inks.apply(LogInk.of(shown.noteTone())));
    }
  }

  /** Puts it at a height; {@code right} is where its note ends. */
  void place(double y, double right, double noteWidth) {
    top = y;
    text.setVisible(true);
    text.setX(LogLayout.TEXT_X);
    text.setY(y + BASELINE);
    if (sign != null) {
      sign.setX(LogLayout.SIGN_X);
      sign.setY(y + LogLayout.LINE / 2.0);
    }
    if (note != null) {
      note.setX(Math.round(right - noteWidth));
      note.setY(y + BASELINE);
    }
  }

  void hide() {
    number = -1;
    row = null;
    text.setVisible(false);
    if (sign != null) {
      sign.setVisible(false);
    }
    if (note != null) {
      note.setVisible(false);
    }
  }

  /** The character boundary nearest to an x, as an offset into the row's text. */
  int offsetAt(double x) {
    if (start == end) {
      return start;
    }
    int inLine =
        text.hitTest(text.parentToLocal(x, top + LogLayout.LINE / 2.0)).getInsertionIndex();
    return start + Math.clamp(inLine, 0, end - start);
  }

  /** The left and right x of a stretch of this line, given as offsets into the row's text. */
  double[] span(int from, int to) {
    double left = Double.MAX_VALUE;
    double right = -Double.MAX_VALUE;
    for (PathElement element : text.rangeShape(from - start, to - start)) {
      double x =
          switch (element) {
            case MoveTo move -> move.getX();
            case LineTo line -> line.getX();
            default -> Double.NaN;
          };
      if (!Double.isNaN(x)) {
        left = Math.min(left, x);
        right = Math.max(right, x);
      }
    }
    return left > right ? new double[] {0, 0} : new double[] {left, right};
  }

  private void sign(@Nullable Icons icon) {
    if (icon == null) {
      if (sign != null) {
        sign.setVisible(false);
      }
      return;
    }
    Text node = sign;
    if (node == null) {
      node = new Text();
      node.setFont(SIGN);
      node.setTextOrigin(VPos.CENTER);
      node.setManaged(false);
      node.setMouseTransparent(true);
      parent.add(node);
      sign = node;
    }
    String letter = icon.letter();
    if (!letter.equals(node.getText())) {
      node.setText(letter);
    }
    node.setVisible(true);
  }

  private void note(String words) {
    if (words.isEmpty()) {
      if (note != null) {
        note.setVisible(false);
      }
      return;
    }
    Text node = note;
    if (node == null) {
      node = new Text();
      node.getStyleClass().add(LogFace.NOTE.styleClass());
      node.setFont(LogFace.NOTE.font());
      node.setManaged(false);
      node.setMouseTransparent(true);
      parent.add(node);
      note = node;
    }
    if (!words.equals(node.getText())) {
      node.setText(words);
    }
    node.setVisible(true);
  }
}
