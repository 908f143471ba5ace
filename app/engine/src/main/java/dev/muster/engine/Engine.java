package dev.muster.engine;

import static dev.muster.engine.session.RecoveryReport.Cause.MACHINE_RESTARTED;
import static dev.muster.engine.session.RecoveryReport.Cause.PROGRAM_ENDED;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.complete.Naming;
import dev.muster.engine.control.Keepers;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.doctor.Doctor;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.Exporter;
import dev.muster.engine.export.SessionImporter;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Trash;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Importer;
import dev.muster.engine.keep.Housekeeping;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.review.Answers;
import dev.muster.engine.review.Comparisons;
import dev.muster.engine.review.Off;
import dev.muster.engine.review.Outlooks;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionPullRequests;
import dev.muster.engine.review.UnsavedComments;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetParts;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Masking;
import dev.muster.engine.store.Pictures;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import dev.muster.engine.store.Stories;
import dev.muster.engine.team.Races;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A running Muster without a face: opens the data folder, reaps what a crash left, wires the parts
 * by hand, and closes them in the other order. One per data folder. A window and the command line
 * both stand on it.
 *
 * <p>Methods may be called from any thread; those that give a future return at once, and the future
 * fails with a {@link FleetException} whose message is a sentence.
 */
public final class Engine implements AutoCloseable {
  private static final Duration REST_AFTER = Duration.ofSeconds(5);

  private final DataFolder folder;
  private final Map<String, String> environment;
  private final OpenedStore opened;
  private final Store store;
  private final LiveSettings settings;
  private final KnownProjects projects;
  private final ScheduledExecutorService timer;
  private final AgentCatalog agents;
  private final PermissionBook rules;
  private final Demo demo;
  private final LiveFleet fleet;
  private final LiveChanges changes;
  private final ReviewParts review;
  private final UnsavedComments unsaved;
  private final UnsentTexts unsent;
  private final Naming naming;
  private final PastParts past;
  private boolean closed;

  private Engine(EngineOptions options, OpenedStore opened) {
    this.folder = options.folder();
    this.environment = options.environment();
    this.opened = opened;
    this.store = opened.store();
    this.settings = new LiveSettings(folder.configFile());
    Workplace workplace = new Workplace(opened.git(), opened.host(), folder);
    this.projects = new KnownProjects(workplace, store.projects());
    this.demo = new Demo(opened.git(), folder.data());
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("muster-clock").factory());
    this.agents = new AgentCatalog(options, settings::now, opened.host());
    this.rules = new PermissionBook(folder, settings);
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    this.fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                workplace,
                new Policy(Path.of(System.getProperty("user.home", "/"))),
                rules,
                agents.byId(),
                this::sessionFolder,
                store::rawLog,
                () -> settings.now().slots(),
                timer,
                LiveFleet.tailsTo(itself::get),
                Clock.systemUTC()));
    itself.set(fleet);
    this.changes = new LiveChanges(fleet, workplace);
    this.review = ReviewParts.of(options, store.journal(), fleet, workplace);
    this.unsaved = new UnsavedComments(this::sessionFolder, Masking.of(options.environment()));
    this.unsent = new UnsentTexts(this::sessionFolder, Masking.of(options.environment()));
    this.naming = new Naming(fleet, workplace, folder);
    this.past = PastParts.of(options, store.journal(), workplace, projects, fleet::quiet);
  }

  /**
   * Opens a Muster on its data folder. Blocks: some tenths of a second, more after a crash.
   *
   * @throws EngineException.Owned when another Muster has the folder
   * @throws EngineException when it cannot be opened, with a sentence that says what to do
   */
  public static Engine open(EngineOptions options) throws EngineException {
    OpenedStore opened = OpenedStore.open(options);
    try {
      Engine engine = new Engine(options, opened);
      engine.past.sessionImporter().recover();
      engine.fleet.open(
          options.takesUpQueue(), opened.restarted() ? MACHINE_RESTARTED : PROGRAM_ENDED);
      engine.review.reviews().open();
      new Trash(engine.folder.trash()).sweep();
      engine.afterTheStart();
      return engine;
    } catch (RuntimeException unexpected) {
      opened.close();
      throw unexpected;
    }
  }

  // ---- what a front asks ----------------------------------------------------------------------

  /** All sessions. */
  public Fleet fleet() {
    return fleet;
  }

  /** The version of git that is used, as {@code 2.39.5}. */
  public String gitVersion() {
    return opened.git().version().toString();
  }

  /** Where data and settings lie. */
  public DataFolder folder() {
    return folder;
  }

  /** Comments, marks and whatever else a person does with what sessions changed. */
  public Reviews reviews() {
    return review.reviews();
  }

  /** Brings the work of sessions into the user's branches. */
  public SessionLandings landings() {
    return review.landings();
  }

  /** Shows and resolves what conflicts in a landing. */
  public SessionConflicts conflicts() {
    return review.conflicts();
  }

  /** Proposes the work of sessions as pull requests. */
  public SessionPullRequests pullRequests() {
    return review.pullRequests();
  }

  /** What sessions changed, against whatever a person wants to compare it with. */
  public Comparisons comparisons() {
    return review.comparisons();
  }

  /** What can be named while a prompt is written. */
  public Naming naming() {
    return naming;
  }

  /** Comments that are being typed. */
  public UnsavedComments unsavedComments() {
    return unsaved;
  }

  /** What is typed to sessions and not sent. */
  public UnsentTexts unsentTexts() {
    return unsent;
  }

  /** Which comments were answered by which change. */
  public Answers answers() {
    return review.answers();
  }

  /** Several sessions on one task. */
  public Races races() {
    return review.races();
  }

  /** How the work of all live sessions would come into their branches; looked at while asked. */
  public Outlooks outlooks() {
    return review.outlooks();
  }

  /** What was rescued at this start, because the journal was damaged; empty when it was sound. */
  public Optional<RescueReport> rescued() {
    return store.rescued();
  }

  /**
   * Tells what the store finds out about itself while Muster runs, a sentence each; see {@link
   * Store#onRemark}.
   */
  public Fleet.Subscription onRemark(Consumer<String> listener) {
    return store.onRemark(listener)::close;
  }

  /** The journal, for reading. */
  public Journal journal() {
    return store.journal();
  }

  /** Finds what was said and run. */
  public Search search() {
    return store.search();
  }

  /** Sessions of any length, piece by piece. */
  public Stories stories() {
    return store.stories();
  }

  /** Takes old conversations of agents into history; its methods block. */
  public Importer importer() {
    return past.importer();
  }

  /** All conversations that can be imported from this environment's own folders. */
  public ImportRequest conversations() {
    return past.conversations();
  }

  /** What sessions cost on the disk, and what to do about it; its methods block. */
  public Housekeeping keeping() {
    return past.keeping();
  }

  /** Writes sessions into files; its methods block. */
  public Exporter exporter() {
    return past.exporter();
  }

  /** Takes Muster's own exports in; its methods block. */
  public SessionImporter sessionImporter() {
    return past.sessionImporter();
  }

  /** What keeps house and lands work, for those who ask over a socket. */
  public Keepers keepers() {
    return past.keepers(store, review);
  }

  /** Not at once: a start has better things to do than to start every agent for its version. */
  private void afterTheStart() {
    Runnable keep =
        () -> Thread.ofPlatform().daemon().name("keep-go-on").start(past.keeping()::goOn);
    timer.schedule(keep, REST_AFTER.toSeconds(), TimeUnit.SECONDS);
    timer.schedule(this::installedAgents, REST_AFTER.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Looks for agents that were installed, signed in or written into the settings meanwhile, and
   * tells how those that are programs of their own stand, with their versions, also the missing
   * ones and those that are left out; {@link #agents()} is up to date afterwards.
   */
  public CompletableFuture<List<InstalledAgent>> installedAgents() {
    return Off.run(
        "engine",
        () -> {
          settings.readAgentsAgain();
          agents.look();
          return agents.survey();
        });
  }

  /** Looks at all that Muster needs; see {@link Doctor}. */
  public CompletableFuture<List<Finding>> examine() {
    return Off.run(
        "engine",
        () -> {
          List<Finding> findings = new ArrayList<>();
          new Doctor(folder, environment, opened.host()).examine(findings::add);
          return findings;
        });
  }

  /** The agents as they were found last, in the order in which they are offered. */
  public List<AgentProfile> agents() {
    return agents.profiles();
  }

  /** The settings as they stand. */
  public Settings settings() {
    return settings.now();
  }

  /** What in the settings could not be used, a sentence each. */
  public List<String> settingsProblems() {
    List<String> problems = new ArrayList<>(settings.problems());
    problems.addAll(agents.problems());
    return problems;
  }

  /** Changes the settings, in the file and here. */
  public CompletableFuture<Settings> changeSettings(UnaryOperator<Settings> change) {
    return Off.run(
        "engine",
        () -> {
          List<AgentEntry> before = settings.now().agents();
          Settings changed = settings.change(change);
          fleet.slotsChanged();
          if (!changed.agents().equals(before)) {
            agents.lookBriefly();
          }
          return changed;
        });
  }

  /** Looks at the repository that a folder lies in and remembers it as a project. */
  public CompletableFuture<ProjectInfo> openProject(Path inside) {
    return Off.run("engine", () -> projects.open(inside));
  }

  /** The projects opened so far, the last one first; each as it stands now. */
  public CompletableFuture<List<ProjectInfo>> projects() {
    return Off.run("engine", projects::all);
  }

  /** Keeps a picture that is to go with a session's next prompt. */
  public CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes) {
    return Off.run("engine", () -> Pictures.keep(sessionFolder(session), name, bytes));
  }

  /** Makes a fresh sample repository and says which scripted sessions show what Muster does. */
  public CompletableFuture<DemoReady> makeDemo() {
    return Off.run("engine", () -> DemoReady.make(demo, projects, rules));
  }

  /** What a session's worktree changes against its base, right now; empty before it was made. */
  public CompletableFuture<Optional<Changeset>> changes(SessionId id) {
    return Off.run("engine", () -> changes.of(id));
  }

  /** One file's hunks of what {@link #changes} said. */
  public CompletableFuture<FileDiff> diff(SessionId id, Changeset of, FileChange file) {
    return Off.run("engine", () -> changes.diff(id, of, file));
  }

  private Path sessionFolder(SessionId id) {
    try {
      return folder.createSessionFolder(id);
    } catch (StoreException failed) {
      throw new IllegalStateException(
          "The folder of session " + id + " cannot be made: " + failed.getMessage(), failed);
    }
  }

  /**
   * Ends every agent and process, stores all, and gives the data folder free. Blocks; idempotent.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    store.journal().stopHolding();
    unsaved.close();
    unsent.close();
    past.importer().close();
    review.outlooks().close();
    past.keeping().close();
    fleet.close();
    timer.shutdownNow();
    opened.close();
  }
}
