package dev.muster.engine;

import static dev.muster.engine.session.RecoveryReport.Cause.MACHINE_RESTARTED;
import static dev.muster.engine.session.RecoveryReport.Cause.PROGRAM_ENDED;

import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.control.Keepers;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.doctor.Doctor;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.Exporter;
import dev.muster.engine.export.MaskFacts;
import dev.muster.engine.export.SessionImporter;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Trash;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.imported.ImportRequest;
import dev.muster.engine.imported.Importer;
import dev.muster.engine.imported.PastAgent;
import dev.muster.engine.keep.Housekeeping;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.review.Answers;
import dev.muster.engine.review.Comparisons;
import dev.muster.engine.review.Contenders;
import dev.muster.engine.review.Outlooks;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.review.SessionPullRequests;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetParts;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Masking;
import dev.muster.engine.store.OwnerLock;
import dev.muster.engine.store.Pictures;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Settings.AgentEntry;
import dev.muster.engine.store.Store;
import dev.muster.engine.store.StoreException;
import dev.muster.engine.store.Stories;
import dev.muster.engine.team.Races;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running Muster without a face: opens the data folder, reaps what a crash left, wires the parts
 * by hand, and closes them in the other order. One per data folder. A window and the command line
 * both stand on it.
 *
 * <p>Methods may be called from any thread; those that give a future return at once, and the future
 * fails with a {@link FleetException} whose message is a sentence.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
  private static final Duration VERSIONS_AFTER = Duration.ofSeconds(5);

  private final DataFolder folder;
  private final Map<String, String> environment;
  private final String gitVersion;
  private final OwnerLock lock;
  private final Store store;
  private final Host host;
  private final LiveSettings settings;
  private final Workplace workplace;
  private final KnownProjects projects;
  private final ScheduledExecutorService timer;
  private final AgentCatalog agents;
  private final PermissionBook rules;
  private final Demo demo;
  private final Importer importer;
  private final ImportRequest conversations;
  private final LiveFleet fleet;
  private final Reviews reviews;
  private final SessionLandings landings;
  private final SessionPullRequests pullRequests;
  private final SessionConflicts conflicts;
  private final Comparisons comparisons;
  private final Answers answers;
  private final Outlooks outlooks;
  private final Housekeeping keeping;
  private final Exporter exporter;
  private final Races races;
  private final SessionImporter sessionImporter;
  private boolean closed;

  private Engine(EngineOptions options, OwnerLock lock, Store store, Host host, Git git) {
    this.folder = options.folder();
    this.environment = options.environment();
    this.gitVersion = git.version().toString();
    this.lock = lock;
    this.store = store;
    this.host = host;
    this.settings = new LiveSettings(folder.configFile());
    this.workplace = new Workplace(git, host, folder);
    this.projects = new KnownProjects(workplace, store.projects());
    this.demo = new Demo(git, folder.data());
    this.importer = new Importer(store.journal(), projects::placeOf, folder, Clock.systemUTC());
    this.conversations =
        ImportRequest.all(
            List.of(PastAgent.values()),
            options.environment(),
            Path.of(
                options.environment().getOrDefault("HOME", System.getProperty("user.home", "/"))));
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("muster-clock").factory());
    this.agents = new AgentCatalog(options, settings::now, host);
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
    Contenders contenders = new Contenders(workplace);
    this.landings =
        new SessionLandings(store.journal(), fleet, fleet.reviewAccess(), workplace, contenders);
    this.conflicts = new SessionConflicts(fleet, fleet.reviewAccess(), workplace);
    this.pullRequests =
        new SessionPullRequests(
            store.journal(), fleet, fleet.reviewAccess(), workplace, options.environment());
    this.outlooks = new Outlooks(fleet, workplace, contenders);
    this.races = new Races(store.journal(), fleet, fleet.reviewAccess());
    this.reviews =
        new Reviews(
            store.journal(),
            fleet,
            fleet.reviewAccess(),
            workplace,
            folder.config().resolve("reviewers"));
    this.comparisons = new Comparisons(fleet, workplace, contenders);
    this.answers = new Answers(store.journal(), fleet, workplace);
    this.exporter =
        new Exporter(
            store.journal(),
            workplace,
            MaskFacts.of(
                options.environment(),
                System.getProperty("user.home", ""),
                System.getProperty("user.name", "")),
            Clock.systemUTC());
    this.sessionImporter =
        new SessionImporter(store.journal(), folder, Clock.systemUTC(), fleet::quiet);
    this.keeping = new Housekeeping(store.journal(), folder, workplace, Clock.systemUTC());
  }

  /**
   * Opens a Muster on its data folder. Blocks: some tenths of a second, more after a crash.
   *
   * @throws EngineException.Owned when another Muster has the folder
   * @throws EngineException when it cannot be opened, with a sentence that says what to do
   */
  public static Engine open(EngineOptions options) throws EngineException {
    DataFolder folder = options.folder();
    OwnerLock lock;
    try {
      folder.create();
      switch (OwnerLock.take(folder)) {
        case OwnerLock.Outcome.Held held -> throw new EngineException.Owned(held.owner());
        case OwnerLock.Outcome.Taken taken -> lock = taken.lock();
      }
    } catch (StoreException refused) {
      throw new EngineException(sentence(refused), refused);
    }
    Store store = null;
    LocalHost local = new LocalHost();
    try {
      store = Store.open(folder, Clock.systemUTC(), Masking.of(options.environment()));
      Git git = Git.on(local);
      boolean restarted = BootMark.restarted(folder);
      Reaper.reap(store.processes(), restarted);
      Engine engine =
          new Engine(options, lock, store, new WatchedHost(local, store.processes()), git);
      engine.sessionImporter.recover();
      engine.fleet.open(options.takesUpQueue(), restarted ? MACHINE_RESTARTED : PROGRAM_ENDED);
      engine.reviews.open();
      new Trash(folder.trash()).sweep();
      engine.askVersionsSoon();
      engine.keepHouseSoon();
      return engine;
    } catch (StoreException | GitException refused) {
      closeQuietly(store, local, lock);
      throw new EngineException(sentence(refused), refused);
    } catch (RuntimeException unexpected) {
      closeQuietly(store, local, lock);
      throw unexpected;
    }
  }

  private static String sentence(Exception refused) {
    String message = refused.getMessage();
    return message == null ? refused.toString() : message;
  }

  private static void closeQuietly(
      @org.jspecify.annotations.Nullable Store store, Host host, OwnerLock lock) {
    if (store != null) {
      store.close();
    }
    host.close();
    lock.close();
  }

  // ---- what a front asks ----------------------------------------------------------------------

  /** All sessions. */
  public Fleet fleet() {
    return fleet;
  }

  /** The version of git that is used, as {@code 2.39.5}. */
  public String gitVersion() {
    return gitVersion;
  }

  /** Where data and settings lie. */
  public DataFolder folder() {
    return folder;
  }

  /** Comments, marks and whatever else a person does with what sessions changed. */
  public Reviews reviews() {
    return reviews;
  }

  /** Brings the work of sessions into the user's branches. */
  public SessionLandings landings() {
    return landings;
  }

  /** Shows and resolves what conflicts in a landing. */
  public SessionConflicts conflicts() {
    return conflicts;
  }

  /** Proposes the work of sessions as pull requests. */
  public SessionPullRequests pullRequests() {
    return pullRequests;
  }

  /** What sessions changed, against whatever a person wants to compare it with. */
  public Comparisons comparisons() {
    return comparisons;
  }

  /** Which comments were answered by which change. */
  public Answers answers() {
    return answers;
  }

  /** Several sessions on one task. */
  public Races races() {
    return races;
  }

  /** How the work of all live sessions would come into their branches; looked at while asked. */
  public Outlooks outlooks() {
    return outlooks;
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
    return importer;
  }

  /** All conversations that can be imported from this environment's own folders. */
  public ImportRequest conversations() {
    return conversations;
  }

  /** What sessions cost on the disk, and what to do about it; its methods block. */
  public Housekeeping keeping() {
    return keeping;
  }

  /** Writes sessions into files; its methods block. */
  public Exporter exporter() {
    return exporter;
  }

  /** Takes Muster's own exports in; its methods block. */
  public SessionImporter sessionImporter() {
    return sessionImporter;
  }

  /** What keeps house, for those who ask over a socket. */
  public Keepers keepers() {
    return new Keepers(exporter, sessionImporter, keeping, store::rebuild);
  }

  private void keepHouseSoon() {
    timer.schedule(
        () -> Thread.ofPlatform().daemon().name("keep-go-on").start(keeping::goOn),
        VERSIONS_AFTER.toSeconds(),
        TimeUnit.SECONDS);
  }

  /** Not at once: a start has better things to do than to start every agent for its version. */
  private void askVersionsSoon() {
    timer.schedule(this::installedAgents, VERSIONS_AFTER.toSeconds(), TimeUnit.SECONDS);
  }

  /**
   * Looks for agents that were installed, signed in or written into the settings meanwhile, and
   * tells how those that are programs of their own stand, with their versions, also the missing
   * ones and those that are left out; {@link #agents()} is up to date afterwards.
   */
  public CompletableFuture<List<InstalledAgent>> installedAgents() {
    return off(
        () -> {
          settings.readAgentsAgain();
          agents.look();
          return agents.survey();
        });
  }

  /** Looks at all that Muster needs; see {@link Doctor}. */
  public CompletableFuture<List<Finding>> examine() {
    return off(
        () -> {
          List<Finding> findings = new ArrayList<>();
          new Doctor(folder, environment, host).examine(findings::add);
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
    return off(
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
    return off(() -> projects.open(inside));
  }

  /** The projects opened so far, the last one first; each as it stands now. */
  public CompletableFuture<List<ProjectInfo>> projects() {
    return off(projects::all);
  }

  /** Keeps a picture that is to go with a session's next prompt. */
  public CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes) {
    return off(() -> Pictures.keep(sessionFolder(session), name, bytes));
  }

  /** Lets a project's sessions do without asking what the rules say, in the policy's notation. */
  public CompletableFuture<Void> allowInProject(String projectId, List<String> more) {
    return off(
        () -> {
          for (String rule : more) {
            rules.addForProject(projectId, rule);
          }
          return null;
        });
  }

  /** Makes a fresh sample repository and says which scripted sessions show what Muster does. */
  public CompletableFuture<DemoReady> makeDemo() {
    return off(
        () -> {
          Path repository = demo.makeRepository();
          ProjectInfo info = projects.open(repository);
          for (String rule : Demo.rules()) {
            rules.addForProject(info.id(), rule);
          }
          return new DemoReady(info, Demo.sessions(repository));
        });
  }

  /**
   * A demo that is ready to be started.
   *
   * @param sessions to be created, all scripted
   */
  public record DemoReady(ProjectInfo project, List<SessionSpec> sessions) {}

  /** What a session's worktree changes against its base, right now; empty before it was made. */
  public CompletableFuture<Optional<Changeset>> changes(SessionId id) {
    return off(
        () -> {
          SessionSnapshot session = known(id);
          WorktreeReady worktree = session.worktree();
          return worktree == null || !Files.isDirectory(Path.of(worktree.path()))
              ? Optional.empty()
              : Optional.of(workplace.changes(id, session, worktree));
        });
  }

  /** One file's hunks of what {@link #changes} said. */
  public CompletableFuture<FileDiff> diff(SessionId id, Changeset of, FileChange file) {
    return off(
        () -> {
          SessionSnapshot session = known(id);
          WorktreeReady worktree = session.worktree();
          if (worktree == null) {
            throw new FleetException("This session has no worktree yet.");
          }
          return workplace.diff(id, session, worktree, of, file);
        });
  }

  private SessionSnapshot known(SessionId id) throws FleetException {
    return fleet
        .session(id)
        .orElseThrow(() -> new FleetException("There is no session " + id + "."));
  }

  private Path sessionFolder(SessionId id) {
    try {
      return folder.createSessionFolder(id);
    } catch (StoreException failed) {
      throw new IllegalStateException(
          "The folder of session " + id + " cannot be made: " + failed.getMessage(), failed);
    }
  }

  private static <T> CompletableFuture<T> off(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("engine")
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (FleetException refused) {
                result.completeExceptionally(refused);
              } catch (Exception failed) {
                result.completeExceptionally(new FleetException(sentence(failed), failed));
              }
            });
    return result;
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
    importer.close();
    outlooks.close();
    keeping.close();
    fleet.close();
    timer.shutdownNow();
    host.close();
    store.close();
    lock.close();
  }
}
