package dev.muster.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes the tree that a worktree's files make, through a private index.
 *
 * <p>Not with {@code git add -A}: that looks into repositories inside the worktree, and their
 * configuration, which an agent can write, may name programs to run. {@code diff-files} and {@code
 * ls-files} never do; only what they name is handed to {@code update-index}. Not thread-safe.
 */
final class Measurement {
  /** A file may change or go while it is measured; then once more. */
  private static final int ATTEMPTS = 4;

  private static final int MAX_SENTENCES = 50;

  /**
   * @param tree id of the tree
   * @param leftOut what is not in it, as sentences
   */
  record Measured(String tree, List<String> leftOut) {}

  private final Git git;
  private final PrivateIndex index;
  private final Path worktree;
  private final ChangeBounds bounds;
  private @Nullable String tree;

  /** Of the index when {@link #tree} was written from it. */
  private String indexStamp = "";

  private String ownStamp = "";

  Measurement(Git git, PrivateIndex index, Path worktree, ChangeBounds bounds) {
    this.git = git;
    this.index = index;
    this.worktree = worktree;
    this.bounds = bounds;
  }

  Measured take() throws GitException {
    for (int attempt = 1; ; attempt++) {
      try {
        return once();
      } catch (GitException e) {
        if (!Files.isDirectory(worktree)) {
          throw new GitException("The worktree “%s” is gone.".formatted(worktree), e.detail(), e);
        }
        if (attempt == ATTEMPTS || Thread.currentThread().isInterrupted()) {
          throw e;
        }
        tree = null;
        ownStamp = "";
        if (attempt > 1) {
          index.reset(); // it may name contents that git has pruned in the meantime
        }
      }
    }
  }

  private Measured once() throws GitException {
    index.prepare();
    index.settle();
    if (!index.stamp().equals(indexStamp)) {
      tree = null;
    }
    var stamp = index.ownStamp();
    var untrackedCall =
        GitCall.of(index.place(), "ls-files", "-z", "--others", "--exclude-standard");
    var untracked = Both.inBackground(() -> git.run(untrackedCall));
    var gone = new ArrayList<byte[]>();
    var present = new ArrayList<byte[]>();
    var leftOut = new LeftOut(MAX_SENTENCES);
    try {
      dirty(gone, present, leftOut);
      if (!stamp.equals(ownStamp)) {
        forced(present);
      }
    } finally {
      untracked.settle();
    }
    if (index.hasSubmodules()) {
      leftOut.insideSubmodules();
    }
    choose(untracked.get(), present, leftOut);
    index.remove(gone);
    index.add(present);
    var known = tree;
    if (known == null || !gone.isEmpty() || !present.isEmpty()) {
      known = index.writeTree();
    }
    tree = known;
    indexStamp = index.stamp();
    ownStamp = stamp;
    return new Measured(known, leftOut.sentences());
  }

  /** What the index knows and the disk has otherwise. */
  private void dirty(List<byte[]> gone, List<byte[]> present, LeftOut leftOut) throws GitException {
    var fields =
        new RawFields(
            git.run(
                    index.place(),
                    "diff-files",
                    "-z",
                    "--name-status",
                    // "dirty" compares which commit a submodule is at and starts no git in it.
                    "--ignore-submodules=dirty",
                    "--no-ext-diff")
                .out());
    while (fields.hasNext()) {
      byte status = fields.next()[0];
      var path = fields.next();
      // An unmerged path is named as U, and once more when it differs from our side.
      boolean deleted = status == 'D' || (status == 'U' && !exists(path));
      if (!deleted && isSpecial(path)) {
        leftOut.special(path);
        deleted = true;
      }
      (deleted ? gone : present).add(path);
    }
  }

  /** Files that are tracked although they are ignored, because somebody forced it. */
  private void forced(List<byte[]> present) throws GitException {
    var ours = ignoredButTracked(index.place());
    for (var path : ignoredButTracked(index.own())) {
      if (!ours.contains(path) && exists(path.getBytes(StandardCharsets.ISO_8859_1))) {
        present.add(path.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
  }

  private HashSet<String> ignoredButTracked(GitPlace place) throws GitException {
    var paths = new HashSet<String>();
    var fields =
        new RawFields(
            git.run(place, "ls-files", "-z", "--cached", "--ignored", "--exclude-standard").out());
    while (fields.hasNext()) {
      paths.add(new String(fields.next(), StandardCharsets.ISO_8859_1));
    }
    return paths;
  }

  private void choose(GitResult untracked, List<byte[]> present, LeftOut leftOut) {
    var fields = new RawFields(untracked.out());
    int taken = fields.hasNext() ? index.extra() : 0;
    while (fields.hasNext()) {
      var path = fields.next();
      if (path[path.length - 1] == '/') {
        leftOut.repository(path);
      } else if (fits(path, leftOut)) {
        if (taken < bounds.maxUntrackedFiles()) {
          present.add(path);
          taken++;
        } else {
          leftOut.tooMany();
        }
      }
    }
  }

  private boolean fits(byte[] path, LeftOut leftOut) {
    var file = file(path);
    if (file == null) {
      return true; // a name Java cannot hold; git can
    }
    try {
      var attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (attributes.isRegularFile() && attributes.size() > bounds.maxUntrackedBytes()) {
        leftOut.tooLarge(path, attributes.size());
        return false;
      }
      if (attributes.isRegularFile() && !Files.isReadable(file)) {
        leftOut.unreadable(path);
        return false;
      }
      return attributes.isRegularFile() || attributes.isSymbolicLink();
    } catch (IOException e) {
      return false; // gone since git listed it: then it is not part of the tree
    }
  }

  /** A pipe, a socket or the like: git cannot store one, and would fail. */
  private boolean isSpecial(byte[] path) {
    var file = file(path);
    try {
      return file != null
          && Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .isOther();
    } catch (IOException e) {
      return false; // gone meanwhile: git finds that out as well
    }
  }

  private boolean exists(byte[] path) {
    var file = file(path);
    return file == null || Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private @Nullable Path file(byte[] path) {
    var name = new String(path, StandardCharsets.UTF_8);
    try {
      return name.indexOf('\uFFFD') >= 0 ? null : worktree.resolve(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
