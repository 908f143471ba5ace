package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * An index of Muster's own beside a worktree's: begun as a copy of it, because only that brings the
 * stat cache along (1163 ms from nothing, 76 ms from a copy, at 20,000 files), then kept for good.
 */
final class PrivateIndex {
  private static final int ENDING_MILLIS = 3_000;
  private static final int STEP_MILLIS = 50;

  private final Git git;
  private final GitPlace own;
  private final GitPlace place;
  private final Path file;
  private boolean settled;

  /**
   * @param own the worktree with its own index
   * @param file where the private one is
   */
  PrivateIndex(Git git, GitPlace own, Path file) {
    this.git = git;
    this.own = own;
    this.file = file;
    this.place = own.withIndex(file);
  }

  /** The worktree as seen through this index. */
  GitPlace place() {
    return place;
  }

  /**
   * Makes it when there is none yet, and takes a lock away that a killed Muster left on the
   * worktree's own.
   */
  void prepare() throws GitException {
    try {
      new IndexSwap(gitDir()).clear();
      if (Files.exists(file)) {
        return;
      }
      settled = false;
      Files.createDirectories(file.toAbsolutePath().getParent());
      // A lock here can only be what a killed git of a former Muster left.
      Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".lock"));
      var from = ownFile();
      if (Files.exists(from)) {
        var next = file.resolveSibling(file.getFileName() + ".new");
        // With its time: by that git tells which entries are too young to be trusted.
        Files.copy(
            from, next, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
        lookEverywhere();
      } else {
        git.run(place, "read-tree", "HEAD");
      }
    } catch (IOException e) {
      if (e instanceof GitException g) {
        throw g;
      }
      throw new GitException(
          "Muster's own index “%s” could not be made: %s".formatted(file, e.getMessage()), "", e);
    }
  }

  /**
   * Writes it anew once it is older than the files. Git reads again every file that is as young as
   * the index, to the second, and of a worktree just made that is nearly all of them.
   */
  void settle() throws GitException {
    try {
      var age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
      if (!settled && age.compareTo(Duration.ofSeconds(2)) > 0) {
        git.run(
            GitCall.of(place, "update-index", "-q", "--refresh", "--force-write-index")
                .accepting(0, 1)); // 1 says that some file differs, which is nothing new
        settled = true;
      }
    } catch (IOException e) {
      if (e instanceof GitException g) {
        throw g;
      }
      throw new GitException("“%s” could not be read.".formatted(file), "", e);
    }
  }

  /** Throws it away; it is made anew when it is needed. */
  void reset() throws GitException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new GitException("“%s” could not be deleted.".formatted(file), "", e);
    }
  }

  /**
   * Takes away the lock that a git left that was killed with a former Muster; what it was writing
   * is made anew. One that may still be at work is waited for.
   */
  void unlock() throws GitException {
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      for (int waited = 0; Files.exists(lock) && waited < ENDING_MILLIS; waited += STEP_MILLIS) {
        Thread.sleep(STEP_MILLIS); // a killed process does not tell when it is gone
      }
      if (Files.deleteIfExists(lock)) {
        reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException("Muster was told to stop waiting for git.", "", e);
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException("“%s” could not be deleted.".formatted(lock), "", e);
    }
  }

  /** Differs after every write of the worktree's own index. */
  String ownStamp() {
    return stamp(ownFile());
  }

  /** Differs after every write of this index, by whomever. */
  String stamp() {
    return stamp(file);
  }

  private static String stamp(Path of) {
    try {
      var a = Files.readAttributes(of, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return a.lastModifiedTime().toInstant() + " " + a.size() + " " + a.fileKey();
    } catch (IOException e) {
      return "none"; // no index is a stamp like any other
    }
  }

  /** The worktree with its own index. */
  GitPlace own() {
    return own;
  }

  /**
   * How many more files this index knows than the worktree's own: about those that are untracked.
   */
  int extra() {
    return Math.max(0, count(file) - count(ownFile()));
  }

  /** The number of entries, from the head of an index file (gitformat-index(5)). */
  private static int count(Path of) {
    try (var in = Files.newInputStream(of)) {
      var head = in.readNBytes(12);
      return head.length < 12 ? 0 : java.nio.ByteBuffer.wrap(head).getInt(8);
    } catch (IOException e) {
      return 0; // no index has no entries
    }
  }

  /** Whether a submodule is checked out in this worktree. */
  boolean hasSubmodules() {
    var gitDir = own.gitDir();
    return gitDir != null && Files.isDirectory(gitDir.resolve("modules"));
  }

  void remove(List<byte[]> paths) throws GitException {
    if (!paths.isEmpty()) {
      update(paths, "--force-remove");
    }
  }

  /** Takes files in as they are now; one that is gone by now is taken out. */
  void add(List<byte[]> paths) throws GitException {
    if (!paths.isEmpty()) {
      update(paths, "--add", "--remove", "--replace");
    }
  }

  /**
   * Lets it know of files that are there again, whatever is ignored, and with the line ends that
   * git has of them; how they are on the disk is found at the next measurement.
   */
  void know(Map<String, FileState> files) throws GitException {
    var list = new StringBuilder();
    files.forEach(
        (path, state) -> list.append("%s %s 0\t%s\0".formatted(state.mode(), state.id(), path)));
    if (!list.isEmpty()) {
      git.run(
          GitCall.of(place, "update-index", "-z", "--index-info")
              .reading(list.toString().getBytes(StandardCharsets.UTF_8)));
    }
  }

  String writeTree() throws GitException {
    return git.run(place, "write-tree").text();
  }

  /**
   * Undoes what keeps git from looking at a file: bits that an agent may have set to hide a change.
   */
  private void lookEverywhere() throws GitException {
    var assumed = new ByteArrayOutputStream();
    var skipped = new ByteArrayOutputStream();
    for (var field : git.run(place, "ls-files", "-v", "-z").fields()) {
      char tag = field.charAt(0);
      var path = (field.substring(2) + "\0").getBytes(StandardCharsets.UTF_8);
      if (Character.isLowerCase(tag)) {
        assumed.writeBytes(path);
      }
      // A skipped file that is not there is what a sparse checkout leaves out.
      if (Character.toUpperCase(tag) == 'S' && present(field.substring(2))) {
        skipped.writeBytes(path);
      }
    }
    mark(assumed.toByteArray(), "--no-assume-unchanged");
    mark(skipped.toByteArray(), "--no-skip-worktree");
  }

  private boolean present(String path) {
    var workTree = place.workTree();
    return workTree != null && Files.exists(workTree.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  private void mark(byte[] paths, String how) throws GitException {
    if (paths.length > 0) {
      git.run(GitCall.of(place, "update-index", how, "-z", "--stdin").reading(paths));
    }
  }

  private void update(List<byte[]> paths, String... how) throws GitException {
    var list = new ByteArrayOutputStream();
    for (var path : paths) {
      list.writeBytes(path);
      list.write(0);
    }
    var args = new java.util.ArrayList<>(List.of("update-index"));
    args.addAll(List.of(how));
    args.addAll(List.of("-z", "--stdin"));
    git.run(GitCall.of(place, args).reading(list.toByteArray()).within(Duration.ofMinutes(5)));
  }

  private Path ownFile() {
    return gitDir().resolve("index");
  }

  private Path gitDir() {
    var gitDir = own.gitDir();
    if (gitDir == null) {
      throw new IllegalStateException("an explicit git folder is needed");
    }
    return gitDir;
  }
}
