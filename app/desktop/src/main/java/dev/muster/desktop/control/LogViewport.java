package dev.muster.desktop.control;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.scene.Group;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;

/**
 * Paints the part of a log that is in view with a pool of text nodes, one per visible line. A line
 * that is still in view keeps its node and only moves.
 */
final class LogViewport extends Region {
  private final LogBuffer buffer;
  private final LogLayout layout;
  private final LogScroll scroll;
  private final LogSelection selection;
  private final LogFind find;
  private final InkProbes<LogInk> inks;
  private final Group marks = new Group();
  private final Text header = new Text();
  private final Map<LogFace, Deque<LogLine>> spare = new EnumMap<>(LogFace.class);
  private List<LogLine> visible = new ArrayList<>();
  private int marksUsed;

  LogViewport(
      LogBuffer buffer,
      LogLayout layout,
      LogScroll scroll,
      LogSelection selection,
      LogFind find,
      Runnable colourChanged) {
    this.buffer = buffer;
    this.layout = layout;
    this.scroll = scroll;
    this.selection = selection;
    this.find = find;
    getStyleClass().add("log-viewport");
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(widthProperty());
    clip.heightProperty().bind(heightProperty());
    setClip(clip);
    inks = new InkProbes<>(LogInk.class, "log-ink", colourChanged);
    for (LogFace face : LogFace.values()) {
      spare.put(face, new ArrayDeque<>());
    }
    marks.setManaged(false);
    header.getStyleClass().addAll(LogFace.NOTE.styleClass());
    header.setManaged(false);
    header.setVisible(false);
    getChildren().addAll(inks.nodes());
    getChildren().addAll(marks, header);
  }

  /** The lines in view, from above; for finding out what is under the pointer. */
  List<LogLine> lines() {
    return visible;
  }

  /** Paints. {@code headerText} stands above the oldest row; empty for nothing. */
  void paint(String headerText) {
    List<LogLine> before = visible;
    visible = new ArrayList<>(before.size() + 4);
    marksUsed = 0;
    Reuse reuse = new Reuse(before);
    long row = layout.rowAt(scroll.top());
    double bottom = scroll.top() + getHeight();
    for (; row >= 0 && row < buffer.endWithTail(); row++) {
      LogBuffer.Entry entry = buffer.entry(row);
      if (entry.top >= bottom) {
        break;
      }
      if (!entry.row.isFolded()) {
        row(row, entry, reuse);
      }
    }
    reuse.rest();
    for (int i = marksUsed; i < marks.getChildren().size(); i++) {
      marks.getChildren().get(i).setVisible(false);
    }
    header.setVisible(!headerText.isEmpty());
    if (header.isVisible()) {
      header.setText(headerText);
      header.setFill(inks.paint(LogInk.MUTED));
      header.setX(LogLayout.TEXT_X);
      header.setY(Math.round(scroll.min() - scroll.top()) + LogScroll.MARGIN + 15);
    }
  }

  private void row(long number, LogBuffer.Entry entry, Reuse reuse) {
    String text = entry.text();
    boolean streaming = number == buffer.end();
    LogFace face = LogFace.of(entry.row.kind());
    int[] spans = layout.lines(number);
    double y = Math.round(entry.top - scroll.top()) + LogLayout.above(entry.row.kind());
    int[] selected = selection.within(number);
    List<Integer> found = find.word().isEmpty() ? List.of() : find.in(text);
    for (int i = 0; i < spans.length; i += 2, y += LogLayout.LINE) {
      if (y + LogLayout.LINE <= 0) {
        continue;
      }
      if (y >= getHeight()) {
        return;
      }
      LogLine line = reuse.take(number, spans[i], face);
      line.show(number, entry.row, text, spans[i], spans[i + 1], streaming);
      line.ink(inks::paint, streaming);
      line.place(y, getWidth() - LogLayout.RIGHT, spans[i] == 0 ? layout.noteWidth(entry.row) : 0);
      visible.add(line);
      if (selected != null) {
        mark(line, selected[0], selected[1], LogInk.SELECTION, i + 2 < spans.length);
      }
      for (int start : found) {
        LogFind.Match current = find.current();
        boolean isCurrent = current != null && current.row() == number && current.start() == start;
        mark(
            line,
            start,
            start + find.word().length(),
            isCurrent ? LogInk.FOUND_CURRENT : LogInk.FOUND,
            false);
      }
    }
  }

  /** Puts a coloured stretch behind part of a line. */
  private void mark(LogLine line, int from, int to, LogInk ink, boolean goesOn) {
    int start = Math.max(from, line.start());
    int end = Math.min(to, line.end());
    if (start > end || start == end && line.start() != line.end()) {
      return;
    }
    double[] span = start == end ? new double[] {0, 0} : line.span(start, end);
    // An empty line within a selection shows a sliver, else one could not see that it is part of
    // it.
    double width = start == end ? (ink == LogInk.SELECTION ? 4 : 0) : span[1] - span[0];
    if (goesOn && to > line.end()) {
      width += 3;
    }
    Rectangle rectangle;
    if (marksUsed < marks.getChildren().size()) {
      rectangle = (Rectangle) marks.getChildren().get(marksUsed);
    } else {
      rectangle = new Rectangle();
      rectangle.setMouseTransparent(true);
      marks.getChildren().add(rectangle);
    }
    marksUsed++;
    rectangle.setX(LogLayout.TEXT_X + (start == end ? 0 : span[0] - LogLayout.TEXT_X));
    rectangle.setY(line.top());
    rectangle.setWidth(width);
    rectangle.setHeight(LogLayout.LINE);
    rectangle.setFill(inks.paint(ink));
    rectangle.setVisible(true);
  }

  /** Hands out the nodes of the lines that were in view before: to the same line if it still is. */
  private final class Reuse {
    private final List<LogLine> before;
    private int next;

    Reuse(List<LogLine> before) {
      this.before = before;
    }

    LogLine take(long number, int start, LogFace face) {
      while (next < before.size()) {
        LogLine line = before.get(next);
        if (line.number() > number || line.number() == number && line.start() > start) {
          break;
        }
        next++;
        if (line.shows(number, start) && line.face() == face) {
          return line;
        }
        spares(line.face()).add(line);
      }
      @Nullable LogLine spareLine = spares(face).poll();
      return spareLine != null ? spareLine : new LogLine(face, getChildren());
    }

    void rest() {
      while (next < before.size()) {
        LogLine line = before.get(next++);
        spares(line.face()).add(line);
      }
      spare.values().forEach(lines -> lines.forEach(LogLine::hide));
    }

    private Deque<LogLine> spares(LogFace face) {
      return Objects.requireNonNull(spare.get(face));
    }
  }
}
