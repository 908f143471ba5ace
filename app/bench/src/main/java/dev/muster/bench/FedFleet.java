package dev.muster.bench;

import dev.muster.desktop.live.Backend;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.LandingSource;
import dev.muster.desktop.live.NamingSource;
import dev.muster.desktop.live.RaceSource;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.complete.NamedFile;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.Repository;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.review.Contenders;
import dev.muster.engine.review.Outlook;
import dev.muster.engine.review.SessionConflicts;
import dev.muster.engine.review.SessionLandings;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetParts;
import dev.muster.engine.session.LiveFleet;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.RuleBook;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Settings;
import dev.muster.engine.store.Store;
import dev.muster.engine.team.Races;
import java.nio.file.Path;
import java.time.Clock;
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
 * A real fleet on a real store and real worktrees, as the engine puts it together, but with an
 * agent that prints what it is given; and what a window needs of it.
 */
final class FedFleet implements Backend, AutoCloseable {
  private final LocalHost host = new LocalHost();
  private final FedAgent agent = new FedAgent();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Store store;
  private final LiveFleet fleet;
  private final LandingSource landing;
  private final ProjectInfo project;
  private final List<SessionId> sessions = new ArrayList<>();

  FedFleet(Path folder) throws Exception {
    DataFolder data = DataFolder.at(folder);
    store = Store.open(data, Clock.systemUTC());
    Git git = Git.on(host);
    Path checkout = new Demo(git, data.data()).makeRepository();
    Repository repository = Repository.open(git, checkout);
    project =
        new ProjectInfo(
            repository.id(),
            repository.name(),
            checkout,
            "main",
            repository.resolve("HEAD"),
            false,
            List.of("main"),
            null);
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    Workplace workplace = new Workplace(git, host, data);
    fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                workplace,
                new Policy(folder),
                new NoRules(),
                Map.of(FedAgent.ID, agent),
                data::sessionFolder,
                store::rawLog,
                () -> 9,
                timer,
                LiveFleet.tailsTo(itself::get),
                Clock.systemUTC()));
    itself.set(fleet);
    ReviewAccess access = fleet.reviewAccess();
    landing =
        LandingSource.of(
            new SessionLandings(
                store.journal(), fleet, access, workplace, new Contenders(workplace)),
            new SessionConflicts(fleet, access, workplace),
            fleet);
    fleet.open();
  }

  /** Starts nine sessions and waits until each is at work. */
  void startNine() throws Exception {
    for (int n = 1; n <= 9; n++) {
      sessions.add(
          fleet
              .create(
                  new SessionSpec(
                      "Print what you are given.",
                      "Session " + n,
                      project.path(),
                      FedAgent.ID,
                      null,
                      PermissionMode.EDIT,
                      null,
                      Limits.NONE,
                      List.of(),
                      false,
                      Map.of()))
              .get(60, TimeUnit.SECONDS));
    }
    long end = System.nanoTime() + 60_000_000_000L;
    while (!sessions.stream().allMatch(this::works)) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("Not all sessions came to work.");
      }
      Pace.until(System.nanoTime() + 20_000_000);
    }
  }

  private boolean works(SessionId id) {
    return fleet.session(id).filter(s -> s.state() == SessionState.WORKING).isPresent();
  }

  SessionId session(int place) {
    return sessions.get(place);
  }

  void print(int place, String text) {
    agent.print(sessions.get(place), text);
  }

  @Override
  public Fleet fleet() {
    return fleet;
  }

  @Override
  public List<AgentProfile> agents() {
    return List.of(agent.profile());
  }

  @Override
  public CompletableFuture<ProjectInfo> openProject(Path folder) {
    return CompletableFuture.completedFuture(project);
  }

  @Override
  public CompletableFuture<List<ProjectInfo>> projects() {
    return CompletableFuture.completedFuture(List.of(project));
  }

  @Override
  public Settings settings() {
    return Settings.DEFAULTS;
  }

  @Override
  public List<String> settingsProblems() {
    return List.of();
  }

  @Override
  public CompletableFuture<?> changeSettings(UnaryOperator<Settings> change) {
    return refused();
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(SessionId session) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletableFuture<FileDiff> diff(SessionId session, Changeset of, FileChange file) {
    return refused();
  }

  @Override
  public Fleet.Subscription outlooks(Consumer<Outlook> listener) {
    return () -> {};
  }

  @Override
  public RaceSource races() {
    return RaceSource.of(new Races(store.journal(), fleet, fleet.reviewAccess()));
  }

  @Override
  public ReviewSource review() {
    return new NoReview(landing, fleet);
  }

  @Override
  public NamingSource naming() {
    return new NamingSource() {
      @Override
      public CompletableFuture<List<NamedFile>> files(SessionId session, String typed, int most) {
        return CompletableFuture.completedFuture(List.of());
      }

      @Override
      public CompletableFuture<List<AgentCommand>> commands(SessionId session) {
        return CompletableFuture.completedFuture(List.of());
      }
    };
  }

  @Override
  public HistorySource history() {
    return new NoHistory(fleet);
  }

  @Override
  public CompletableFuture<String> unsentText(SessionId session) {
    return CompletableFuture.completedFuture("");
  }

  @Override
  public CompletableFuture<?> keepUnsent(SessionId session, String text) {
    return CompletableFuture.completedFuture(text.length());
  }

  @Override
  public CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes) {
    return refused();
  }

  @Override
  public CompletableFuture<List<InstalledAgent>> installedAgents() {
    return refused();
  }

  @Override
  public CompletableFuture<List<Finding>> examine() {
    return refused();
  }

  @Override
  public CompletableFuture<ImportReport> importConversations(
      boolean onlyLook, ImportListener listener) {
    return refused();
  }

  @Override
  public CompletableFuture<DemoReady> makeDemo() {
    return refused();
  }

  @Override
  public String gitVersion() {
    return "";
  }

  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(new FleetException("Not in a benchmark."));
  }

  @Override
  public void close() {
    fleet.close();
    timer.shutdownNow();
    host.close();
    store.close();
  }

  /** No rule, and none is added: nobody is asked. */
  private record NoRules() implements RuleBook {
    @Override
    public List<String> ofProject(String projectId) {
      return List.of();
    }

    @Override
    public List<String> ofAlways() {
      return List.of();
    }

    @Override
    public void addForProject(String projectId, String rule) {
      throw new IllegalStateException("Nobody was asked.");
    }

    @Override
    public void addForAlways(String rule) {
      throw new IllegalStateException("Nobody was asked.");
    }
  }
}
