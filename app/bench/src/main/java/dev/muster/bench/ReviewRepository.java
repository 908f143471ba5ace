package dev.muster.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The changes that reviews are measured on: 1,000 source files of which every line is another,
 * 100,000 changed lines in all, a lock file of 20 MB and a file that is one line of 1 MB.
 */
final class ReviewRepository {
  static final int FILES = 1_000;
  static final String LOCK = "package.lock";
  static final String LONG_LINE = "line.min.js";
  static final Map<String, String> AUTHOR =
      Map.of(
          "GIT_AUTHOR_NAME", "bench",
          "GIT_AUTHOR_EMAIL", "bench@muster.invalid",
          "GIT_COMMITTER_NAME", "bench",
          "GIT_COMMITTER_EMAIL", "bench@muster.invalid");

  private static final int LINES = 50;
  private static final int LOCK_LINES = 400_000;

  private ReviewRepository() {}

  /** Makes a repository in a new folder, with one commit of the files as they were. */
  static BareGit make(Path checkout) throws Exception {
    Files.createDirectory(checkout);
    write(checkout, "old");
    Files.writeString(checkout.resolve(LONG_LINE), "a".repeat(1 << 20) + "\n");
    BareGit git = new BareGit(checkout, AUTHOR);
    git.run("init", "-q", "--template=");
    git.run("add", "-A");
    git.run("-c", "commit.gpgSign=false", "commit", "-q", "-m", "begin");
    return git;
  }

  /** Changes all of it in a worktree. */
  static void change(Path worktree) throws Exception {
    write(worktree, "next");
    Files.writeString(
        worktree.resolve(LONG_LINE), "a".repeat(1 << 19) + "b".repeat(1 << 19) + "\n");
  }

  /** Path of one of the source files. */
  static String file(int number) {
    return "src/part%02d/File%d.java".formatted(number % 40, number);
  }

  private static void write(Path root, String word) throws Exception {
    for (int f = 0; f < FILES; f++) {
      Path file = root.resolve(file(f));
      Files.createDirectories(file.getParent());
      StringBuilder text = new StringBuilder();
      for (int n = 0; n < LINES; n++) {
        text.append(
            "  public int %s%d(String text) { return text.length() + %d; } // \"%s\" of %d\n"
                .formatted(word, n, n * 7, word, f));
      }
      Files.writeString(file, text);
    }
    StringBuilder lock = new StringBuilder();
    for (int n = 0; n < LOCK_LINES; n++) {
      lock.append(word)
          .append(" line ")
          .append(n)
          .append(" of a file with some more words in it\n");
    }
    Files.writeString(root.resolve(LOCK), lock);
  }
}
