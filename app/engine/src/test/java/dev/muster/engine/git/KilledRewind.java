package dev.muster.engine.git;

import dev.muster.engine.host.LocalHost;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Takes a worktree back in a process of its own, and is killed in the middle of it. */
public final class KilledRewind {
  private KilledRewind() {}

  /**
   * Runs until it is done or killed.
   *
   * @param args checkout, worktree, index, home, folder of the {@link KillingGit}, the target, the
   *     call to be killed at or its words, {@code before} or {@code after}
   */
  public static void main(String[] args) throws Exception {
    var killing = new KillingGit(Path.of(args[4]));
    Map<String, String> env = new HashMap<>();
    env.put("PATH", killing.path());
    env.put("HOME", args[3]);
    env.put("LC_ALL", "C");
    try (var host = new LocalHost()) {
      var repository = Repository.open(Git.on(host, env), Path.of(args[0]));
      var live =
          repository.worktrees().live(Path.of(args[1]), Path.of(args[2]), ChangeBounds.DEFAULT);
      if (args[6].matches("\\d+")) {
        killing.atCall(Integer.parseInt(args[6]));
      } else {
        killing.at(args[6], args[7].equals("after"));
      }
      var kept = live.rewinds().keep("abc1", 1, "muster/x", args[5], "Before");
      System.out.println("KEPT " + kept.commit());
      live.rewinds().bring("abc1", 1, "muster/x", kept.commit(), args[5]);
      System.out.println("DONE");
    }
  }
}
