package dev.muster.bench;

import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Compare;
import dev.muster.engine.git.CompareOptions;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.LiveTree;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.Version;
import dev.muster.engine.git.WorktreeRequest;
import dev.muster.engine.host.LocalHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a review waits for: the list of 1,000 changed files with 100,000 changed lines, one file of
 * it, a lock file of 20 MB and a line of 1 MB, beside git's own diff of the same.
 */
final class ReviewScenario implements Scenario {
  private static final String NAME = "Review, 1 000 files, 100 000 lines";
  private static final int ROUNDS = 7;

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    List<Figure> figures = new ArrayList<>(git(folder));
    figures.addAll(new ReviewWindowRun().measure(Files.createDirectory(folder.resolve("window"))));
    return figures;
  }

  private static List<Figure> git(Path folder) throws Exception {
    Path checkout = folder.resolve("repository");
    ReviewRepository.make(checkout);
    try (LocalHost host = new LocalHost()) {
      Repository repository = Repository.open(Git.on(host), checkout);
      String base = repository.resolve("HEAD");
      Path own = folder.resolve("worktree");
      repository.worktrees().create(new WorktreeRequest(own, "bench", null, null));
      ReviewRepository.change(own);
      LiveTree live =
          repository.worktrees().live(own, folder.resolve("own.index"), ChangeBounds.DEFAULT);
      return measure(repository.compare(), Version.of(base), Version.now(live), own);
    }
  }

  private static List<Figure> measure(Compare compare, Version from, Version to, Path own)
      throws Exception {
    BareGit git = new BareGit(own, ReviewRepository.AUTHOR);
    Spread list = new Spread();
    Spread bare = new Spread();
    Spread one = new Spread();
    Spread bareOne = new Spread();
    Spread large = new Spread();
    Spread whole = new Spread();
    Spread bareWhole = new Spread();
    Spread line = new Spread();
    for (int round = -2; round < ROUNDS; round++) {
      Changeset[] seen = new Changeset[1];
      double listed = millis(() -> seen[0] = compare.changes(from, to, CompareOptions.DEFAULT));
      double peer = millis(() -> git.run("diff", "--raw", "--numstat", "-M", "HEAD"));
      FileChange file = file(seen[0], ReviewRepository.file(round + 2));
      double read = millis(() -> hunks(compare, seen[0], file, CompareOptions.DEFAULT));
      double peerOne = millis(() -> git.run("diff", "HEAD", "--", file.path()));
      FileChange lockFile = file(seen[0], ReviewRepository.LOCK);
      double lock = millis(() -> beginning(compare, lockFile));
      CompareOptions wide = CompareOptions.DEFAULT.with(ChangeBounds.DEFAULT.wider());
      double allOfIt = millis(() -> hunks(compare, seen[0], lockFile, wide));
      double peerAll = millis(() -> git.run("diff", "HEAD", "--", lockFile.path()));
      FileChange longFile = file(seen[0], ReviewRepository.LONG_LINE);
      double longLine = millis(() -> hunks(compare, seen[0], longFile, CompareOptions.DEFAULT));
      if (round >= 0) {
        list.add(listed);
        bare.add(peer);
        one.add(read);
        bareOne.add(peerOne);
        large.add(lock);
        whole.add(allOfIt);
        bareWhole.add(peerAll);
        line.add(longLine);
      }
    }
    return List.of(
        Figure.atMost(NAME, "list of the files", list.median(), 1_000, " ms"),
        Figure.besideAtMost(NAME, "the same", list.median(), bare.median(), " ms", 1.3)
            .noted("peer: git diff --raw --numstat -M, which counts the lock file, too"),
        Figure.atMost(NAME, "one file", one.median(), 300, " ms"),
        Figure.besideAtMost(NAME, "the same", one.median(), bareOne.median(), " ms", 3)
            .noted("peer: git diff of the file"),
        Figure.atMost(
            NAME, "the first 400 lines of a lock file of 20 MB", large.median(), 300, " ms"),
        Figure.besideAtMost(
                NAME, "all of it, on request", whole.median(), bareWhole.median(), " ms", 3)
            .noted("peer: git diff of the file"),
        Figure.atMost(NAME, "a line of 1 MB", line.median(), 300, " ms"));
  }

  private static void hunks(Compare compare, Changeset of, FileChange file, CompareOptions options)
      throws Exception {
    FileDiff diff = compare.diff(of, file, options);
    if (diff.hunks().isEmpty() && diff.note().isEmpty()) {
      throw new IllegalStateException(file.path() + " has no diff, and nothing says why.");
    }
  }

  /** What the window asks for first, of a file too large to be compared while one waits. */
  private static void beginning(Compare compare, FileChange file) throws Exception {
    CompareOptions first = CompareOptions.DEFAULT.with(ChangeBounds.REVIEW.withLines(400));
    FileDiff begun = compare.beginning(file, first).orElseThrow();
    if (begun.hunks().getFirst().lines().size() != 400) {
      throw new IllegalStateException("Not all of the first lines were told.");
    }
  }

  private static FileChange file(Changeset of, String path) {
    if (of.files().size() + of.moreFiles() != ReviewRepository.FILES + 2) {
      throw new IllegalStateException("The list has " + of.files().size() + " files.");
    }
    return of.files().stream().filter(f -> f.path().equals(path)).findFirst().orElseThrow();
  }

  private interface Call {
    void run() throws Exception;
  }

  private static double millis(Call call) throws Exception {
    long start = System.nanoTime();
    call.run();
    return (System.nanoTime() - start) / 1e6;
  }
}
