package dev.muster.engine.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes changes out of a worktree in a process of its own, and is killed in the middle of it. */
public final class KilledTakeApart {
  private KilledTakeApart() {}

  /**
   * Runs until it is done or killed.
   *
   * @param args checkout, worktree, index, home, base, folder of the {@link KillingGit}, {@code
   *     drop}, {@code edit} or the number of what is put back, and after which step to be killed or
   *     at which call of git
   */
  public static void main(String[] args) throws Exception {
    Map<String, String> env = new HashMap<>();
    var killing = new KillingGit(Path.of(args[5]));
    env.put("PATH", killing.path());
    env.put("HOME", args[3]);
    env.put("LC_ALL", "C");
    try (var host = new LocalHost()) {
      var repository = Repository.open(Git.on(host, env), Path.of(args[0]));
      var live =
          repository.worktrees().live(Path.of(args[1]), Path.of(args[2]), ChangeBounds.DEFAULT);
      var parts = live.changes(args[4]).files().stream().map(Part::whole).toList();
      int at = Integer.parseInt(args[8]);
      if (args[7].equals("call")) {
        killing.atCall(at);
      }
      var steps = new int[1];
      var apart =
          new TakeApart(
              repository,
              live,
              "s1",
              step -> {
                if (args[7].equals("step") && ++steps[0] == at) {
                  kill();
                }
              });
      if (args[6].equals("drop")) {
        apart.drop(List.copyOf(parts));
      } else if (args[6].equals("edit")) {
        var file = parts.stream().map(Part::file).filter(f -> f.path().equals("a.txt")).findFirst();
        apart.edit("a.txt", file.orElseThrow().newId(), "by hand\n".getBytes(UTF_8));
      } else {
        apart.putBack(Integer.parseInt(args[6]));
      }
      System.out.println("DONE");
    }
  }

  private static void kill() {
    try {
      new ProcessBuilder("kill", "-9", Long.toString(ProcessHandle.current().pid()))
          .start()
          .waitFor();
    } catch (java.io.IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
