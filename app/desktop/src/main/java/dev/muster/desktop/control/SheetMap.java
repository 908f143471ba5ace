package dev.muster.desktop.control;

import java.util.BitSet;
import java.util.function.DoubleConsumer;
import javafx.animation.PauseTransition;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The whole sheet in a strip beside its scroll bar: where lines were removed (left) and added
 * (right). A click goes there. Drawn a few times a second at most, however often files come in.
 */
final class SheetMap extends Canvas {
  /** In px. */
  static final double WIDTH = 9;

  /** Time between two drawings. */
  private static final Duration PAUSE = Duration.millis(250);

  private final InkProbes<DiffInk> inks;
  private final PauseTransition pause = new PauseTransition(PAUSE);
  private @Nullable SheetLayout drawn;
  private @Nullable SheetLayout wanted;

  /**
   * @param go gets how far down the sheet one wants to be, from 0 to 1
   */
  SheetMap(InkProbes<DiffInk> inks, DoubleConsumer go) {
    this.inks = inks;
    setManaged(false);
    setAccessibleText("Map of the changes; a click goes there");
    pause.setOnFinished(
        _ -> {
          if (wanted != drawn) {
            draw();
          }
        });
    addEventHandler(MouseEvent.MOUSE_PRESSED, event -> went(event, go));
    addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> went(event, go));
  }

  private void went(MouseEvent event, DoubleConsumer go) {
    event.consume();
    if (getHeight() > 0) {
      go.accept(Math.clamp(event.getY() / getHeight(), 0, 1));
    }
  }

  /** Shows this sheet soon. */
  void show(SheetLayout layout, double height) {
    boolean sized = Math.abs(height - getHeight()) > 0.5;
    if (sized) {
      setWidth(WIDTH);
      setHeight(height);
    }
    if (wanted == layout && !sized) {
      return;
    }
    wanted = layout;
    if (sized || pause.getStatus() != javafx.animation.Animation.Status.RUNNING) {
      draw();
    }
  }

  /** Draws it anew the next time, as when the colours are others. */
  void forget() {
    wanted = null;
  }

  private void draw() {
    SheetLayout layout = wanted;
    drawn = layout;
    pause.playFromStart();
    GraphicsContext pen = getGraphicsContext2D();
    pen.clearRect(0, 0, WIDTH, getHeight());
    int height = (int) getHeight();
    if (layout == null || layout.isEmpty() || height <= 0) {
      return;
    }
    BitSet removed = new BitSet(height + 2);
    BitSet added = new BitSet(height + 2);
    double scale = Math.min(1, height / layout.height());
    for (int i = 0; i < layout.sections().size(); i++) {
      double top = layout.top(i);
      for (SheetSection.Mark mark : layout.sections().get(i).marks()) {
        int from = (int) ((top + mark.top()) * scale);
        int to = Math.max(from + 1, (int) Math.round((top + mark.bottom()) * scale));
        (mark.added() ? added : removed).set(from, Math.min(to, height + 1));
      }
    }
    fill(pen, removed, DiffInk.REMOVED, 1);
    fill(pen, added, DiffInk.ADDED, WIDTH / 2 + 0.5);
  }

  private void fill(GraphicsContext pen, BitSet rows, DiffInk ink, double x) {
    pen.setFill(inks.paint(ink));
    for (int from = rows.nextSetBit(0); from >= 0; ) {
      int to = rows.nextClearBit(from);
      pen.fillRect(x, from, WIDTH / 2 - 1, to - from);
      from = rows.nextSetBit(to);
    }
  }
}
