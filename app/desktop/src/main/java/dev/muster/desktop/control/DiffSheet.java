package dev.muster.desktop.control;

import dev.muster.desktop.control.SheetCard.Side;
import dev.muster.desktop.control.SheetLayout.At;
import dev.muster.desktop.theme.Fonts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import org.jspecify.annotations.Nullable;

/**
 * The differences of any number of files on one long sheet, in one column or side by side, with
 * cards between the lines. Only what is in view has nodes; everything else is arithmetic.
 *
 * <p>Keys: the arrows, Page Up, Page Down, Home and End move the cursor (with Shift they select),
 * Enter does what the row offers, Ctrl+C copies. Used on the JavaFX thread.
 */
public final class DiffSheet extends Region {
  /** What is taken from the width by the map and the scroll bar, in px. */
  private static final double EDGE = SheetMap.WIDTH + SheetScroll.BAR;

  private final SheetTools tools;
  private final SheetScroll scroll;
  private final SheetRows rows;
  private final SheetMap map;
  private final SheetCursor cursor = new SheetCursor();
  private final Rectangle clip = new Rectangle();
  private final Map<String, Double> cardHeights = new HashMap<>();
  private final ReadOnlyObjectWrapper<@Nullable String> current =
      new ReadOnlyObjectWrapper<>(this, "current");
  private SheetLayout layout = SheetLayout.EMPTY;
  private SheetMode mode = SheetMode.SPLIT;
  private double widest;
  private @Nullable Node placeholder;

  public DiffSheet(SheetTools tools) {
    this.tools = tools;
    getStyleClass().add("diff-sheet");
    setMinSize(0, 0);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.TEXT);
    setClip(clip);
    InkProbes<DiffInk> inks = new InkProbes<>(DiffInk.class, "diff-ink", this::repaint);
    Font font = Font.font(Fonts.MONO, 12);
    SheetPens pens = new SheetPens(font, new GlyphWidths(font), inks, new SyntaxColours());
    scroll = new SheetScroll(this, this::requestLayout);
    map = new SheetMap(inks, part -> scroll.setY(part * layout.height() - getHeight() / 2));
    rows = new SheetRows(pens, tools, this::measured, this::requestLayout);
    getChildren().addAll(inks.nodes());
    getChildren().addAll(rows.nodes(), map, scroll.down(), scroll.across());
    focusedProperty().subscribe(_ -> repaint());
    addEventHandler(KeyEvent.KEY_PRESSED, new SheetKeys(this)::pressed);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
    addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
  }

  /**
   * Shows these files. What was known of a file that is the same stays, and the line at the upper
   * edge stays there as long as it exists.
   */
  public void show(List<SheetFile> files) {
    Map<String, SheetSection> known = new HashMap<>();
    layout.sections().forEach(section -> known.put(section.file().path(), section));
    relist(
        files.stream()
            .map(file -> SheetSection.of(file, known.get(file.path()), mode, this::cardHeight))
            .toList());
  }

  /** Shows one of the files anew. */
  public void update(SheetFile file) {
    int index = layout.indexOf(file.path());
    if (index >= 0) {
      List<SheetSection> sections = new ArrayList<>(layout.sections());
      sections.set(index, SheetSection.of(file, sections.get(index), mode, this::cardHeight));
      relist(sections);
    }
  }

  /** Draws everything in view anew, as when the buttons of files and hunks are others. */
  public void refresh() {
    repaint();
  }

  /** One column or two. */
  public void setMode(SheetMode now) {
    if (now != mode) {
      mode = now;
      widest = 0;
      relistAll();
    }
  }

  /** What stands there while there are no files. */
  public void setPlaceholder(@Nullable Node node) {
    Node old = placeholder;
    if (old != null) {
      getChildren().remove(old);
    }
    placeholder = node;
    if (node != null) {
      getChildren().add(node);
    }
    requestLayout();
  }

  /** The path of the file in which the cursor is; null when there is none. */
  public ReadOnlyObjectProperty<@Nullable String> currentProperty() {
    return current.getReadOnlyProperty();
  }

  /** What is selected, else where the cursor is; null when there is no file. */
  public @Nullable SheetSelection selection() {
    return cursor.selection(layout);
  }

  /** The hunk in which the cursor is, from 0; -1 for none. */
  public int hunk() {
    return layout.has(cursor.at())
        ? switch (layout.row(cursor.at())) {
          case SheetRow.Hunk hunk -> hunk.index();
          case SheetRow.Line line -> line.hunk();
          case SheetRow.After _ -> layout.file(cursor.at()).file().hunks().size();
          default -> -1;
        }
        : -1;
  }

  /** Goes to the next ({@code by} 1) or previous (-1) change. False if there is none. */
  public boolean stepChange(int by) {
    return go(layout.isEmpty() ? null : SheetSteps.change(layout, cursor.at(), by));
  }

  /** Goes to the next or previous file. */
  public boolean stepFile(int by) {
    return go(layout.isEmpty() ? null : SheetSteps.file(layout, cursor.at(), by));
  }

  /** Goes to the next or previous card. */
  public boolean stepCard(int by) {
    return go(layout.isEmpty() ? null : SheetSteps.card(layout, cursor.at(), by));
  }

  /** Brings a file's header to the upper edge. */
  public void showFile(String path) {
    int section = layout.indexOf(path);
    if (section >= 0) {
      cursor.go(new At(section, 0), false);
      scroll.setY(layout.top(section));
      moved();
    }
  }

  /** Brings a line into view and the cursor there; the header when it is not shown. */
  public void showLine(String path, Side side, int line) {
    At at =
        new SheetPlace(path, line == 0, side == Side.OLD ? line : 0, side == Side.NEW ? line : 0)
            .in(layout);
    go(at);
  }

  /** Brings a card into view. */
  public void showCard(String id) {
    for (int i = 0; i < layout.sections().size(); i++) {
      List<SheetRow> all = layout.sections().get(i).rows();
      for (int k = 0; k < all.size(); k++) {
        if (all.get(k) instanceof SheetRow.Card card && card.card().id().equals(id)) {
          reveal(new At(i, k));
          requestLayout();
          return;
        }
      }
    }
  }

  /** How many nodes draw rows now; bounded by what fits into the view. */
  int drawnRows() {
    return rows.drawn();
  }

  SheetLayout sheet() {
    return layout;
  }

  At cursor() {
    return cursor.at();
  }

  double scrolledTo() {
    return scroll.y();
  }

  private double cardHeight(SheetCard card) {
    return cardHeights.getOrDefault(card.id(), card.estimate());
  }

  /** A card turned out to be this high at this width. */
  private void measured(SheetCard card, double height) {
    Double before = cardHeights.put(card.id(), height);
    if (before == null || Math.abs(before - height) > 0.5) {
      relistAll();
    }
  }

  private void relistAll() {
    relist(
        layout.sections().stream()
            .map(section -> SheetSection.of(section.file(), section, mode, this::cardHeight))
            .toList());
  }

  /** Takes another layout; the row at the upper edge keeps its place on the screen. */
  private void relist(List<SheetSection> sections) {
    SheetLayout before = layout;
    SheetLayout now = new SheetLayout(sections);
    double y = scroll.y();
    if (!before.isEmpty() && !now.isEmpty() && y > 0) {
      At top = before.at(y);
      At again = SheetPlace.of(before, top).in(now);
      y = again == null ? y : now.top(again) + (y - before.top(top));
    }
    layout = now;
    rows.keepCards(
        sections.stream()
            .flatMap(section -> section.file().cards().stream())
            .map(SheetCard::id)
            .collect(Collectors.toSet()));
    At cursorBefore = cursor.at();
    cursor.move(before, now);
    fit(y);
    if (cursor.at().equals(cursorBefore) && sections.size() == before.sections().size()) {
      // Rows that are the same keep their nodes: a file that was read far away must not cost more.
      current.set(layout.has(cursor.at()) ? layout.file(cursor.at()).path() : null);
      requestLayout();
    } else {
      moved();
    }
  }

  private void fit(double y) {
    double available = Math.max(0, getWidth() - EDGE);
    double code =
        (mode == SheetMode.SPLIT ? Math.floor(available / 2) : available)
            - SheetCode.gutterWidth(mode == SheetMode.SPLIT ? 1 : 2);
    double bar = widest + 16 > code ? SheetScroll.BAR : 0;
    scroll.fit(layout.height(), getHeight() - bar, widest > 0 ? widest + 16 : 0, code, y);
  }

  private void repaint() {
    rows.forget();
    map.forget();
    requestLayout();
  }

  private void moved() {
    current.set(layout.has(cursor.at()) ? layout.file(cursor.at()).path() : null);
    notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    repaint();
  }

  private boolean go(@Nullable At to) {
    if (to == null) {
      return false;
    }
    cursor.go(to, false);
    reveal(to);
    moved();
    return true;
  }

  /** Where it is in view already, the view stays: a jump would cost the person their place. */
  private void reveal(At at) {
    double top = layout.top(at);
    double bottom = top + layout.row(at).height();
    double y = scroll.y();
    double height = getHeight();
    if (top < y + SheetRow.HEAD || bottom > y + height - 2 * SheetRow.LINE) {
      scroll.setY(top - (at.row() == 0 ? 0 : Math.min(height / 3, 200)));
    }
  }

  @Override
  protected void layoutChildren() {
    double width = getWidth();
    double height = getHeight();
    clip.setWidth(width);
    clip.setHeight(height);
    Node empty = placeholder;
    if (empty != null) {
      empty.setVisible(layout.isEmpty());
      layoutInArea(
          empty, 0, 0, width, height, 0, javafx.geometry.HPos.CENTER, javafx.geometry.VPos.CENTER);
    }
    fit(scroll.y());
    double bar = scroll.across().isVisible() ? SheetScroll.BAR : 0;
    scroll.down().resizeRelocate(width - SheetScroll.BAR, 0, SheetScroll.BAR, height - bar);
    scroll.across().resizeRelocate(0, height - bar, width - EDGE, SheetScroll.BAR);
    map.relocate(width - EDGE, 0);
    map.show(layout, height - bar);
    rows.draw(
        layout,
        new SheetRows.View(mode, scroll.y(), scroll.x(), width - EDGE, height - bar, isFocused()),
        cursor);
    if (rows.widest() > widest) {
      widest = rows.widest();
      fit(scroll.y());
    }
    tools.inView(rows.paths());
  }

  /** Scrolls code to the right, or left. */
  void across(double by) {
    scroll.setX(scroll.x() + by);
  }

  /** Puts the cursor there, with {@code extend} selecting on the way. */
  void move(At to, boolean extend) {
    cursor.go(to, extend);
    double top = layout.top(to);
    double head = to.row() == 0 ? 0 : SheetRow.HEAD;
    if (top < scroll.y() + head) {
      scroll.setY(top - head);
    } else if (top + layout.row(to).height() > scroll.y() + getHeight() - SheetRow.LINE) {
      scroll.setY(top + layout.row(to).height() - getHeight() + SheetRow.LINE);
    }
    moved();
  }

  /** Does what a row offers; false when it offers nothing. */
  boolean activate(At at) {
    String path = layout.file(at).path();
    switch (layout.row(at)) {
      case SheetRow.Head _ -> tools.toggleOpen(path);
      case SheetRow.Hunk hunk when hunk.hidden() > 0 -> tools.more(path, hunk.index());
      case SheetRow.After _ -> tools.more(path, layout.file(at).file().hunks().size());
      case SheetRow.Offer _ -> tools.offer(path);
      default -> {
        return false;
      }
    }
    return true;
  }

  private @Nullable At under(MouseEvent event) {
    double y = scroll.y() + event.getY();
    return layout.isEmpty() || y >= layout.height() || !rows.isRow(event.getTarget())
        ? null
        : layout.at(y);
  }

  private void pressed(MouseEvent event) {
    At at = under(event);
    if (event.getButton() == MouseButton.PRIMARY && at != null) {
      requestFocus();
      double half = (getWidth() - EDGE) / 2;
      cursor.side(mode == SheetMode.SPLIT && event.getX() < half ? Side.OLD : Side.NEW);
      cursor.go(at, event.isShiftDown());
      moved();
    }
  }

  private void dragged(MouseEvent event) {
    At at = under(event);
    if (at != null && at.section() == cursor.at().section() && !at.equals(cursor.at())) {
      cursor.go(at, true);
      moved();
    }
  }

  private void clicked(MouseEvent event) {
    At at = under(event);
    if (event.getButton() == MouseButton.PRIMARY
        && event.isStillSincePress()
        && at != null
        && activate(at)) {
      event.consume();
    }
  }

  @Override
  public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
    return attribute == AccessibleAttribute.TEXT && layout.has(cursor.at())
        ? SheetWords.of(layout, cursor.at())
        : super.queryAccessibleAttribute(attribute, parameters);
  }
}
