package dev.muster.desktop.control;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.skin.VirtualFlow;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * What changed, file by file, in one column: files open and close, words that differ within a line
 * stand out, code is coloured. Any number of files and lines; only rows in view cost anything.
 *
 * <p>Keys: J and K go to the next and the previous change, Enter, Left and Right open and close a
 * file, Ctrl+C copies the selected lines. Used on the JavaFX thread.
 */
public final class DiffView extends StackPane {
  static final double ROW_HEIGHT = 17;
  static final double BASELINE = 12.5;

  /** From this width on there is room for line numbers. */
  private static final double NUMBERS_FROM = 560;

  private final ListView<DiffRow> list = new ListView<>();
  private final ObservableList<DiffRow> rows = FXCollections.observableArrayList();
  private final Map<String, Boolean> opened = new HashMap<>();
  private final Set<DiffCell> cells = Collections.newSetFromMap(new WeakHashMap<>());
  private DiffDocument document = DiffDocument.EMPTY;
  private boolean numbers;

  public DiffView() {
    getStyleClass().add("diff-view");
    setMinSize(0, 0);
    GlyphWidths widths = new GlyphWidths(LogFace.MONO.font());
    InkProbes<DiffInk> inks = new InkProbes<>(DiffInk.class, "diff-ink", this::repaint);
    SyntaxColours syntax = new SyntaxColours();
    list.setFixedCellSize(ROW_HEIGHT);
    list.setCellFactory(
        _ -> {
          DiffCell cell = new DiffCell(this, new DiffRowNode(widths, inks, syntax));
          cells.add(cell);
          return cell;
        });
    list.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    list.setItems(rows);
    list.setAccessibleText("Changes");
    list.addEventFilter(KeyEvent.KEY_PRESSED, this::key);
    getChildren().addAll(inks.nodes());
    getChildren().add(list);
    widthProperty().subscribe(width -> setNumbers(width.doubleValue() >= NUMBERS_FROM));
  }

  /**
   * Shows other changes. What the person opened or closed stays so, and the row at the upper edge
   * stays there if it still exists.
   */
  public void show(DiffDocument newDocument) {
    if (newDocument.sameAs(document)) {
      return;
    }
    document = newDocument;
    list();
  }

  /** What stands there while nothing has changed; usually an {@link EmptyState}. */
  public void setPlaceholder(Node node) {
    list.setPlaceholder(node);
  }

  /** Scrolls to a file and opens it; does nothing if it is not among the changes. */
  public void showFile(String path) {
    document.files().stream()
        .filter(file -> file.path().equals(path))
        .findFirst()
        .ifPresent(
            file -> {
              setOpen(file, true);
              go(indexOf(row -> row instanceof DiffRow.File(var f) && f.path().equals(path)));
            });
  }

  /** Goes to the next ({@code by} 1) or previous (-1) change. False if there is none. */
  public boolean step(int by) {
    int at = list.getSelectionModel().getSelectedIndex();
    for (int i = at + by; i >= 0 && i < rows.size(); i += by) {
      if (rows.get(i) instanceof DiffRow.Hunk) {
        go(i);
        return true;
      }
    }
    return false;
  }

  /** Whether a file shows its lines. */
  boolean isOpen(DiffFile file) {
    return opened.getOrDefault(file.path(), DiffDocument.opensAtFirst(file));
  }

  void setOpen(DiffFile file, boolean open) {
    if (isOpen(file) != open) {
      opened.put(file.path(), open);
      list();
      go(indexOf(row -> row instanceof DiffRow.File(var f) && f.path().equals(file.path())));
    }
  }

  boolean showsNumbers() {
    return numbers;
  }

  /** The rows listed now. */
  List<DiffRow> rows() {
    return Collections.unmodifiableList(rows);
  }

  private void list() {
    int first = firstVisible();
    DiffRow top = first > 0 && first < rows.size() ? rows.get(first) : null;
    rows.setAll(document.rows(this::isOpen));
    if (top != null) {
      int again = indexOf(row -> samePlace(row, top));
      if (again >= 0) {
        list.scrollTo(again);
      }
    }
  }

  private static boolean samePlace(DiffRow row, DiffRow other) {
    return switch (row) {
      case DiffRow.File(var file) ->
          other instanceof DiffRow.File(var f) && f.path().equals(file.path());
      case DiffRow.Hunk(var text) ->
          other instanceof DiffRow.Hunk(var t)
              && t.file().path().equals(text.file().path())
              && t.hunk().newStart() == text.hunk().newStart();
      case DiffRow.Line line ->
          other instanceof DiffRow.Line o
              && o.text().file().path().equals(line.text().file().path())
              && o.text().newNumber(o.index()) == line.text().newNumber(line.index())
              && o.text().oldNumber(o.index()) == line.text().oldNumber(line.index());
      case DiffRow.Notice notice -> notice.equals(other);
      case DiffRow.Space() -> false;
    };
  }

  private int firstVisible() {
    IndexedCell<?> cell =
        list.lookup(".virtual-flow") instanceof VirtualFlow<?> flow
            ? flow.getFirstVisibleCell()
            : null;
    return cell == null ? -1 : cell.getIndex();
  }

  private int indexOf(Predicate<DiffRow> what) {
    for (int i = 0; i < rows.size(); i++) {
      if (what.test(rows.get(i))) {
        return i;
      }
    }
    return -1;
  }

  private void go(int index) {
    if (index >= 0) {
      list.getSelectionModel().clearAndSelect(index);
      list.getFocusModel().focus(index);
      int first = firstVisible();
      // Where it is in view already, the view stays: a jump would cost the person their place.
      if (first < 0 || index < first || index > first + list.getHeight() / ROW_HEIGHT - 2) {
        list.scrollTo(Math.max(0, index - 2));
      }
    }
  }

  private void key(KeyEvent event) {
    if (event.isAltDown() || event.isMetaDown() && !event.isShortcutDown()) {
      return;
    }
    boolean done =
        event.isShortcutDown()
            ? switch (event.getCode()) {
              case C -> copy();
              default -> false;
            }
            : switch (event.getCode()) {
              case J -> step(1);
              case K -> step(-1);
              case ENTER -> toggle(null);
              case LEFT -> toggle(false);
              case RIGHT -> toggle(true);
              default -> false;
            };
    if (done) {
      event.consume();
    }
  }

  /** Opens or closes the file of the focused row; null: the other way round. */
  private boolean toggle(@Nullable Boolean open) {
    DiffRow row = list.getFocusModel().getFocusedItem();
    DiffFile file =
        switch (row) {
          case DiffRow.File(var f) -> f;
          case DiffRow.Hunk(var text) -> text.file();
          case DiffRow.Line line -> line.text().file();
          case DiffRow.Notice notice -> notice.file();
          case DiffRow.Space() -> null;
          case null -> null;
        };
    if (file == null || open != null && open == isOpen(file)) {
      return false;
    }
    setOpen(file, open == null ? !isOpen(file) : open);
    return true;
  }

  private boolean copy() {
    List<Integer> selected = new ArrayList<>(list.getSelectionModel().getSelectedIndices());
    Collections.sort(selected);
    String text =
        selected.stream()
            .map(rows::get)
            .map(DiffView::copied)
            .filter(line -> line != null)
            .collect(Collectors.joining("\n"));
    if (text.isEmpty()) {
      return false;
    }
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
    return true;
  }

  private static @Nullable String copied(DiffRow row) {
    return switch (row) {
      case DiffRow.File(var file) -> file.path();
      case DiffRow.Line line -> line.text().line(line.index()).text();
      case DiffRow.Hunk _, DiffRow.Notice _, DiffRow.Space _ -> null;
    };
  }

  private void setNumbers(boolean show) {
    if (show != numbers) {
      numbers = show;
      repaint();
    }
  }

  private void repaint() {
    cells.forEach(DiffCell::repaint);
  }
}
