package dev.muster.desktop.shell;

import dev.muster.desktop.control.Action;
import dev.muster.desktop.control.FlushClock;
import dev.muster.desktop.grid.GridView;
import dev.muster.desktop.grid.PaneContext;
import dev.muster.desktop.grid.PaneMemory;
import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.grid.SessionActions;
import dev.muster.desktop.grid.SessionOps;
import dev.muster.desktop.live.SecondTicker;
import dev.muster.desktop.live.SessionItem;
import dev.muster.desktop.review.ReviewWindows;
import dev.muster.desktop.session.RepositoryPicker;
import dev.muster.desktop.shell.WindowModel.Place;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.session.SessionSnapshot;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Everything inside the window: the bars, the sidebar, the grid, and the dialogs over them. */
public final class WindowView extends StackPane implements WindowActions.Window, AutoCloseable {
  /** What only the window's frame can do. */
  public interface Frame {
    /** Lets the person choose a folder; null when none was chosen. */
    @Nullable Path chooseFolder();

    /** Lets the person choose files of Muster's own export; empty when none was chosen. */
    default List<Path> chooseExports() {
      return List.of();
    }

    /** Ends Muster, after asking if need be. */
    void quit();
  }

  private final WindowModel model;
  private final Frame frame;
  private final Overlay overlay = new Overlay();
  private final Dialogs dialogs = new Dialogs(overlay);
  private final AgentPages agentPages;
  private final BorderPane main = new BorderPane();
  private final WindowActions actions;
  private final SideWindows windows;
  private final GridView grid;
  private final HistoryRoom history;
  private final NewSessions newSessions;
  private final SecondTicker ticker;
  private final String configFile;
  private final Supplier<RepositoryPicker> pickers;
  private final WindowCentre centre;
  private final Subscription wake;
  private Subscription keys = Subscription.EMPTY;
  private boolean askingToQuit;

  /**
   * @param configFile where the settings are, to tell the person
   * @param version of Muster
   */
  public WindowView(
      WindowModel model, Frame frame, Clock clock, String configFile, String version) {
    this.model = model;
    this.frame = frame;
    this.configFile = configFile;
    this.agentPages = new AgentPages(model, overlay, dialogs);
    getStyleClass().add("window");
    getStylesheets().add(sheet());
    SessionOps ops = new SessionOps(model.backend(), model.pump(), model.notices());
    ticker = new SecondTicker(model.pump(), clock, this::counting);
    windows = new SideWindows(model, ticker.nowProperty());
    ReviewWindows reviews = windows.reviews();
    SessionActions ofFocused =
        new SessionActions(model.grid().focusedProperty(), ops, dialogs, windows.ofSession());
    actions = new WindowActions(model, this, ofFocused);
    FlushClock flushes = new FlushClock();
    grid =
        new GridView(
            model.grid(),
            new PaneContext(
                model.backend(),
                model.pump(),
                model.fleet(),
                ops,
                dialogs,
                flushes,
                ticker.nowProperty(),
                new PaneMemory(model.backend(), model.pump(), model.notices()::problem),
                windows.ofSession()),
            actions.newSession());
    newSessions =
        new NewSessions(
            model,
            overlay,
            actions.agents()::run,
            id -> model.fleet().find(id).ifPresent(this::goTo));
    history =
        new HistoryRoom(
            model,
            overlay,
            flushes,
            ticker.nowProperty(),
            this::goTo,
            reviews::open,
            this::showGrid,
            actions.importConversations()::run);
    pickers =
        () ->
            new RepositoryPicker(
                model.projects(),
                (folder, failed) -> model.open(folder, _ -> overlay.close(), failed),
                frame::chooseFolder);
    centre = new WindowCentre(main, model, grid, history, actions, pickers, this::focusPane);
    main.setTop(
        new VBox(
            new TopBarView(model, actions),
            new StoringNote(model.storingProperty(), model.backend().fleet()::tryStoring),
            reviews.notes(model.fleet(), actions.all())));
    main.setLeft(
        new SidebarView(
            model,
            ticker.nowProperty(),
            actions,
            this::goTo,
            new SessionMenu(ops, dialogs, windows.ofSession())));
    main.setBottom(new StatusBarView(model, version));
    NoticesView notices = new NoticesView(model.notices());
    StackPane.setAlignment(notices, Pos.BOTTOM_RIGHT);
    notices.setMaxSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    getChildren().addAll(main, new RecoveryScreen(model.recovery(), main), notices, overlay);
    wake = model.pump().listen(new Waking());
    model.agents().addListener((ListChangeListener<AgentProfile>) _ -> newSessions.refreshAgents());
    model.loadedProperty().subscribe(this::showCentre);
    model.placeProperty().subscribe(this::showCentre);
    model.projects().addListener((ListChangeListener<ProjectInfo>) _ -> showCentre());
    model.fleet().items().addListener((ListChangeListener<SessionItem>) _ -> showCentre());
    model.fleet().stoppedProperty().subscribe(this::showStopped);
    sceneProperty().subscribe(this::installKeys);
  }

  /** Fills the window; to be called once it is in its scene. */
  public void start() {
    showCentre();
    focusPane();
  }

  private static String sheet() {
    return java.util.Objects.requireNonNull(WindowView.class.getResource("shell.css"), "shell.css")
        .toExternalForm();
  }

  private void installKeys(@Nullable Scene scene) {
    keys.unsubscribe();
    if (scene == null) {
      keys = Subscription.EMPTY;
      return;
    }
    // While a dialog is open its keys are its own.
    keys = actions.all().installIn(scene, () -> !overlay.isOpen());
  }

  Overlay overlay() {
    return overlay;
  }

  WindowActions actions() {
    return actions;
  }

  /** The review windows. */
  public ReviewWindows reviews() {
    return windows.reviews();
  }

  /** The panes. */
  public GridView grid() {
    return grid;
  }

  private void showCentre() {
    if (getScene() != null) {
      centre.show();
    }
  }

  private void showStopped(@Nullable String sentence) {
    if (sentence != null) {
      dialogs.tell("Nothing can be stored any more", sentence, () -> {});
    }
  }

  /** Shows a session and gives it the focus. */
  public void goTo(SessionItem item) {
    showGrid();
    model.grid().focus(item);
    focusPane();
  }

  private Optional<PaneView> focusedPane() {
    return grid.pane(model.grid().focused());
  }

  @Override
  public void focusPane() {
    focusedPane().ifPresentOrElse(PaneView::takeFocus, grid::focusEmptyPlace);
  }

  @Override
  public void history() {
    model.placeProperty().set(Place.HISTORY);
    // Not before the next frame: until it was laid out, the split pane does not hold it.
    model.pump().post(history.view()::open);
  }

  @Override
  public void palette() {
    List<Action> offered =
        actions.all().all().stream().filter(one -> !one.id().equals("window.palette")).toList();
    new Palette(
            new PaletteModel(offered, model.backend().history(), model.pump()),
            overlay,
            (words, entry) -> {
              model.placeProperty().set(Place.HISTORY);
              history.read(words, entry);
            },
            words -> {
              model.placeProperty().set(Place.HISTORY);
              history.find(words);
            })
        .open();
  }

  @Override
  public void showGrid() {
    model.placeProperty().set(Place.GRID);
  }

  @Override
  public void answer() {
    showGrid();
    focusedPane().ifPresent(PaneView::answer);
  }

  @Override
  public void focusComposer() {
    showGrid();
    focusedPane().ifPresent(PaneView::focusComposer);
  }

  @Override
  public void showTab(Tab tab) {
    showGrid();
    focusedPane().ifPresent(pane -> pane.model().tabProperty().set(tab));
  }

  @Override
  public void newSession() {
    ProjectInfo project = model.projectProperty().get();
    if (project == null) {
      openProject();
      return;
    }
    newSessions.ask(project);
  }

  @Override
  public void openProject() {
    RepositoryPicker picker = pickers.get();
    picker.setPrefWidth(560);
    overlay.show(
        new DialogCard(
            "Open a repository", picker, List.of(Dialogs.button("Cancel", overlay::close))),
        picker.first(),
        () -> {});
  }

  @Override
  public void importConversations() {
    new ImportDialog(
            new ImportModel(model.backend(), model.pump(), model.notices()),
            overlay,
            frame::chooseExports)
        .open(history::changed);
  }

  @Override
  public void settings() {
    new SettingsDialog(model, overlay, List.of(actions.agents(), actions.machine()))
        .open(configFile);
  }

  @Override
  public void landingOrder() {
    new LandingOrderDialog(model.fleet(), overlay, reviews()::open).open();
  }

  @Override
  public void agents() {
    agentPages.agents();
  }

  @Override
  public void machine() {
    agentPages.machine();
  }

  @Override
  public void shortcuts() {
    dialogs.shortcuts(actions.withKeys());
  }

  @Override
  public void quit() {
    frame.quit();
  }

  /**
   * Asks whether to quit if sessions are working; asks once however often it is called.
   *
   * @param yes what ends it
   */
  void confirmQuit(Runnable yes) {
    int atWork = model.fleet().atWork();
    if (atWork == 0) {
      yes.run();
    } else if (!askingToQuit) {
      askingToQuit = true;
      dialogs.ask(
          atWork == 1 ? "A session is working" : atWork + " sessions are working",
          (atWork == 1 ? "It" : "They")
              + " will be stopped and can be resumed where the journal ends. Nothing is lost.",
          "Stop and quit",
          false,
          yes,
          () -> askingToQuit = false);
    }
  }

  private boolean counting() {
    return grid.counting();
  }

  /** Covers the window with a sentence while it ends. */
  void cover(Node message) {
    main.setDisable(true);
    Region card = new DialogCard("Closing Muster", message, List.of());
    overlay.show(card, card, () -> {});
  }

  @Override
  public void close() {
    keys.unsubscribe();
    history.close();
    windows.close();
    wake.unsubscribe();
    ticker.close();
    grid.close();
  }

  /** Whatever happens may begin to count seconds. */
  private final class Waking implements dev.muster.desktop.live.EventPump.Audience {
    @Override
    public void changed(Collection<SessionSnapshot> sessions) {
      ticker.wake();
    }

    @Override
    public void slots(Slots slots) {
      ticker.wake();
    }

    @Override
    public void journalStopped(String sentence) {
      ticker.wake();
    }
  }
}
