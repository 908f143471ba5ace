package dev.muster.engine.session;

import dev.muster.engine.agent.Agent;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Git;
import dev.muster.engine.host.Finished;
import dev.muster.engine.host.Host;
import dev.muster.engine.host.LocalHost;
import dev.muster.engine.host.ProcessSpec;
import dev.muster.engine.policy.Policy;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.Store;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** A fleet on a real store and a real repository, with a {@link PuppetAgent}. */
final class FleetHarness implements AutoCloseable {
  private final Path folder;
  private final Path checkout;
  private final Host host = new LocalHost();
  private final PuppetAgent agent = new PuppetAgent();
  private final ScheduledExecutorService timer = new Clockwork();
  volatile int slots = 8;

  /** How many times faster than it should the clock that limits waiting runs. */
  volatile int hurry = 1;

  /** Whether the rules that outlive a session cannot be read. */
  volatile boolean rulesBroken;

  private Store store;
  private LiveFleet fleet;

  private final Map<String, Agent> agents = new HashMap<>(Map.of("puppet", agent));

  private FleetHarness(Path folder, Agent... more) throws Exception {
    this.folder = folder;
    for (Agent other : more) {
      agents.put(other.profile().id(), other);
    }
    this.checkout = folder.resolve("shop");
    Files.createDirectories(checkout);
    git("init", "-q", "-b", "main");
    Files.writeString(checkout.resolve("README.md"), "A shop.\n");
    git("add", "README.md");
    git("-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-qm", "Begin");
  }

  /**
   * @param more agents beside the puppet
   */
  static FleetHarness in(Path folder, Agent... more) throws Exception {
    FleetHarness harness = new FleetHarness(folder, more);
    harness.start();
    return harness;
  }

  private void start() throws Exception {
    DataFolder data = DataFolder.at(folder.resolve("home"));
    store = Store.open(data, Clock.systemUTC());
    AtomicReference<LiveFleet> itself = new AtomicReference<>();
    fleet =
        new LiveFleet(
            new FleetParts(
                store.journal(),
                store.projects(),
                new Workplace(Git.on(host), host, data),
                new Policy(folder),
                new NoRules(),
                agents,
                data::sessionFolder,
                store::rawLog,
                () -> slots,
                timer,
                LiveFleet.tailsTo(itself::get),
                Clock.systemUTC()));
    itself.set(fleet);
    fleet.open();
  }

  /** Closes the fleet and its store in an orderly way, and opens both again. */
  void reopen() throws Exception {
    fleet.close();
    store.close();
    start();
  }

  /** The same, with something written into the journal while nobody looks. */
  void leave(Consumer<Journal> note) throws Exception {
    fleet.close();
    note.accept(store.journal());
    store.close();
    start();
  }

  /** Waits until something outside the fleet is so. */
  void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("It never came to that.");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  LiveFleet fleet() {
    return fleet;
  }

  PuppetAgent agent() {
    return agent;
  }

  Journal journal() {
    return store.journal();
  }

  Path checkout() {
    return checkout;
  }

  SessionSpec task(String text) {
    return task(text, checkout, PermissionMode.EDIT);
  }

  SessionSpec task(String text, Path repository, PermissionMode mode) {
    return task(text, repository, mode, "puppet");
  }

  /** A task for one of the other agents. */
  SessionSpec taskFor(String agentId, String text) {
    return task(text, checkout, PermissionMode.EDIT, agentId);
  }

  private static SessionSpec task(
      String text, Path repository, PermissionMode mode, String agentId) {
    return new SessionSpec(
        text, null, repository, agentId, null, mode, null, Limits.NONE, List.of(), false, Map.of());
  }

  /** Waits until a session stands as described. */
  SessionSnapshot await(SessionId id, Predicate<SessionSnapshot> condition) throws Exception {
    CompletableFuture<SessionSnapshot> met = new CompletableFuture<>();
    try (var ignored =
        fleet.subscribe(
            new Ears() {
              @Override
              public void changed(SessionSnapshot session) {
                if (session.id().equals(id) && condition.test(session)) {
                  met.complete(session);
                }
              }
            })) {
      fleet.session(id).filter(condition).ifPresent(met::complete);
      try {
        return met.get(30, TimeUnit.SECONDS);
      } catch (java.util.concurrent.TimeoutException late) {
        throw new AssertionError("It never came to that; it stands as " + fleet.session(id), late);
      }
    }
  }

  /** The committed events of one kind. */
  List<SessionEvent> kinds(SessionId id, Class<? extends SessionEvent> kind) {
    journal().flush();
    List<SessionEvent> found = new ArrayList<>();
    for (Recorded event : journal().read(id, 1, 10_000)) {
      if (kind.isInstance(event.event())) {
        found.add(event.event());
      }
    }
    return found;
  }

  /** Runs git in the user's checkout. */
  String git(String... args) throws Exception {
    List<String> argv = new ArrayList<>(List.of("git"));
    argv.addAll(List.of(args));
    Finished done = host.run(ProcessSpec.of(checkout, argv), Duration.ofSeconds(30));
    if (!done.ok()) {
      throw new AssertionError(argv + ": " + done.errText());
    }
    return done.outText().strip();
  }

  /** All of the user's checkout that a session must not change. */
  String fingerprint() throws Exception {
    StringBuilder all = new StringBuilder();
    all.append(git("--no-optional-locks", "status", "--porcelain=v2", "--branch"));
    all.append(git("rev-parse", "HEAD"));
    all.append(git("symbolic-ref", "HEAD"));
    for (String file : List.of("config", "HEAD", "index")) {
      all.append(
          java.util.HexFormat.of()
              .formatHex(Files.readAllBytes(checkout.resolve(".git").resolve(file))));
    }
    all.append(git("rev-parse", "refs/heads/main"));
    return all.toString();
  }

  @Override
  public void close() {
    fleet.close();
    store.close();
    timer.shutdownNow();
    host.close();
  }

  private final class Clockwork extends ScheduledThreadPoolExecutor {
    Clockwork() {
      super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
      return super.schedule(task, unit.toNanos(delay) / hurry, TimeUnit.NANOSECONDS);
    }
  }

  private final class NoRules implements RuleBook {
    @Override
    public List<String> ofProject(String projectId) {
      if (rulesBroken) {
        throw new IllegalStateException("The rules cannot be read.");
      }
      return List.of();
    }

    @Override
    public List<String> ofAlways() {
      return List.of();
    }

    @Override
    public void addForProject(String projectId, String rule) {
      throw new AssertionError("No rule was to be added: " + rule);
    }

    @Override
    public void addForAlways(String rule) {
      throw new AssertionError("No rule was to be added: " + rule);
    }
  }
}
