package dev.muster.desktop.control;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A log that keeps up with any agent: rows in a bounded buffer, and nodes only for the lines in
 * view. Follows the newest row until the person scrolls away; select and copy with mouse or keys;
 * Ctrl+F finds.
 *
 * <p>Used on the JavaFX thread only. Rows may be added as fast as they come, whether the view is
 * shown or not; when they are painted is up to the {@link FlushClock}. It keeps {@value #MAX_ROWS}
 * rows and {@value #MAX_CHARS} characters at most and says so in its first line when it cut.
 */
public final class LogView extends Region implements FlushClock.View {
  static final int MAX_ROWS = 10_000;
  static final long MAX_CHARS = 4_000_000;

  private static final int HEADER_HEIGHT = 22;

  private final LogBuffer buffer;
  private final LogLayout layout;
  private final LogScroll scroll;
  private final LogSelection selection;
  private final LogFind find;
  private final LogViewport viewport;
  private final LogFindBar findBar;
  private final LogInput input;
  private final ScrollBar bar = new ScrollBar();
  private final LogJump jump = new LogJump(this::jumpToLatest);
  private final FlushClock clock;
  private final ReadOnlyBooleanProperty shown;
  private final BooleanProperty workedIn = new SimpleBooleanProperty(this, "workedIn");
  private final ReadOnlyBooleanWrapper following =
      new ReadOnlyBooleanWrapper(this, "following", true);
  private boolean earlier;
  private boolean dirty = true;
  private boolean settingBar;

  /** An empty log that keeps the usual number of rows. */
  public LogView(FlushClock clock) {
    this(clock, MAX_ROWS, MAX_CHARS);
  }

  /** An empty log with bounds of its own; see {@link LogBuffer}. */
  public LogView(FlushClock clock, int maxRows, long maxChars) {
    this.clock = clock;
    shown = Shown.of(this);
    buffer = new LogBuffer(maxRows, maxChars);
    Map<LogFace, GlyphWidths> widths = new EnumMap<>(LogFace.class);
    for (LogFace face : LogFace.values()) {
      widths.put(face, new GlyphWidths(face.font()));
    }
    layout = new LogLayout(buffer, face -> Objects.requireNonNull(widths.get(face)));
    scroll = new LogScroll(layout);
    selection = new LogSelection(buffer);
    find = new LogFind(buffer);
    viewport = new LogViewport(buffer, layout, scroll, selection, find, this::touch);
    findBar = new LogFindBar(find, this::showMatch, this::requestFocus);

    getStyleClass().add("log-view");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT_AREA);
    setAccessibleText("Log");
    setMinSize(0, 0);

    bar.setOrientation(Orientation.VERTICAL);
    bar.setFocusTraversable(false);
    bar.valueProperty().subscribe((_, value) -> barMoved(value.doubleValue()));
    findBar.setVisible(false);
    findBar.visibleProperty().subscribe(_ -> requestLayout());
    getChildren().addAll(viewport, bar, jump, findBar);

    input = new LogInput(this, viewport, layout, scroll, selection, buffer);
    input.install();
    shown.subscribe(
        now -> {
          if (now && dirty) {
            clock.wake(this);
          } else if (!now) {
            clock.remove(this);
          }
        });
  }

  /** Adds a row at the end. */
  public void append(LogRow row) {
    buffer.append(row);
    touch();
  }

  /** Adds rows at the end. */
  public void appendAll(List<LogRow> rows) {
    rows.forEach(buffer::append);
    touch();
  }

  /** Replaces the row with the same key where it stands; appends it if there is none any more. */
  public void put(LogRow row) {
    long replaced = buffer.put(row);
    if (replaced >= 0) {
      layout.replaced(replaced);
    }
    touch();
  }

  /**
   * Shows text that is still being streamed after the last row, marked as such; null when it has
   * ended. The stored row that follows is appended as any other.
   */
  public void setTail(@Nullable LogRow row) {
    buffer.tail(row);
    touch();
  }

  /** Empties the log, as when another session is shown in its place. */
  public void clear() {
    buffer.clear();
    layout.forget();
    selection.clear();
    find.setWord("");
    earlier = false;
    scroll.toEnd();
    touch();
  }

  /** Says that there are rows before the first one given to this view, as after loading a tail. */
  public void setEarlier(boolean value) {
    earlier = value;
    touch();
  }

  /** How many rows it holds now. */
  public int rowCount() {
    return (int) (buffer.end() - buffer.first());
  }

  /** Whether it stays at the newest row as rows come. */
  public ReadOnlyBooleanProperty followingProperty() {
    return following.getReadOnlyProperty();
  }

  /** Scrolls to the newest row and follows from then on. */
  public void jumpToLatest() {
    scroll.toEnd();
    touch();
  }

  /**
   * Whether the person works in the pane this log is part of, so that it is painted every pulse.
   */
  public BooleanProperty workedInProperty() {
    return workedIn;
  }

  /**
   * Scrolls to the row with this key, so that it stands near the upper edge.
   *
   * @return false when there is no such row (any more)
   */
  public boolean reveal(String key) {
    long number = buffer.find(key);
    if (number < buffer.first()) {
      return false;
    }
    // Laid out first: before it, there is neither a width to wrap to nor a height to stand in.
    flush();
    scroll.to(buffer.entry(number).top - 2 * LogLayout.LINE);
    touch();
    return true;
  }

  /** Marks a word wherever it stands, without going there; an empty one marks nothing. */
  public void mark(String word) {
    find.setWord(word);
    touch();
  }

  /** The selected text; empty if nothing is. */
  public String selectedText() {
    return selection.text();
  }

  /**
   * What a click on a row, or Enter on the row clicked last, does: unfolds what belongs to it.
   *
   * @param activation returns false for a row that offers nothing
   */
  public void setOnActivate(Predicate<LogRow> activation) {
    input.setOnActivate(activation);
  }

  /** What the context menu offers for a row, before what it offers for all; may be nothing. */
  public void setRowMenu(Function<LogRow, List<MenuItem>> items) {
    input.setRowMenu(items);
  }

  /** Opens the line for finding a word in this log. */
  public void openFind() {
    findBar.open();
  }

  @Override
  public boolean isShown() {
    return shown.get();
  }

  @Override
  public boolean isWorkedIn() {
    return workedIn.get() || isFocusWithin();
  }

  /** Paints now, whether it is shown or not; the clock calls this, and so may a snapshot. */
  @Override
  public void flush() {
    dirty = false;
    if (layout.setWidth(viewport.getWidth())) {
      rewrap();
    }
    layout.measure();
    String header = header();
    scroll.resize(viewport.getHeight(), header.isEmpty() ? 0 : HEADER_HEIGHT);
    scroll.settle();
    viewport.paint(header);
    updateBar();
    updateJump();
  }

  /** Marks it as changed; it is painted when the clock says so. */
  void touch() {
    dirty = true;
    if (isShown()) {
      clock.wake(this);
    }
  }

  boolean findIsOpen() {
    return findBar.isVisible();
  }

  void closeFind() {
    findBar.close();
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    double top = 0;
    if (findBar.isVisible()) {
      top = snapSizeY(findBar.prefHeight(width));
      findBar.resizeRelocate(0, 0, width, top);
    }
    viewport.resizeRelocate(0, top, width, Math.max(0, height - top));
    double barWidth = snapSizeX(bar.prefWidth(-1));
    bar.resizeRelocate(width - barWidth, top, barWidth, Math.max(0, height - top));
    double jumpWidth = snapSizeX(jump.prefWidth(-1));
    double jumpHeight = snapSizeY(jump.prefHeight(-1));
    jump.resizeRelocate(
        snapPositionX((width - jumpWidth) / 2), height - jumpHeight - 8, jumpWidth, jumpHeight);
    // A new size is painted at once: until the next flush the old lines would stand wrong.
    flush();
  }

  @Override
  protected double computePrefWidth(double height) {
    return 400;
  }

  @Override
  protected double computePrefHeight(double width) {
    return 200;
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return switch (attribute) {
      case TEXT -> visibleText();
      case EDITABLE -> false;
      default -> super.queryAccessibleAttribute(attribute, parameters);
    };
  }

  /** What a screen reader reads: the rows in view, each with a word for what it is. */
  String visibleText() {
    StringBuilder out = new StringBuilder(header());
    long last = -1;
    for (LogLine line : viewport.lines()) {
      if (line.number() == last) {
        continue;
      }
      last = line.number();
      LogRow row = buffer.row(last);
      out.append(out.isEmpty() ? "" : "\n").append(row.kind().word()).append(": ");
      out.append(buffer.text(last));
      out.append(row.note().isEmpty() ? "" : ", " + row.note());
      out.append(last == buffer.end() ? " (still being written)" : "");
    }
    return out.toString();
  }

  private String header() {
    long cut = buffer.cut();
    if (cut > 0) {
      return "%,d earlier rows are not kept here: earlier output is in the log file".formatted(cut);
    }
    return earlier ? "Earlier output is in the log file" : "";
  }

  /** Keeps what the person was reading in view although every row may now have another height. */
  private void rewrap() {
    long row = scroll.following() ? -1 : layout.rowAt(scroll.top());
    double into = row < 0 ? 0 : scroll.top() - buffer.entry(row).top;
    layout.measure();
    scroll.resize(viewport.getHeight(), header().isEmpty() ? 0 : HEADER_HEIGHT);
    if (row >= 0) {
      LogBuffer.Entry entry = buffer.entry(row);
      scroll.to(entry.top + Math.min(into, entry.height));
    }
  }

  private void showMatch() {
    LogFind.Match match = find.current();
    if (match != null && match.row() >= buffer.first()) {
      layout.measure();
      LogBuffer.Entry entry = buffer.entry(match.row());
      int[] lines = layout.lines(match.row());
      int line = 0;
      while (line + 2 < lines.length && lines[line + 2] <= match.start()) {
        line += 2;
      }
      double y = entry.top + line / 2.0 * LogLayout.LINE;
      scroll.reveal(y - LogLayout.LINE, y + 2 * LogLayout.LINE);
    }
    touch();
  }

  private void updateBar() {
    double min = scroll.min();
    double max = scroll.max();
    boolean needed = max > min;
    bar.setVisible(needed);
    if (!needed) {
      return;
    }
    settingBar = true;
    double range = max - min;
    bar.setMax(range);
    bar.setVisibleAmount(range * scroll.height() / (range + scroll.height()));
    bar.setBlockIncrement(scroll.height());
    bar.setUnitIncrement(3 * LogLayout.LINE);
    bar.setValue(scroll.top() - min);
    settingBar = false;
  }

  private void barMoved(double value) {
    if (!settingBar) {
      scroll.to(scroll.min() + value);
      touch();
    }
  }

  private void updateJump() {
    following.set(scroll.following());
    if (jump.show(scroll.following(), buffer.first(), buffer.end())) {
      requestLayout();
    }
  }
}
