package dev.muster.bench;

import dev.muster.engine.git.Contender;
import dev.muster.engine.git.ForecastRequest;
import dev.muster.engine.git.Forecasts;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionForecast.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The forecast of nine sessions in a large repository: after one of them has changed a file, and
 * while nothing moves. Beside it stands what one would ask git by hand: a merge of that session
 * with the branch and with each of the others. After each, the forecast rests four times as long.
 */
final class ForecastPart {
  private static final int SESSIONS = 9;
  private static final int ROUNDS = 15;

  private final Repository repository;
  private final Path worktree;
  private final BareGit git;
  private final String target;
  private final String base;
  private final Map<String, String> made = new HashMap<>();

  /**
   * @param worktree a checkout that may be written to
   * @param git git in that checkout, with an index of its own
   */
  ForecastPart(Repository repository, Path worktree, BareGit git, String base) throws Exception {
    this.repository = repository;
    this.worktree = worktree;
    this.git = git;
    this.base = base;
    target = String.valueOf(repository.head().branch());
  }

  List<Figure> measure(String scenario) throws Exception {
    Forecasts forecasts = new Forecasts(repository);
    List<String> trees = new ArrayList<>();
    for (int n = 0; n < SESSIONS; n++) {
      trees.add(tree(n, 0));
    }
    long first = System.nanoTime();
    forecast(forecasts, trees);
    double all = millis(first);
    Spread one = new Spread();
    Spread peer = new Spread();
    Spread none = new Spread();
    for (int round = 1; round <= ROUNDS; round++) {
      trees.set(0, tree(0, round));
      long began = System.nanoTime();
      forecast(forecasts, trees);
      one.add(millis(began));
      began = System.nanoTime();
      forecast(forecasts, trees);
      none.add(millis(began));
      began = System.nanoTime();
      byHand(trees);
      peer.add(millis(began));
    }
    return List.of(
        Figure.atMost(scenario, "forecast, one of nine moved", one.median(), 250, " ms")
            .noted(
                "git commit-tree and nine git merge-tree alone: %.0f ms; the rest sees to it that nothing of the repository's is started"
                    .formatted(peer.median())),
        Figure.atMost(scenario, "forecast, nothing moved", none.median(), 25, " ms"),
        Figure.told(scenario, "forecast of nine for the first time", Math.round(all) + " ms"));
  }

  private void forecast(Forecasts forecasts, List<String> trees) throws Exception {
    List<Contender> contenders = new ArrayList<>();
    for (int n = 0; n < SESSIONS; n++) {
      contenders.add(forecasts.contender("sbench0000" + n, base, trees.get(n)));
    }
    var forecast = forecasts.forecast(new ForecastRequest(target, contenders));
    if (forecast.sessions().stream().anyMatch(s -> s.outcome() != Outcome.CLEAN)) {
      throw new IllegalStateException("The nine sessions do not merge: " + forecast.sessions());
    }
  }

  private void byHand(List<String> trees) throws Exception {
    List<String> commits = new ArrayList<>();
    commits.add(git.run("commit-tree", trees.getFirst(), "-p", base, "-m", "bench"));
    for (int n = 1; n < SESSIONS; n++) {
      commits.add(known(trees.get(n)));
    }
    git.run("merge-tree", "--write-tree", "--name-only", target, commits.getFirst());
    for (int n = 1; n < SESSIONS; n++) {
      git.run("merge-tree", "--write-tree", "--name-only", commits.getFirst(), commits.get(n));
    }
  }

  /** The commit of a session that did not move; made once. */
  private String known(String tree) throws Exception {
    String commit = made.get(tree);
    if (commit == null) {
      commit = git.run("commit-tree", tree, "-p", base, "-m", "bench");
      made.put(tree, commit);
    }
    return commit;
  }

  /** The tree of a session that has edited a few files of its own. */
  private String tree(int session, int edit) throws Exception {
    git.run("read-tree", base);
    for (int n = 0; n < 5; n++) {
      String name = "src/module" + (session * 10 + n) + "/File" + (40 + session) + ".txt";
      Path file = worktree.resolve(name);
      String before = Files.readString(file);
      Files.writeString(file, before + "session " + session + ", edit " + edit + "\n");
      git.run("update-index", "--add", name);
      Files.writeString(file, before);
    }
    return git.run("write-tree");
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
