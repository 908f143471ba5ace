package dev.muster.desktop.live;

import dev.muster.engine.ProjectInfo;
import dev.muster.engine.agent.AgentProfile;
import dev.muster.engine.agent.AgentProfile.Availability;
import dev.muster.engine.agent.found.InstalledAgent;
import dev.muster.engine.agent.found.InstalledAgent.Age;
import dev.muster.engine.agent.found.InstalledAgent.State;
import dev.muster.engine.agent.found.KnownAgent.Speaks;
import dev.muster.engine.doctor.Finding;
import dev.muster.engine.doctor.Finding.Level;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.imported.ImportListener;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.review.Outlook;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** An engine without one: a {@link FakeFleet}, two agents, one repository. */
public final class FakeBackend implements Backend {
  public static final AgentProfile MUSTER =
      new AgentProfile(
          "muster",
          "Muster agent",
          "your API key · sonnet",
          Availability.yes("ready"),
          List.of("sonnet", "opus"),
          false,
          true,
          true,
          true,
          true,
          true,
          List.of());

  public static final AgentProfile CLAUDE =
      new AgentProfile(
          "claude",
          "Claude Code",
          "not installed",
          Availability.no("not installed", "Install it with: npm install -g claude"),
          List.of(),
          false,
          true,
          true,
          true,
          true,
          false,
          List.of());

  public static final AgentProfile REHEARSAL =
      new AgentProfile(
          "rehearsal",
          "Rehearsal",
          "scripted · needs no key",
          Availability.yes("ready"),
          List.of(),
          true,
          true,
          true,
          true,
          true,
          false,
          List.of());

  private final FakeFleet fleet = new FakeFleet();
  public Consumer<Outlook> outlooks = _ -> {};
  private Consumer<String> remarks = _ -> {};
  private final FakeHistory history = new FakeHistory(fleet);
  public final FakeRaces races = new FakeRaces(fleet);
  private final FakeReview review = new FakeReview();
  private final FakeNaming naming = new FakeNaming();

  {
    review.fleet = fleet;
  }

  private Settings settings = Settings.DEFAULTS;
  public List<AgentProfile> agents = List.of(CLAUDE, REHEARSAL, MUSTER);
  public List<InstalledAgent> installed =
      List.of(
          installed("codex", "Codex", State.READY, "1.1.0", Age.NEWER),
          installed("claude", "Claude Code", State.MISSING, null, Age.UNKNOWN));
  public CompletableFuture<List<Finding>> examined =
      CompletableFuture.completedFuture(
          List.of(
              new Finding("git", Level.OK, "git", "2.39.5", null),
              new Finding("space", Level.PROBLEM, "Free space", "only 3 MB", "Free some space.")));
  public List<String> settingsProblems = List.of();
  public CompletableFuture<Void> changed = CompletableFuture.completedFuture(null);
  public final List<ProjectInfo> projects = new ArrayList<>();
  public final List<String> asked = new ArrayList<>();
  public CompletableFuture<Optional<Changeset>> changes =
      CompletableFuture.completedFuture(
          Optional.of(
              new Changeset(
                  "0123456789abcdef",
                  "tree-1",
                  List.of(change("src/pool.ts", 2, 1), change("test/pool.test.ts", 12, 0)),
                  0,
                  List.of())));

  /** What there is to import, and what comes of it; who listens to that. */
  public CompletableFuture<ImportReport> looked = new CompletableFuture<>();

  public CompletableFuture<ImportReport> imported = new CompletableFuture<>();
  public ImportListener importing = ImportListener.NOBODY;

  public static ProjectInfo project() {
    return new ProjectInfo(
        "project-1",
        "shop",
        Path.of("/tmp/shop"),
        "main",
        "0123456789abcdef",
        false,
        List.of("main", "develop"),
        null);
  }

  private static FileChange change(String path, int added, int removed) {
    return new FileChange(
        FileChange.Status.MODIFIED,
        path,
        null,
        FileChange.Kind.TEXT,
        "100644",
        "100644",
        "0".repeat(40),
        "1".repeat(40),
        added,
        removed);
  }

  @Override
  public FakeFleet fleet() {
    return fleet;
  }

  @Override
  public List<AgentProfile> agents() {
    return agents;
  }

  @Override
  public CompletableFuture<List<InstalledAgent>> installedAgents() {
    asked.add("installedAgents");
    return CompletableFuture.completedFuture(
        installed.stream().map(agent -> asSettingsSay(agent)).toList());
  }

  private InstalledAgent asSettingsSay(InstalledAgent agent) {
    boolean off = settings.agent(agent.id()).filter(entry -> !entry.enabled()).isPresent();
    return !off
        ? agent
        : new InstalledAgent(
            agent.id(),
            agent.name(),
            agent.speaks(),
            State.OFF,
            "left out by the settings",
            null,
            agent.program(),
            agent.command(),
            agent.version(),
            agent.tested(),
            agent.age(),
            agent.known(),
            true,
            agent.unset());
  }

  /** An agent that is a program, as it may stand on a machine. */
  public static InstalledAgent installed(
      String id, String name, State state, String version, Age age) {
    boolean there = state != State.MISSING;
    return new InstalledAgent(
        id,
        name,
        Speaks.ACP,
        state,
        switch (state) {
          case READY -> "signed in";
          case NOT_SIGNED_IN -> "not signed in";
          case MISSING -> "not installed";
          case OFF -> "left out by the settings";
        },
        switch (state) {
          case NOT_SIGNED_IN -> "Sign in with: " + id + " login.";
          case MISSING -> "Install it with: npm install -g " + id;
          case READY, OFF -> null;
        },
        there ? "/home/you/.local/bin/" + id : null,
        List.of(id),
        version,
        "1.0.0",
        age,
        true,
        false,
        List.of());
  }

  @Override
  public CompletableFuture<List<Finding>> examine() {
    asked.add("examine");
    return examined;
  }

  @Override
  public CompletableFuture<ProjectInfo> openProject(Path folder) {
    asked.add("openProject " + folder);
    if (folder.toString().contains("nowhere")) {
      return CompletableFuture.failedFuture(
          new FleetException(folder + " is not in a git repository. Choose another folder."));
    }
    ProjectInfo info = project();
    if (!projects.contains(info)) {
      projects.add(info);
    }
    return CompletableFuture.completedFuture(info);
  }

  @Override
  public CompletableFuture<List<ProjectInfo>> projects() {
    return CompletableFuture.completedFuture(List.copyOf(projects));
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public List<String> settingsProblems() {
    return settingsProblems;
  }

  @Override
  public CompletableFuture<Void> changeSettings(UnaryOperator<Settings> change) {
    asked.add("changeSettings");
    if (!changed.isCompletedExceptionally()) {
      settings = change.apply(settings);
    }
    return changed;
  }

  @Override
  public CompletableFuture<Optional<Changeset>> changes(SessionId session) {
    asked.add("changes " + session);
    return changes;
  }

  @Override
  public CompletableFuture<FileDiff> diff(SessionId session, Changeset of, FileChange file) {
    String path = file.path();
    asked.add("diff " + path);
    List<DiffLine> lines =
        List.of(
            new DiffLine(DiffLine.Kind.CONTEXT, 1, 1, "connect() {", DiffLine.Ending.LF),
            new DiffLine(DiffLine.Kind.REMOVED, 2, 0, "  await pool.connect()", DiffLine.Ending.LF),
            new DiffLine(DiffLine.Kind.ADDED, 0, 2, "  await pool.ready()", DiffLine.Ending.LF));
    return CompletableFuture.completedFuture(
        new FileDiff(
            path,
            path,
            FileDiff.State.COMPLETE,
            List.of(new Hunk(1, 2, 1, 2, "connect()", lines)),
            ""));
  }

  @Override
  public Fleet.Subscription remarks(Consumer<String> listener) {
    remarks = listener;
    return () -> remarks = _ -> {};
  }

  /** The store says something of itself. */
  public void remark(String sentence) {
    remarks.accept(sentence);
  }

  @Override
  public Fleet.Subscription outlooks(Consumer<Outlook> listener) {
    outlooks = listener;
    return () -> outlooks = _ -> {};
  }

  @Override
  public FakeRaces races() {
    return races;
  }

  @Override
  public FakeReview review() {
    return review;
  }

  @Override
  public FakeNaming naming() {
    return naming;
  }

  @Override
  public FakeHistory history() {
    return history;
  }

  /** What was typed and not sent, as it is kept. */
  public final Map<SessionId, String> unsent = new ConcurrentHashMap<>();

  @Override
  public CompletableFuture<String> unsentText(SessionId session) {
    return CompletableFuture.completedFuture(unsent.getOrDefault(session, ""));
  }

  @Override
  public CompletableFuture<?> keepUnsent(SessionId session, String text) {
    if (text.isEmpty()) {
      unsent.remove(session);
    } else {
      unsent.put(session, text);
    }
    return CompletableFuture.completedFuture(text.length());
  }

  @Override
  public CompletableFuture<Attachment> keepPicture(SessionId session, String name, byte[] bytes) {
    return CompletableFuture.completedFuture(
        new Attachment(name, "image/png", "/tmp/" + session + "/" + bytes.length));
  }

  @Override
  public CompletableFuture<ImportReport> importConversations(
      boolean onlyLook, ImportListener listener) {
    asked.add(onlyLook ? "look for conversations" : "import conversations");
    importing = listener;
    return onlyLook ? looked : imported;
  }

  @Override
  public CompletableFuture<DemoReady> makeDemo() {
    asked.add("makeDemo");
    ProjectInfo info = project();
    projects.add(info);
    SessionSpec spec =
        new SessionSpec(
            "Mend the test",
            null,
            info.path(),
            "rehearsal",
            null,
            PermissionMode.EDIT,
            null,
            Limits.NONE,
            List.of(),
            false,
            Map.of("script", "mend"));
    return CompletableFuture.completedFuture(new DemoReady(info, List.of(spec, spec)));
  }

  @Override
  public String gitVersion() {
    return "2.39.5";
  }

  /** What the store says it rescued; null when the journal was sound. */
  public @Nullable RescueReport rescued;

  @Override
  public Optional<RescueReport> rescued() {
    return Optional.ofNullable(rescued);
  }
}
