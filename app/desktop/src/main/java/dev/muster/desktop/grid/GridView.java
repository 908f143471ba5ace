package dev.muster.desktop.grid;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.live.SessionItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/** The panes in equal places. Only the sessions of this page have one; the others cost nothing. */
public final class GridView extends Region {
  private static final double GAP = 8;

  /** A pane can be worked in from this size on, in px: some of its log is seen. */
  private static final double LEAST_WIDTH = 250;

  private static final double LEAST_HEIGHT = 200;

  private final GridModel model;
  private final PaneContext context;
  private final Action newSession;
  private final Map<SessionItem, PaneView> panes = new LinkedHashMap<>();
  private boolean open;
  private boolean measuring;

  /** The pane the keyboard's focus was in last; null when it is elsewhere. */
  private @Nullable PaneView lastIn;

  /** The pane it comes back to in a moment; null when it stays where it is. */
  private @Nullable PaneView returning;

  public GridView(GridModel model, PaneContext context, Action newSession) {
    this.model = model;
    this.context = context;
    this.newSession = newSession;
    getStyleClass().add("grid");
    setMinSize(0, 0);
    model.places().addListener((ListChangeListener<SessionItem>) _ -> rebuild());
    model.sizeProperty().subscribe(this::rebuild);
    model.focusedProperty().subscribe(this::showFocus);
    widthProperty().subscribe(this::measureSoon);
    heightProperty().subscribe(this::measureSoon);
    sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                scene.focusOwnerProperty().subscribe(this::focusMoved);
              }
            });
  }

  /** The pane of a session, if it is on the screen. */
  public Optional<PaneView> pane(@Nullable SessionItem item) {
    return item == null ? Optional.empty() : Optional.ofNullable(panes.get(item));
  }

  /** Puts the keyboard's focus on the place where a new session begins, if there is one. */
  public void focusEmptyPlace() {
    getChildren().stream()
        .filter(node -> node instanceof EmptyPlace && node.isFocusTraversable())
        .findFirst()
        .ifPresent(Node::requestFocus);
  }

  /** The panes on the screen. */
  public List<PaneView> panes() {
    return List.copyOf(panes.values());
  }

  /** Whether something on the screen counts seconds. */
  public boolean counting() {
    return panes.values().stream().anyMatch(pane -> pane.model().ticking());
  }

  /**
   * Makes the panes, now and as sessions come. To be called once this view is in its scene: a pane
   * that is made outside of one is styled without a theme.
   */
  public void open() {
    if (!open) {
      open = true;
      rebuild();
    }
  }

  /** Takes every pane off the screen. */
  public void close() {
    open = false;
    panes.values().forEach(PaneView::close);
    panes.clear();
    getChildren().clear();
  }

  private void rebuild() {
    if (!open) {
      return;
    }
    Map<SessionItem, PaneView> before = new LinkedHashMap<>(panes);
    panes.clear();
    SessionItem next = nextToMake(before);
    PaneView made = null;
    boolean more = false;
    List<Node> nodes = new ArrayList<>();
    for (SessionItem item : model.places()) {
      PaneView pane = before.remove(item);
      if (pane == null && item == next) {
        pane = make(item);
        made = pane;
      }
      if (pane == null) {
        more = true;
        nodes.add(new EmptyPlace(null));
      } else {
        panes.put(item, pane);
        nodes.add(pane);
      }
    }
    before.values().forEach(PaneView::close);
    for (int i = nodes.size(); i < model.sizeProperty().get().places(); i++) {
      nodes.add(new EmptyPlace(i == model.places().size() ? newSession : null));
    }
    getChildren().setAll(nodes);
    if (made != null) {
      made.open();
    }
    if (more) {
      context.pump().post(this::rebuild);
    }
    showFocus();
    requestLayout();
  }

  /** One pane a frame, the focused one first: nine at once would be felt. */
  private @Nullable SessionItem nextToMake(Map<SessionItem, PaneView> known) {
    SessionItem focused = model.focused();
    if (focused != null && model.places().contains(focused) && !known.containsKey(focused)) {
      return focused;
    }
    return model.places().stream()
        .filter(item -> !known.containsKey(item))
        .findFirst()
        .orElse(null);
  }

  private PaneView make(SessionItem item) {
    PaneView pane = new PaneView(item, context);
    // A press anywhere in a pane makes it the focused one, also where nothing takes the focus.
    pane.addEventFilter(MouseEvent.MOUSE_PRESSED, _ -> pressed(item));
    return pane;
  }

  private void pressed(SessionItem item) {
    if (model.focused() != item) {
      model.focus(item);
    }
  }

  private void showFocus() {
    SessionItem focused = model.focused();
    panes.forEach((item, pane) -> pane.setFocusedPane(item == focused));
  }

  /**
   * Where the keyboard is, there is the focus: a click into a pane makes it the focused one. But
   * when what had the focus went away, as a button does that has nothing more to do, the toolkit
   * moves it to whatever comes next, be it in another pane: then it comes back to its own.
   */
  private void focusMoved(@Nullable Node before, @Nullable Node now) {
    PaneView from = lastIn;
    PaneView to = paneOf(now);
    lastIn = to;
    if (returning != null) {
      return;
    }
    if (from != null && from != to && gone(before)) {
      returning = from;
      // Not at once: the toolkit is in the middle of moving it on.
      context.pump().post(this::comeBack);
    } else if (to != null && model.focused() != to.item()) {
      model.focus(to.item());
    }
  }

  private void comeBack() {
    PaneView to = returning;
    returning = null;
    if (to != null && panes.containsValue(to)) {
      to.comeBack();
    } else if (lastIn != null) {
      model.focus(lastIn.item());
    }
  }

  private static boolean gone(@Nullable Node node) {
    if (node == null || node.getScene() == null || node.isDisabled()) {
      return true;
    }
    for (Node each = node; each != null; each = each.getParent()) {
      if (!each.isVisible()) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable PaneView paneOf(@Nullable Node inside) {
    for (Node node = inside; node != null; node = node.getParent()) {
      if (node instanceof PaneView pane) {
        return pane;
      }
    }
    return null;
  }

  /** Not at once: it may change the panes, and they are being laid out. */
  private void measureSoon() {
    if (!measuring) {
      measuring = true;
      context.pump().post(this::measure);
    }
  }

  private void measure() {
    measuring = false;
    double width = getWidth() - snappedLeftInset() - snappedRightInset();
    double height = getHeight() - snappedTopInset() - snappedBottomInset();
    if (width > 0 && height > 0) {
      model.setRoom(new GridLayout.Size(fit(height, LEAST_HEIGHT), fit(width, LEAST_WIDTH)));
    }
  }

  private static int fit(double all, double least) {
    return Math.max(1, (int) ((all + GAP) / (least + GAP)));
  }

  @Override
  protected void layoutChildren() {
    GridLayout.Size size = model.sizeProperty().get();
    double left = snappedLeftInset();
    double top = snappedTopInset();
    double width = getWidth() - left - snappedRightInset();
    double height = getHeight() - top - snappedBottomInset();
    double cellWidth = (width - GAP * (size.columns() - 1)) / size.columns();
    double cellHeight = (height - GAP * (size.rows() - 1)) / size.rows();
    int place = 0;
    for (Node node : getManagedChildren()) {
      int column = place % size.columns();
      int row = place / size.columns();
      double x = snapPositionX(left + column * (cellWidth + GAP));
      double y = snapPositionY(top + row * (cellHeight + GAP));
      double right = snapPositionX(left + column * (cellWidth + GAP) + cellWidth);
      double bottom = snapPositionY(top + row * (cellHeight + GAP) + cellHeight);
      node.resizeRelocate(x, y, right - x, bottom - y);
      place++;
    }
  }
}
