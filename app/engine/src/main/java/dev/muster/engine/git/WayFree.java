package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at what lies in the way of a tree that is about to be written, and at what must stay: what
 * is ignored is not known to a measured tree, so git would overwrite or delete it without a word.
 */
final class WayFree {
  private static final String SUBMODULE = "160000";

  private final Git git;
  private final PrivateIndex index;
  private final Path worktree;

  WayFree(Git git, PrivateIndex index, Path worktree) {
    this.git = git;
    this.index = index;
    this.worktree = worktree;
  }

  /**
   * Takes files into the private index that are ignored and would be overwritten, so that they are
   * kept with all others, and takes those out that are ignored and would be deleted, so that they
   * stay.
   *
   * @param measured the tree that the index holds
   * @param target the tree that is to be written
   * @return the tree that the index holds then
   * @throws GitException when a folder is in the way that holds what no commit can
   */
  String of(String measured, String target) throws GitException {
    if (measured.equals(target)) {
      return measured;
    }
    var fields =
        new RawFields(
            git.run(
                    index.place(),
                    "diff-tree",
                    "-r",
                    "-z",
                    "--raw",
                    "--no-renames",
                    "--no-ext-diff",
                    "--ignore-submodules=none",
                    measured,
                    target)
                .out());
    var gone = new ArrayList<byte[]>();
    var inTheWay = new LinkedHashSet<String>();
    var folders = new ArrayList<String>();
    while (fields.hasNext()) {
      var words = new String(fields.next(), StandardCharsets.US_ASCII).split(" ");
      var path = fields.next();
      char status = words[4].charAt(0);
      if (status == 'D') {
        gone.add(path);
      } else if (status != 'M' && !words[1].equals(SUBMODULE)) {
        look(path, inTheWay, folders);
      }
    }
    refuse(folders);
    gone.removeIf(path -> within(path, folders));
    var stays = ignored(gone);
    index.remove(stays);
    index.add(inTheWay.stream().map(path -> path.getBytes(StandardCharsets.UTF_8)).toList());
    return stays.isEmpty() && inTheWay.isEmpty() ? measured : index.writeTree();
  }

  /** What stands where a file is to be, or one of its folders. */
  private void look(byte[] path, Set<String> inTheWay, List<String> folders) {
    var name = new String(path, StandardCharsets.UTF_8);
    for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
      var folder = file(name.substring(0, slash));
      if (folder != null && !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
          inTheWay.add(name.substring(0, slash));
        }
        return;
      }
    }
    var file = file(name);
    if (file == null) {
      return; // a name Java cannot hold: git refuses by itself what is untracked
    }
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
      folders.add(name);
    } else if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      inTheWay.add(name);
    }
  }

  private static boolean within(byte[] path, List<String> folders) {
    var name = new String(path, StandardCharsets.UTF_8);
    return folders.stream().anyMatch(folder -> name.startsWith(folder + "/"));
  }

  /** Git would delete such a folder with all that is ignored in it. */
  private void refuse(List<String> folders) throws GitException {
    if (folders.isEmpty()) {
      return;
    }
    for (var other : git.run(index.place(), "ls-files", "-z", "--others").fields()) {
      for (var folder : folders) {
        if (other.startsWith(folder + "/")) {
          throw new GitException(
              "“%s” was a file then and is a folder now, with “%s” in it, which no checkpoint has."
                      .formatted(folder, other)
                  + " Move it away, then try again. Nothing was changed.");
        }
      }
    }
  }

  /** Those of the paths that are ignored. */
  private List<byte[]> ignored(List<byte[]> paths) throws GitException {
    if (paths.isEmpty()) {
      return List.of();
    }
    var list = new ByteArrayOutputStream();
    for (var path : paths) {
      list.writeBytes(path);
      list.write(0);
    }
    var said =
        new RawFields(
            git.run(
                    GitCall.of(index.place(), "check-ignore", "--no-index", "-z", "--stdin")
                        .reading(list.toByteArray())
                        .accepting(0, 1))
                .out());
    var found = new ArrayList<byte[]>();
    while (said.hasNext()) {
      found.add(said.next());
    }
    return found;
  }

  private @Nullable Path file(String name) {
    try {
      return name.indexOf('\uFFFD') >= 0 ? null : worktree.resolve(name);
    } catch (InvalidPathException e) {
      return null;
    }
  }
}
