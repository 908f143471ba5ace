package dev.muster.desktop.shell;

import dev.muster.desktop.grid.GridModel;
import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.HistoryNews;
import dev.muster.desktop.live.Notices;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Storing;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * What the window shows as a whole: the sessions, the grid, the project and the agents. Knows no
 * node. JavaFX thread only.
 */
public final class WindowModel implements AutoCloseable {
  /** What the middle of the window shows. */
  public enum Place {
    GRID,
    HISTORY
  }

  private final Backend backend;
  private final EventPump pump;
  private final FleetModel fleet;
  private final GridModel grid;
  private final Notices notices = new Notices();
  private final RecoveryModel recovery;
  private final ReadOnlyObjectWrapper<Storing> storing;
  private final ObservableList<ProjectInfo> projects = FXCollections.observableArrayList();
  private final ObservableList<ProjectInfo> projectsView =
      FXCollections.unmodifiableObservableList(projects);
  private final ObservableList<AgentProfile> agents = FXCollections.observableArrayList();
  private final ObservableList<AgentProfile> agentsView =
      FXCollections.unmodifiableObservableList(agents);
  private final ReadOnlyObjectWrapper<@Nullable ProjectInfo> project =
      new ReadOnlyObjectWrapper<>(this, "project");
  private final ReadOnlyObjectWrapper<Settings> settings;
  private final Set<String> lookedFor = new HashSet<>();
  private final ReadOnlyBooleanWrapper loaded = new ReadOnlyBooleanWrapper(this, "loaded");
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(this, "place", Place.GRID);
  private final ReadOnlyStringWrapper historyCount =
      new ReadOnlyStringWrapper(this, "historyCount", "");
  private final DemoStart demo;
  private final Fleet.Subscription fromFleet;
  private final Subscription fromPump;
  private final Subscription fromStore;
  private final Fleet.Subscription fromOutlooks;
  private final Fleet.Subscription fromRemarks;
  private final Runnable fromHistory;

  public WindowModel(Backend backend, EventPump pump) {
    this.backend = backend;
    this.pump = pump;
    // Subscribed first: what happens between the two is told again, and an older state is ignored.
    fromFleet = backend.fleet().subscribe(pump);
    fleet = new FleetModel(backend.fleet().sessions(), backend.fleet().slots());
    fromPump = pump.listen(fleet);
    recovery = new RecoveryModel(backend, pump, notices, this::resumed);
    storing = new ReadOnlyObjectWrapper<>(this, "storing", backend.fleet().storing());
    fromStore = pump.listen(new Disk());
    fromOutlooks = backend.outlooks(all -> pump.post(() -> fleet.outlook(all)));
    fromRemarks = backend.remarks(said -> pump.post(() -> notices.info(said)));
    grid = new GridModel(fleet);
    settings = new ReadOnlyObjectWrapper<>(this, "settings", backend.settings());
    demo = new DemoStart(backend, pump, notices, this::opened);
    agents.setAll(backend.agents());
    backend.startProblems().forEach(notices::problem);
    backend.settingsProblems().forEach(notices::problem);
    fleet.projectProperty().subscribe(this::showProject);
    fleet.items().addListener((ListChangeListener<SessionItem>) _ -> readNewProjects());
    fleet.items().addListener((ListChangeListener<SessionItem>) _ -> countHistory());
    fromHistory = backend.history().follow(news -> pump.post(() -> happened(news)));
    countHistory();
  }

  /** The history changed, by whoever's hand. */
  private void happened(HistoryNews news) {
    fleet.shelved(news.shelved());
    if (news.counts()) {
      countHistory();
    }
  }

  /** Sessions were resumed: where they are not in view, their project is shown, or all are. */
  private void resumed(Set<String> of) {
    String now = fleet.projectProperty().get();
    if (now != null && !of.isEmpty() && !Set.of(now).equals(of)) {
      fleet.projectProperty().set(of.size() == 1 ? of.iterator().next() : null);
      showProject();
    }
    place.set(Place.GRID);
  }

  public Backend backend() {
    return backend;
  }

  public EventPump pump() {
    return pump;
  }

  public FleetModel fleet() {
    return fleet;
  }

  public GridModel grid() {
    return grid;
  }

  public Notices notices() {
    return notices;
  }

  /** What a crash cut short and nobody has decided on. */
  public RecoveryModel recovery() {
    return recovery;
  }

  /** Whether what happens is stored now. */
  public ReadOnlyObjectProperty<Storing> storingProperty() {
    return storing.getReadOnlyProperty();
  }

  /** The repositories opened so far, the last one first. */
  public ObservableList<ProjectInfo> projects() {
    return projectsView;
  }

  /** The project that is shown; null while all are, or none is known. */
  public ReadOnlyObjectProperty<@Nullable ProjectInfo> projectProperty() {
    return project.getReadOnlyProperty();
  }

  /** Whether the projects have been read, so that one can tell whether there are any. */
  public ReadOnlyBooleanProperty loadedProperty() {
    return loaded.getReadOnlyProperty();
  }

  /** The agents as they were found last, in the order in which they are offered. */
  public ObservableList<AgentProfile> agents() {
    return agentsView;
  }

  /** Agents were found, or the settings about them changed: shows them as they are now. */
  public void agentsChanged() {
    settings.set(backend.settings());
    agents.setAll(backend.agents());
  }

  /** Looks for agents that were installed or signed in meanwhile. */
  public void lookForAgents() {
    pump.deliver(backend.installedAgents(), _ -> agentsChanged(), notices::problem);
  }

  public ReadOnlyObjectProperty<Settings> settingsProperty() {
    return settings.getReadOnlyProperty();
  }

  /** What the middle of the window shows. */
  public ObjectProperty<Place> placeProperty() {
    return place;
  }

  /** How many sessions the history has, as {@code 1,204}; empty before they were counted. */
  public ReadOnlyStringProperty historyCountProperty() {
    return historyCount.getReadOnlyProperty();
  }

  /** Counts the sessions of the history. */
  void countHistory() {
    pump.deliver(
        backend.history().totals(),
        now -> historyCount.set(String.format(Locale.ROOT, "%,d", now.sessions())),
        notices::problem);
  }

  /** Whether the sample repository is being made. */
  public ReadOnlyBooleanProperty makingDemoProperty() {
    return demo.busyProperty();
  }

  /**
   * Reads the projects.
   *
   * @param preferred id of the one to show; null for the last one opened
   */
  public void load(@Nullable String preferred) {
    recovery.look();
    pump.deliver(
        backend.projects(),
        found -> {
          projects.setAll(found);
          loaded.set(true);
          ProjectInfo chosen =
              found.stream()
                  .filter(info -> info.id().equals(preferred))
                  .findFirst()
                  .orElse(found.isEmpty() ? null : found.getFirst());
          if (chosen != null && fleet.projectProperty().get() == null) {
            fleet.projectProperty().set(chosen.id());
          }
          showProject();
        },
        sentence -> {
          loaded.set(true);
          notices.problem(sentence);
        });
  }

  /**
   * A session may come from elsewhere, as a command line beside this window, out of a repository
   * that was never opened here: then the projects are read again, once for each.
   */
  private void readNewProjects() {
    boolean any = false;
    for (SessionItem item : fleet.items()) {
      String id = item.now().projectId();
      any |= projects.stream().noneMatch(info -> info.id().equals(id)) && lookedFor.add(id);
    }
    if (any && loaded.get()) {
      pump.deliver(
          backend.projects(),
          found -> {
            projects.setAll(found);
            showProject();
          },
          notices::problem);
    }
  }

  /** Projects of open sessions that are not among those opened: their names by id. */
  Map<String, String> unlistedProjects() {
    Map<String, String> unlisted = new LinkedHashMap<>();
    for (SessionItem item : fleet.items()) {
      SessionSnapshot s = item.now();
      if (s.state() != SessionState.CLOSED
          && projects.stream().noneMatch(info -> info.id().equals(s.projectId()))) {
        unlisted.put(s.projectId(), s.projectName());
      }
    }
    return unlisted;
  }

  /** The name of what is shown; null when nothing is known of it. */
  public @Nullable String shownProject() {
    ProjectInfo info = project.get();
    String id = fleet.projectProperty().get();
    if (info != null || id == null) {
      return info == null ? null : info.name();
    }
    return fleet.items().stream()
        .map(SessionItem::now)
        .filter(s -> s.projectId().equals(id))
        .map(SessionSnapshot::projectName)
        .findFirst()
        .orElse(null);
  }

  private void showProject() {
    String id = fleet.projectProperty().get();
    project.set(projects.stream().filter(info -> info.id().equals(id)).findFirst().orElse(null));
  }

  /** Shows a project; null for all. */
  public void choose(@Nullable ProjectInfo info) {
    fleet.projectProperty().set(info == null ? null : info.id());
    showProject();
  }

  /**
   * Opens the repository a folder is in, and shows it.
   *
   * @param failed gets a sentence when there is none
   */
  public void open(Path folder, Consumer<ProjectInfo> done, Consumer<String> failed) {
    pump.deliver(
        backend.openProject(folder),
        info -> {
          opened(info);
          done.accept(info);
        },
        failed);
  }

  private void opened(ProjectInfo info) {
    add(info);
    choose(info);
  }

  private void add(ProjectInfo info) {
    projects.removeIf(known -> known.id().equals(info.id()));
    projects.addFirst(info);
  }

  /** Looks at the project again: its branch and whether it has changes. */
  public void refreshProject() {
    ProjectInfo now = project.get();
    if (now != null) {
      pump.deliver(
          backend.openProject(now.path()),
          info -> {
            add(info);
            showProject();
          },
          notices::problem);
    }
  }

  /** Makes the sample repository, shows it and starts its sessions. */
  public void tryDemo() {
    demo.begin();
  }

  /** Changes the settings; what failed is told as a sentence. */
  public void change(UnaryOperator<Settings> change) {
    pump.deliver(
        backend.changeSettings(change), _ -> settings.set(backend.settings()), notices::problem);
  }

  @Override
  public void close() {
    fromFleet.close();
    fromOutlooks.close();
    fromRemarks.close();
    fromHistory.run();
    fromPump.unsubscribe();
    fromStore.unsubscribe();
    recovery.close();
  }

  /** Hears of the disk. */
  private final class Disk implements EventPump.Audience {
    @Override
    public void changed(Collection<SessionSnapshot> sessions) {}

    @Override
    public void slots(Slots slots) {}

    @Override
    public void storing(Storing now) {
      storing.set(now);
    }

    @Override
    public void journalStopped(String sentence) {}
  }
}
