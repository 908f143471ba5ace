package dev.muster.bench;

import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Git;
import dev.muster.engine.git.LiveTree;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.WorktreeRequest;
import dev.muster.engine.host.LocalHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The live diff and the checkpoint of a worktree with 20,000 files, beside the git calls alone. */
final class GitScenario implements Scenario {
  private static final String NAME = "Git, 20 000 files";
  private static final int FOLDERS = 200;
  private static final int FILES_EACH = 100;
  private static final int EDITED = 30;
  private static final int ADDED = 20;
  private static final int ROUNDS = 15;
  private static final Map<String, String> AUTHOR =
      Map.of(
          "GIT_AUTHOR_NAME", "bench",
          "GIT_AUTHOR_EMAIL", "bench@muster.invalid",
          "GIT_COMMITTER_NAME", "bench",
          "GIT_COMMITTER_EMAIL", "bench@muster.invalid");

  private int change;

  @Override
  public List<Figure> measure(Path folder) throws Exception {
    Path checkout = Files.createDirectory(folder.resolve("repository"));
    make(checkout);
    try (LocalHost host = new LocalHost()) {
      Repository repository = Repository.open(Git.on(host), checkout);
      String base = repository.resolve("HEAD");
      Path own = folder.resolve("worktree");
      repository.worktrees().create(new WorktreeRequest(own, "bench", null, null));
      Path bare = folder.resolve("bare");
      new BareGit(checkout, Map.of()).run("worktree", "add", "-q", "--detach", bare.toString());
      LiveTree live =
          repository.worktrees().live(own, folder.resolve("own.index"), ChangeBounds.DEFAULT);
      BareGit git = bareGit(bare, folder.resolve("bare.index"));
      work(own);
      work(bare);
      List<Figure> figures = new ArrayList<>(measure(own, bare, live, git, base));
      figures.addAll(new ForecastPart(repository, bare, git, base).measure(NAME));
      return figures;
    }
  }

  private List<Figure> measure(Path own, Path bare, LiveTree live, BareGit git, String base)
      throws Exception {
    Spread ownDiff = new Spread();
    Spread bareDiff = new Spread();
    Spread ownKeep = new Spread();
    Spread bareKeep = new Spread();
    // Two rounds warm up the disk cache, the private index and the Java.
    for (int round = -2; round < ROUNDS; round++) {
      edit(own);
      double diff = millis(() -> check(live.changes(base)));
      edit(bare);
      double peer = millis(() -> bareDiff(git, base));
      edit(own);
      int turn = round + 3;
      double keep = millis(() -> live.checkpoint("sbench00001", turn, "bench"));
      edit(bare);
      double peerKeep = millis(() -> bareCheckpoint(git, turn));
      if (round >= 0) {
        ownDiff.add(diff);
        bareDiff.add(peer);
        ownKeep.add(keep);
        bareKeep.add(peerKeep);
      }
    }
    return List.of(
        Figure.besideAtMost(NAME, "live diff", ownDiff.median(), bareDiff.median(), " ms", 1.3)
            .noted("peer: git add, diff-index with a kept index"),
        Figure.besideAtMost(NAME, "checkpoint", ownKeep.median(), bareKeep.median(), " ms", 1.3)
            .noted("peer: git add, write-tree, commit-tree, update-ref"));
  }

  private static void bareDiff(BareGit git, String base) throws Exception {
    git.run("add", "-A");
    git.run("diff-index", "--cached", "--raw", "--numstat", "-M", base);
  }

  private static void bareCheckpoint(BareGit git, int turn) throws Exception {
    git.run("add", "-A");
    String tree = git.run("write-tree");
    String commit = git.run("commit-tree", tree, "-p", "HEAD", "-m", "bench");
    git.run("update-ref", "refs/bench/" + turn, commit);
  }

  private static void check(Changeset changes) {
    if (changes.files().size() != EDITED + ADDED) {
      throw new IllegalStateException("The diff has " + changes.files().size() + " files.");
    }
  }

  /** The index starts as a copy of the worktree's own: without its stat cache git reads all. */
  private static BareGit bareGit(Path worktree, Path index) throws Exception {
    String gitDir = new BareGit(worktree, Map.of()).run("rev-parse", "--absolute-git-dir");
    Files.copy(Path.of(gitDir, "index"), index);
    Map<String, String> env = new java.util.HashMap<>(AUTHOR);
    env.put("GIT_INDEX_FILE", index.toString());
    return new BareGit(worktree, env);
  }

  private static void make(Path checkout) throws Exception {
    for (int d = 0; d < FOLDERS; d++) {
      Path folder = Files.createDirectories(checkout.resolve("src/module" + d));
      for (int f = 0; f < FILES_EACH; f++) {
        Files.writeString(folder.resolve("File" + f + ".txt"), text(d, f));
      }
    }
    BareGit git = new BareGit(checkout, AUTHOR);
    git.run("init", "-q", "--template=");
    git.run("add", "-A");
    git.run("-c", "commit.gpgSign=false", "commit", "-q", "-m", "twenty thousand files");
  }

  private static String text(int folder, int file) {
    StringBuilder out = new StringBuilder();
    for (int line = 0; line < 60 + (folder + file) % 40; line++) {
      out.append("line ").append(line).append(" of file ").append(file).append(" in module ");
      out.append(folder).append('\n');
    }
    return out.toString();
  }

  /** What an agent has done to the worktree. */
  private static void work(Path worktree) throws IOException {
    for (int n = 0; n < EDITED; n++) {
      Path file = worktree.resolve("src/module" + n * 6 + "/File" + n + ".txt");
      Files.writeString(file, Files.readString(file).replace("line 7 ", "line seven "));
    }
    for (int n = 0; n < ADDED; n++) {
      Files.writeString(worktree.resolve("src/module" + n + "/New" + n + ".txt"), text(n, n));
    }
  }

  /** One more edit, so that no answer can be an old one. */
  private void edit(Path worktree) throws IOException {
    Files.writeString(worktree.resolve("src/module0/New0.txt"), "edit " + change++ + "\n");
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
