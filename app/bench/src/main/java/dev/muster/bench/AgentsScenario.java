package dev.muster.bench;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.agent.builtin.model.ScriptedModelServer;
import dev.muster.engine.agent.contract.Play;
import dev.muster.engine.agent.contract.RealAgents;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The same task, eight commands and some words at a real model's pace, by the real agents through
 * Muster and by their bare command lines, one at a time and nine at once. The model is played by a
 * server on 127.0.0.1.
 */
final class AgentsScenario implements Scenario {
  private static final String NAME = "Real agents, eight commands each";
  private static final String TASK = "play:work";
  private static final int ROUNDS = 3;
  private static final double MOST = 1.02;

  /** How each agent is started bare, so that it asks nothing, as it asks nobody in full auto. */
  private static final Map<String, List<String>> BARE =
      Map.of(
          "claude",
          List.of(
              "claude",
              "-p",
              TASK,
              "--permission-mode",
              "acceptEdits",
              "--allowedTools",
              "Bash",
              "Write",
              "Edit"),
          "codex",
          List.of("codex", "exec", "--skip-git-repo-check", "-s", "workspace-write", TASK),
          "opencode",
          List.of("opencode", "run", TASK));

  private Map<String, String> env = Map.of();
  private Path checkout = Path.of("");
  private Path trees = Path.of("");
  private int tree;

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    checkout = Files.createDirectory(folder.resolve("repository"));
    trees = Files.createDirectory(folder.resolve("bare"));
    Files.writeString(checkout.resolve("README.md"), "A shop.\n");
    BareGit git = new BareGit(checkout, Map.of());
    git.run("init", "-q", "-b", "main");
    git.run("add", "-A");
    git.run(
        "-c",
        "user.name=bench",
        "-c",
        "user.email=bench@muster.invalid",
        "commit",
        "-q",
        "-m",
        "A");
    try (ScriptedModelServer model = ScriptedModelServer.start()) {
      model.respond(new Play(new RealAgents())::answer);
      Path data = folder.resolve("muster");
      env = RealAgents.environment(model, folder.resolve("home"), data);
      try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(data), env))) {
        engine.changeSettings(settings -> settings.withSlots(9)).get(30, TimeUnit.SECONDS);
        Ends ends = new Ends(engine);
        try (var _ = engine.fleet().subscribe(ends)) {
          List<Figure> figures = new ArrayList<>();
          for (String agent : List.of("claude", "codex", "opencode")) {
            figures.add(compare(agent, engine, ends, List.of(agent)));
          }
          List<String> nine = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            nine.addAll(List.of("claude", "codex", "opencode"));
          }
          figures.add(compare("nine at once", engine, ends, nine));
          return figures;
        }
      }
    }
  }

  private Figure compare(String what, Engine engine, Ends ends, List<String> agents)
      throws Exception {
    Spread through = new Spread();
    Spread bare = new Spread();
    for (int round = -1; round < ROUNDS; round++) { // the first one warms up
      double own = through(engine, ends, agents);
      double peer = bare(agents);
      if (round >= 0) {
        through.add(own);
        bare.add(peer);
      }
    }
    return Figure.besideAtMost(NAME, what, through.median(), bare.median(), " s", MOST)
        .noted("peer: the bare command line, from start to end");
  }

  /** From the order to the end of the last turn, worktrees and checkpoints included. */
  private double through(Engine engine, Ends ends, List<String> agents) throws Exception {
    long start = System.nanoTime();
    List<SessionId> ids = new ArrayList<>();
    for (String agent : agents) {
      ids.add(
          engine
              .fleet()
              .create(
                  new SessionSpec(
                      TASK,
                      agent,
                      checkout,
                      agent,
                      null,
                      PermissionMode.FULL_AUTO,
                      null,
                      Limits.NONE,
                      List.of(),
                      false,
                      Map.of()))
              .get(60, TimeUnit.SECONDS));
    }
    for (SessionId id : ids) {
      SessionSnapshot end = ends.await(id);
      WorktreeReady worktree = Objects.requireNonNull(end.worktree(), "no worktree");
      check(end.state() + " " + end.reason(), Path.of(worktree.path()));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    for (SessionId id : ids) {
      engine.fleet().stop(id).get(60, TimeUnit.SECONDS);
    }
    return seconds;
  }

  private double bare(List<String> agents) throws Exception {
    List<Process> all = new ArrayList<>();
    List<Path> places = new ArrayList<>();
    for (int i = 0; i < agents.size(); i++) {
      Path place = trees.resolve("tree-" + ++tree);
      new BareGit(checkout, Map.of()).run("worktree", "add", "-q", "--detach", place.toString());
      places.add(place);
    }
    long start = System.nanoTime();
    for (int i = 0; i < agents.size(); i++) {
      List<String> argv = new ArrayList<>(BARE.get(agents.get(i)));
      argv.set(0, program(argv.getFirst()));
      ProcessBuilder builder = new ProcessBuilder(argv).directory(places.get(i).toFile());
      builder.environment().clear();
      builder.environment().putAll(env);
      builder
          .redirectInput(Path.of("/dev/null").toFile())
          .redirectErrorStream(true)
          .redirectOutput(trees.resolve("said-" + tree + "-" + i).toFile());
      all.add(builder.start());
    }
    for (Process process : all) {
      process.waitFor();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    for (int i = 0; i < all.size(); i++) {
      check(
          "exit " + all.get(i).exitValue() + ", see " + trees.resolve("said-" + tree + "-" + i),
          places.get(i));
    }
    return seconds;
  }

  private String program(String name) {
    for (String folder : env.getOrDefault("PATH", "").split(":")) {
      Path file = Path.of(folder).resolve(name);
      if (Files.isExecutable(file)) {
        return file.toString();
      }
    }
    throw new IllegalStateException(name + " is not there; run packaging/agents-for-tests.");
  }

  /** That the work was really done. */
  private static void check(String how, Path worktree) throws IOException {
    Path file = worktree.resolve("work.txt");
    long lines = Files.exists(file) ? Files.readAllLines(file).size() : 0;
    if (lines != Play.COMMANDS) {
      throw new IllegalStateException(lines + " commands ran in " + worktree + ": " + how);
    }
  }

  /** Says yes to what is asked, once, and waits for the ends of sessions. */
  private static final class Ends implements FleetListener {
    private final Map<SessionId, SessionSnapshot> now = new HashMap<>();
    private final Set<String> answered = new HashSet<>();
    private final Engine engine;

    Ends(Engine engine) {
      this.engine = engine;
    }

    synchronized SessionSnapshot await(SessionId id) throws InterruptedException {
      while (true) {
        SessionSnapshot session = now.get(id);
        if (session != null
            && !session.state().takesSlot()
            && session.state() != SessionState.QUEUED) {
          return session;
        }
        wait();
      }
    }

    @Override
    public synchronized void changed(SessionSnapshot session) {
      for (ApprovalAsked asked : session.approvals()) {
        if (answered.add(session.id() + asked.requestId())) {
          Option yes = asked.options().stream().filter(Option::allows).findFirst().orElseThrow();
          engine.fleet().answer(session.id(), asked.requestId(), asked.exact(), yes.id(), null);
        }
      }
      now.put(session.id(), session);
      notifyAll();
    }

    @Override
    public void recorded(List<Recorded> events) {}

    @Override
    public void tail(SessionId session, String id, TailKind kind, String delta) {}

    @Override
    public void tailDropped(SessionId session, String id) {}

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      throw new IllegalStateException(sentence);
    }
  }
}
