package dev.muster.engine.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes files ready beside a worktree, in a folder that is there for one change only, so that
 * moving them to their places is all that is left to do.
 */
final class ReadyFiles implements AutoCloseable {
  private final Git git;
  private final GitPlace own;
  private final Blobs blobs;
  private final WorktreeFiles files;
  private final Path folder;
  private int number;

  /** Files whose contents are still to be written, with git's ids of these. */
  private final Map<Path, String> contents = new LinkedHashMap<>();

  /** Files that have to get their permissions yet. */
  private final Map<Path, PathChange> made = new LinkedHashMap<>();

  ReadyFiles(Git git, GitPlace own, Blobs blobs, WorktreeFiles files, Path worktree)
      throws IOException {
    this.git = git;
    this.own = own;
    this.blobs = blobs;
    this.files = files;
    this.folder = place(worktree);
    clear(folder);
    Files.createDirectory(folder);
    if (isPosix(folder)) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }
  }

  /** Where it is: beside the worktree, so that moving a file is only a rename. */
  static Path place(Path worktree) {
    return worktree.resolveSibling("." + worktree.getFileName() + ".apart");
  }

  /** Removes what a killed Muster left. */
  static void clear(Path folder) throws IOException {
    if (Files.exists(folder, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      Folders.delete(folder);
    }
  }

  Path folder() {
    return folder;
  }

  /** A name for one more file. */
  Path next() {
    return folder.resolve("file-" + number++);
  }

  /** A copy of the bytes on the disk of each file that is one, null of all others. */
  @Nullable Path copy(PathChange change) throws IOException {
    if (!change.before().regular()) {
      return null;
    }
    var to = next();
    files.copy(change.path(), to);
    return to;
  }

  /**
   * Git's ids of files as they are, without any filter.
   *
   * @param store whether their contents are stored, too
   */
  List<String> ids(List<Path> of, boolean store) throws GitException {
    if (of.isEmpty()) {
      return List.of();
    }
    var args = new ArrayList<>(List.of("hash-object", "--no-filters", "--stdin-paths"));
    if (store) {
      args.add("-w");
    }
    var list = String.join("\n", of.stream().map(Path::toString).toList()) + "\n";
    return git.run(
            GitCall.of(own, args)
                .reading(list.getBytes(StandardCharsets.UTF_8))
                .within(java.time.Duration.ofMinutes(5)))
        .text()
        .lines()
        .toList();
  }

  /**
   * Makes what a change puts in its place ready, but for what {@link #finish} does for many at
   * once.
   *
   * @param was a copy of what is there now, null when that is no ordinary file
   * @param wasId git's id of that copy as it is
   */
  Path make(PathChange change, @Nullable Path was, @Nullable String wasId) throws IOException {
    var to = next();
    if (change.after().link()) {
      link(change, to);
      return to;
    }
    if (was != null && change.before().id().equals(change.after().id())) {
      Files.copy(was, to); // only its mode changes
    } else if (change.raw() != null) {
      contents.put(to, change.raw());
    } else {
      write(change, was, wasId, to);
    }
    made.put(to, change);
    return to;
  }

  /** Completes all that was made until now. */
  void finish() throws IOException {
    blobs.write(contents);
    if (isPosix(folder)) {
      for (var file : made.entrySet()) {
        Files.setPosixFilePermissions(file.getKey(), permissions(file.getValue(), file.getKey()));
      }
    }
    contents.clear();
    made.clear();
  }

  private void write(PathChange change, @Nullable Path was, @Nullable String wasId, Path to)
      throws IOException {
    var id = change.after().id();
    if (was != null && change.before().id().equals(wasId)) {
      contents.put(to, id); // on the disk as git stores it, and so it stays
      return;
    }
    if (was != null && isWithCarriageReturns(was, change.before().id())) {
      Files.write(to, withCarriageReturns(blobs.all(id, PartPlan.MAX_BYTES)));
      if (reads(change, to)) {
        return;
      }
    }
    blobs.checkOut(own, id, change.path(), to);
    if (!reads(change, to)) {
      blobs.write(id, to);
    }
  }

  /** Whether git takes this file at its place for what it is meant to be. */
  private boolean reads(PathChange change, Path file) throws GitException {
    return git.run(own, "hash-object", "--path=" + change.path(), "--", file.toString())
        .text()
        .equals(change.after().id());
  }

  private boolean isWithCarriageReturns(Path was, String id) throws IOException {
    return Files.size(was) <= PartPlan.MAX_BYTES
        && java.util.Arrays.equals(
            Files.readAllBytes(was), withCarriageReturns(blobs.all(id, PartPlan.MAX_BYTES)));
  }

  private static byte[] withCarriageReturns(byte[] bytes) {
    var out = new ByteArrayOutputStream(bytes.length + bytes.length / 16);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n' && (i == 0 || bytes[i - 1] != '\r')) {
        out.write('\r');
      }
      out.write(bytes[i]);
    }
    return out.toByteArray();
  }

  private void link(PathChange change, Path to) throws IOException {
    var target = new String(blobs.all(change.after().id(), 64 << 10), StandardCharsets.UTF_8);
    try {
      if (target.indexOf('\uFFFD') < 0 && Path.of(target).toString().equals(target)) {
        Files.createSymbolicLink(to, Path.of(target));
        return;
      }
    } catch (InvalidPathException e) {
      // Told below, like any other target that cannot be written.
    }
    throw new RefusedException(
        RefusedException.Reason.NOT_POSSIBLE,
        "“%s” is a link to something Muster cannot write. Nothing was done."
            .formatted(change.path()));
  }

  private Set<PosixFilePermission> permissions(PathChange change, Path ready) throws IOException {
    var fresh = Files.getPosixFilePermissions(ready);
    boolean known = change.before().regular();
    var all = EnumSet.copyOf(known ? files.permissions(change.path(), fresh) : fresh);
    boolean runs = change.after().mode().equals("100755");
    if (change.before().regular() && change.before().mode().equals(change.after().mode())) {
      return all;
    }
    set(all, runs, PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_EXECUTE);
    set(all, runs, PosixFilePermission.GROUP_READ, PosixFilePermission.GROUP_EXECUTE);
    set(all, runs, PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_EXECUTE);
    return all;
  }

  private static void set(
      Set<PosixFilePermission> all,
      boolean runs,
      PosixFilePermission read,
      PosixFilePermission run) {
    if (runs && all.contains(read)) {
      all.add(run);
    } else {
      all.remove(run);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  @Override
  public void close() throws IOException {
    clear(folder);
  }
}
