package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.review.Outlook;
import dev.muster.engine.session.AgentLoad;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.SessionSnapshot;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * All sessions as the window shows them: one item each, sorted under the sidebar's headings, of one
 * project or of all. JavaFX thread only.
 */
public final class FleetModel implements EventPump.Audience {
  private final Map<SessionId, SessionItem> byId = new HashMap<>();
  private final Set<SessionId> away = new HashSet<>();
  private final ObservableList<SessionItem> items = FXCollections.observableArrayList();
  private final Map<Group, ObservableList<SessionItem>> groups = new EnumMap<>(Group.class);

  // Read-only lists listen to the real ones weakly: whoever hands them out must also hold them.
  private final ObservableList<SessionItem> itemsView =
      FXCollections.unmodifiableObservableList(items);
  private final Map<Group, ObservableList<SessionItem>> groupViews = new EnumMap<>(Group.class);
  private final ObservableList<SessionItem> open = FXCollections.observableArrayList();
  private final ObservableList<SessionItem> openView =
      FXCollections.unmodifiableObservableList(open);
  private final ObjectProperty<@Nullable String> project =
      new SimpleObjectProperty<>(this, "project");
  private final ReadOnlyObjectWrapper<Slots> slots;
  private final ReadOnlyIntegerWrapper needYou = new ReadOnlyIntegerWrapper(this, "needYou");
  private final ReadOnlyObjectWrapper<Spending> spending =
      new ReadOnlyObjectWrapper<>(this, "spending", Spending.NONE);
  private final ReadOnlyObjectWrapper<List<AccountWindow>> windows =
      new ReadOnlyObjectWrapper<>(this, "windows", List.of());
  private final ReadOnlyObjectWrapper<Outlook> outlook =
      new ReadOnlyObjectWrapper<>(this, "outlook", Outlook.NONE);
  private final ReadOnlyObjectWrapper<@Nullable String> stopped =
      new ReadOnlyObjectWrapper<>(this, "stopped");

  public FleetModel(List<SessionSnapshot> sessions, Slots slots) {
    this.slots = new ReadOnlyObjectWrapper<>(this, "slots", slots);
    for (Group group : Group.values()) {
      ObservableList<SessionItem> list = FXCollections.observableArrayList();
      groups.put(group, list);
      groupViews.put(group, FXCollections.unmodifiableObservableList(list));
    }
    project.subscribe(this::regroup);
    changed(sessions);
  }

  /** Every session of every project, in the order they were made. */
  public ObservableList<SessionItem> items() {
    return itemsView;
  }

  /** The sessions of the current project under a heading, in the order they should be read. */
  public ObservableList<SessionItem> group(Group group) {
    return listOf(groupViews, group);
  }

  /** The sessions of the current project that are not closed, in the order they were made. */
  public ObservableList<SessionItem> open() {
    return openView;
  }

  private static ObservableList<SessionItem> listOf(
      Map<Group, ObservableList<SessionItem>> lists, Group group) {
    ObservableList<SessionItem> list = lists.get(group);
    if (list == null) {
      throw new IllegalStateException("No list for " + group);
    }
    return list;
  }

  public Optional<SessionItem> find(@Nullable SessionId id) {
    return id == null ? Optional.empty() : Optional.ofNullable(byId.get(id));
  }

  /** Id of the project whose sessions are shown; null for all. */
  public ObjectProperty<@Nullable String> projectProperty() {
    return project;
  }

  /** Whether the session belongs to what is shown. */
  public boolean inProject(SessionItem item) {
    String current = project.get();
    return current == null || current.equals(item.now().projectId());
  }

  /**
   * What to call the project of a session beside it: empty while only one project's sessions are
   * shown, as all would say the same. Two of the same name are told apart by the folder above.
   */
  public String projectLabel(SessionSnapshot session) {
    if (project.get() != null
        || items.stream()
            .map(SessionItem::now)
            .filter(other -> other.state() != SessionState.CLOSED)
            .allMatch(other -> sameProject(other, session))) {
      return "";
    }
    String name = session.projectName();
    boolean twice =
        items.stream()
            .map(SessionItem::now)
            .anyMatch(other -> !sameProject(other, session) && other.projectName().equals(name));
    Path above = Path.of(session.repository()).getParent();
    return twice && above != null && above.getFileName() != null
        ? above.getFileName() + "/" + name
        : name;
  }

  private static boolean sameProject(SessionSnapshot one, SessionSnapshot other) {
    return one.projectId().equals(other.projectId());
  }

  public ReadOnlyObjectProperty<Slots> slotsProperty() {
    return slots.getReadOnlyProperty();
  }

  /** Place in the queue from 1; 0 when it is not in it. */
  public int queuePlace(SessionId id) {
    return slots.get().queue().indexOf(id) + 1;
  }

  /** How many sessions of all projects need a person. */
  public ReadOnlyIntegerProperty needYouProperty() {
    return needYou.getReadOnlyProperty();
  }

  /** What the sessions shown have cost. */
  public ReadOnlyObjectProperty<Spending> spendingProperty() {
    return spending.getReadOnlyProperty();
  }

  /** The usage windows of the agents' accounts, as far as any session was told of them. */
  public ReadOnlyObjectProperty<List<AccountWindow>> windowsProperty() {
    return windows.getReadOnlyProperty();
  }

  /** How the work of all live sessions would come into their branches. */
  public ReadOnlyObjectProperty<Outlook> outlookProperty() {
    return outlook.getReadOnlyProperty();
  }

  /**
   * Sessions that are over were put elsewhere: those in the archive, in the trash or thrown away
   * are no longer listed with those of today.
   */
  public void shelved(Map<SessionId, Shelf> where) {
    where.forEach(
        (id, shelf) -> {
          if (shelf == Shelf.ACTIVE) {
            away.remove(id);
          } else {
            away.add(id);
          }
        });
    if (!where.isEmpty()) {
      regroup();
    }
  }

  /** Takes in how their work would come into their branches now. */
  public void outlook(Outlook now) {
    outlook.set(now);
    items.forEach(item -> item.outlook(SessionOutlook.of(now, item.id(), this::find)));
  }

  /** Why nothing can be stored any more; null while all is well. */
  public ReadOnlyObjectProperty<@Nullable String> stoppedProperty() {
    return stopped.getReadOnlyProperty();
  }

  /** The session that needs a person and comes after this one; the first when it is none. */
  public Optional<SessionItem> nextThatNeedsYou(@Nullable SessionId after) {
    List<SessionItem> all =
        items.stream().filter(i -> Group.of(i.now().state()) == Group.NEEDS_YOU).toList();
    if (all.isEmpty()) {
      return Optional.empty();
    }
    int at = -1;
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).id().equals(after)) {
        at = i;
      }
    }
    return Optional.of(all.get((at + 1) % all.size()));
  }

  /** How many sessions hold a slot now: what would be stopped by quitting. */
  public int atWork() {
    return (int) items.stream().filter(item -> item.now().state().takesSlot()).count();
  }

  @Override
  public void loads(Map<SessionId, AgentLoad> loads) {
    loads.forEach((id, load) -> find(id).ifPresent(item -> item.load(load)));
  }

  @Override
  public void changed(Collection<SessionSnapshot> sessions) {
    for (SessionSnapshot snapshot : sessions) {
      SessionItem known = byId.get(snapshot.id());
      if (known != null) {
        known.update(snapshot);
      } else {
        SessionItem item = new SessionItem(snapshot);
        byId.put(item.id(), item);
        items.add(item);
      }
    }
    regroup();
  }

  @Override
  public void slots(Slots now) {
    slots.set(now);
    regroup();
  }

  @Override
  public void journalStopped(String sentence) {
    stopped.set(sentence);
  }

  private void regroup() {
    for (Group group : Group.values()) {
      List<SessionItem> wanted =
          items.stream()
              .filter(item -> Group.of(item.now().state()) == group && inProject(item))
              .filter(item -> group != Group.CLOSED || !away.contains(item.id()))
              .sorted(order(group))
              .toList();
      ObservableList<SessionItem> shown = listOf(groups, group);
      if (!shown.equals(wanted)) {
        shown.setAll(wanted);
      }
    }
    List<SessionItem> nowOpen =
        items.stream()
            .filter(item -> item.now().state() != SessionState.CLOSED && inProject(item))
            .toList();
    if (!open.equals(nowOpen)) {
      open.setAll(nowOpen);
    }
    needYou.set(
        (int)
            items.stream().filter(item -> Group.of(item.now().state()) == Group.NEEDS_YOU).count());
    windows.set(AccountWindow.of(items, Instant.now()));
    spending.set(Spending.of(items.stream().filter(this::inProject).toList()));
  }

  private Comparator<SessionItem> order(Group group) {
    return switch (group) {
      // Who has waited longest comes first.
      case NEEDS_YOU, READY -> Comparator.comparing(item -> item.now().stateSince());
      case QUEUE -> Comparator.comparingInt(item -> queueOrder(item.id()));
      case WORKING -> Comparator.comparing(item -> item.now().createdAt());
      case STOPPED, CLOSED ->
          Comparator.<SessionItem, Instant>comparing(item -> item.now().stateSince()).reversed();
    };
  }

  private int queueOrder(SessionId id) {
    int place = queuePlace(id);
    return place == 0 ? Integer.MAX_VALUE : place;
  }
}
