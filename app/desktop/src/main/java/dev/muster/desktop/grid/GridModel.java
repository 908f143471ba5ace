package dev.muster.desktop.grid;

import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionState;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions are in which place of the grid, on which page, and which one has the focus. A
 * session keeps its place while others change their state. JavaFX thread only.
 */
public final class GridModel {
  private final FleetModel fleet;
  private final ObjectProperty<GridLayout> layout =
      new SimpleObjectProperty<>(this, "layout", GridLayout.AUTO);
  private final ObjectProperty<@Nullable String> agent = new SimpleObjectProperty<>(this, "agent");
  private final IntegerProperty page = new SimpleIntegerProperty(this, "page");
  private final ReadOnlyIntegerWrapper pages = new ReadOnlyIntegerWrapper(this, "pages", 1);
  private final ReadOnlyObjectWrapper<GridLayout.Size> size =
      new ReadOnlyObjectWrapper<>(this, "size", new GridLayout.Size(1, 1));
  private final ReadOnlyBooleanWrapper reduced = new ReadOnlyBooleanWrapper(this, "reduced");
  private final ReadOnlyObjectWrapper<@Nullable SessionItem> focused =
      new ReadOnlyObjectWrapper<>(this, "focused");
  private final ObservableList<SessionItem> places = FXCollections.observableArrayList();
  private final ObservableList<SessionItem> placesView =
      FXCollections.unmodifiableObservableList(places);
  private final List<SessionItem> order = new ArrayList<>();

  /** A closed session that is looked at; it has the last place until another gets the focus. */
  private @Nullable SessionItem visiting;

  private GridLayout.Size room = new GridLayout.Size(Integer.MAX_VALUE, Integer.MAX_VALUE);
  private boolean arranging;

  public GridModel(FleetModel fleet) {
    this.fleet = fleet;
    fleet.open().addListener((ListChangeListener<SessionItem>) _ -> keepFocusInView());
    layout.subscribe(this::keepFocusInView);
    agent.subscribe(this::keepFocusInView);
    page.subscribe(this::arrange);
    arrange();
  }

  public ObjectProperty<GridLayout> layoutProperty() {
    return layout;
  }

  /** Id of the agent whose sessions are shown; null for all. */
  public ObjectProperty<@Nullable String> agentProperty() {
    return agent;
  }

  /** The sessions on this page, by place; there may be fewer than places. */
  public ObservableList<SessionItem> places() {
    return placesView;
  }

  public ReadOnlyObjectProperty<GridLayout.Size> sizeProperty() {
    return size.getReadOnlyProperty();
  }

  /** Whether there are fewer places than the chosen layout has, for want of room. */
  public ReadOnlyBooleanProperty reducedProperty() {
    return reduced.getReadOnlyProperty();
  }

  /** Says how many panes can be read, down and across; no layout has more. */
  public void setRoom(GridLayout.Size most) {
    if (!most.equals(room)) {
      room = most;
      keepFocusInView();
    }
  }

  /** The page shown, from 0. */
  public IntegerProperty pageProperty() {
    return page;
  }

  public ReadOnlyIntegerProperty pagesProperty() {
    return pages.getReadOnlyProperty();
  }

  /** The session that keys act on; null when none is shown. */
  public ReadOnlyObjectProperty<@Nullable SessionItem> focusedProperty() {
    return focused.getReadOnlyProperty();
  }

  public @Nullable SessionItem focused() {
    return focused.get();
  }

  /** Gives a session the focus and shows it, whatever project, filter or page hides it. */
  public void focus(SessionItem item) {
    if (!fleet.inProject(item)) {
      fleet.projectProperty().set(item.now().projectId());
    }
    String onlyAgent = agent.get();
    if (onlyAgent != null && !onlyAgent.equals(item.now().agentId())) {
      agent.set(null);
    }
    visiting = item.now().state() == SessionState.CLOSED ? item : null;
    arrange();
    focused.set(item);
    keepFocusInView();
  }

  /** Moves the focus by places; at the edge of the page to the next one, if there is one. */
  public void move(int columns, int rows) {
    SessionItem from = focused.get();
    if (order.isEmpty()) {
      return;
    }
    int at = from == null ? -1 : order.indexOf(from);
    if (at < 0) {
      focus(order.getFirst());
      return;
    }
    int to = at + columns + rows * size.get().columns();
    if (to >= 0 && to < order.size()) {
      focus(order.get(to));
    }
  }

  /** Moves the focus to the next (1) or previous (-1) session, around the end. */
  public void step(int by) {
    SessionItem from = focused.get();
    if (!order.isEmpty()) {
      int at = from == null ? -1 : order.indexOf(from);
      focus(order.get(Math.floorMod(at + by, order.size())));
    }
  }

  /** Turns to another page, as far as there is one. */
  public void turn(int by) {
    int to = Math.clamp((long) page.get() + by, 0, pages.get() - 1);
    if (to != page.get()) {
      page.set(to);
      if (!places.isEmpty()) {
        focused.set(places.getFirst());
      }
    }
  }

  /** The page follows the focused session: keys act on it, also when others come and go. */
  private void keepFocusInView() {
    if (arranging) {
      return;
    }
    collect();
    SessionItem item = focused.get();
    int at = item == null ? -1 : order.indexOf(item);
    if (at >= 0) {
      page.set(at / layout.get().size(order.size(), room).places());
    }
    arrange();
  }

  private void arrange() {
    if (arranging) {
      return;
    }
    arranging = true;
    try {
      collect();
      GridLayout.Size now = layout.get().size(order.size(), room);
      int all = Math.max(1, (order.size() + now.places() - 1) / now.places());
      pages.set(all);
      page.set(Math.clamp(page.get(), 0, all - 1));
      int from = page.get() * now.places();
      List<SessionItem> wanted =
          List.copyOf(order.subList(from, Math.min(order.size(), from + now.places())));
      size.set(now);
      reduced.set(!now.equals(layout.get().size(order.size())));
      if (!places.equals(wanted)) {
        places.setAll(wanted);
      }
      SessionItem item = focused.get();
      if (item == null || !order.contains(item)) {
        focused.set(wanted.isEmpty() ? null : wanted.getFirst());
      }
    } finally {
      arranging = false;
    }
  }

  private void collect() {
    String onlyAgent = agent.get();
    order.clear();
    for (SessionItem item : fleet.open()) {
      if (onlyAgent == null || onlyAgent.equals(item.now().agentId())) {
        order.add(item);
      }
    }
    SessionItem guest = visiting;
    if (guest != null && !order.contains(guest)) {
      order.add(guest);
    }
  }
}
