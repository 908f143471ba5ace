package dev.muster.engine.git;

import dev.muster.engine.host.LocalHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Does one thing with a session's worktree in a process of its own, and is killed in the middle of
 * it. The test's end of it is {@link #run}.
 */
public final class KilledWork {
  /** The session of these tests; {@link TestSessions} says where its worktree is. */
  static final String SESSION = "abc";

  static final String LOCK = "Muster session abc";

  private KilledWork() {}

  /**
   * Runs until it is done or killed.
   *
   * @param args checkout, home, data folder, what to do, {@code step}, {@code call}, {@code before}
   *     or {@code after}, and which one: a number or words of a call of git
   */
  public static void main(String[] args) throws Exception {
    var data = Path.of(args[2]);
    var killing = new KillingGit(data.resolve("killing"));
    Map<String, String> env = new HashMap<>();
    env.put("PATH", killing.path());
    env.put("HOME", args[1]);
    env.put("LC_ALL", "C");
    try (var host = new LocalHost()) {
      var repository = Repository.open(Git.on(host, env), Path.of(args[0]));
      var work =
          new SessionWork(
              SESSION,
              data.resolve("trees").resolve(SESSION),
              data.resolve("index").resolve(SESSION));
      int step = args[4].equals("step") ? Integer.parseInt(args[5]) : 0;
      var doing = doing(args[3], repository, work, data, step);
      switch (args[4]) {
        case "call" -> killing.atCall(Integer.parseInt(args[5]));
        case "before" -> killing.at(args[5], false);
        case "after" -> killing.at(args[5], true);
        default -> {} // after a step, which the work itself counts
      }
      doing.run();
      System.out.println("DONE");
    }
  }

  /** What is done. */
  interface Doing {
    void run() throws Exception;
  }

  /** What leads up to it is done before the killing begins. */
  static Doing doing(String what, Repository repository, SessionWork work, Path data, int step)
      throws Exception {
    var worktrees = repository.worktrees();
    return switch (what) {
      case "make" ->
          () -> {
            worktrees.discardUnfinished(work.worktree(), new Trash(data.resolve("trash")));
            worktrees.create(new WorktreeRequest(work.worktree(), SESSION, "main", LOCK));
          };
      case "checkpoint" -> {
        var live = worktrees.live(work.worktree(), work.index(), ChangeBounds.DEFAULT);
        yield () -> live.checkpoint(SESSION, 1, "Turn 1");
      }
      case "commit" -> () -> repository.commits().commit(work, "By a person");
      case "remove" -> () -> removal(repository, data, step).remove(request(work));
      case "keep" -> {
        var plan = plan(repository, work, LandingWay.REBASE);
        var mine = "resolved\n".getBytes(StandardCharsets.UTF_8);
        var resolution = new Resolution.Content(plan.conflicts().getFirst().path(), mine);
        yield () -> repository.conflicts().keep(plan, List.of(resolution));
      }
      case "anew" -> () -> repository.conflicts().anew(SESSION);
      case "checkout" -> {
        var request = new LandingRequest(work, "main", LandingWay.SQUASH, "Land it", "The rest");
        var plan = repository.landings().plan(request);
        yield () -> repository.landings().land(plan, Moving.CHECKOUT);
      }
      default -> {
        var plan = plan(repository, work, LandingWay.valueOf(what));
        yield () -> repository.landings().land(plan, Moving.BRANCH);
      }
    };
  }

  private static LandingPlan plan(Repository repository, SessionWork work, LandingWay way)
      throws GitException {
    var request = new LandingRequest(work, "release", way, "Land it", "The rest");
    return repository.landings().plan(request);
  }

  /** What removes worktrees, killed after so many steps. */
  private static Removal removal(Repository repository, Path data, int step) {
    var steps = new int[1];
    return new Removal(
        repository,
        data.resolve("kept"),
        new Trash(data.resolve("trash")),
        done -> {
          if (++steps[0] == step) {
            kill();
          }
        });
  }

  static RemovalRequest request(SessionWork work) {
    return new RemovalRequest(SESSION, work.worktree(), work.index(), LOCK, null, false);
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Has it done in a process of its own; whether it got to its end.
   *
   * @param when see {@link #main}
   */
  static boolean run(TestRepository test, Path data, String what, String when, Object at)
      throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                KilledWork.class.getName(),
                test.root().toString(),
                test.env().get("HOME"),
                data.toString(),
                what,
                when,
                at.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exit = process.waitFor();
    if (exit != 0 && exit != 137 || (exit == 0) != said.contains("DONE")) {
      throw new AssertionError("It ended with " + exit + ":\n" + said);
    }
    disarm(data.resolve("killing"));
    return exit == 0;
  }

  private static void disarm(Path killing) throws IOException {
    for (var name : List.of("at", "words", "after", "calls", "pid")) {
      Files.deleteIfExists(killing.resolve(name));
    }
  }
}
