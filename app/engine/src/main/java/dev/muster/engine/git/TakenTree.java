package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The folder of a worktree while it lies in the trash, with what it takes to put it back whole as
 * long as the repository still knows the worktree.
 */
final class TakenTree {
  /** In the worktree's private git folder: where its ignored files went. */
  private static final String NOTE = "muster-kept";

  private static final String MODULES = ".git-modules";

  private final Path folder;
  private final Path gitDir;

  /**
   * @param folder where it lies
   * @param gitDir the worktree's private git folder
   */
  TakenTree(Path folder, Path gitDir) {
    this.folder = folder;
    this.gitDir = gitDir;
  }

  Path folder() {
    return folder;
  }

  /** The same after it was renamed. */
  TakenTree at(Path renamed) {
    return new TakenTree(renamed, gitDir);
  }

  /** Moves ignored files and folders out of it. */
  void keep(List<String> paths, Path to) throws IOException {
    var note = gitDir.resolve(NOTE);
    Files.deleteIfExists(note);
    Files.writeString(note, to.toString(), StandardOpenOption.CREATE_NEW);
    for (var path : paths) {
      var source = folder.resolve(path).normalize();
      var target = to.resolve(path).normalize();
      if (!source.startsWith(folder) || !target.startsWith(to)) {
        throw new IOException("“" + path + "” lies outside of the worktree");
      }
      if (Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
        Files.createDirectories(target.getParent());
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
      }
    }
  }

  /** Moves the histories of its submodules in, which git would delete. */
  void takeModules() throws IOException {
    var modules = gitDir.resolve("modules");
    if (Files.isDirectory(modules)) {
      Files.move(modules, folder.resolve(MODULES), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Of a folder that stays in the trash when the repository has forgotten it: the next worktree of
   * that name is not taken for this one.
   */
  void cutOff() throws IOException {
    var link = folder.resolve(".git");
    if (Files.isRegularFile(link, LinkOption.NOFOLLOW_LINKS)) {
      Files.move(link, folder.resolve(".git-was"), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /**
   * Puts it back to its place with all that was taken out of it; can be repeated.
   *
   * @param kept what the note of ignored files must lie in: an agent may have written it
   */
  void putBack(Path place, Path kept) throws IOException {
    var from = noted();
    if (from != null && from.normalize().startsWith(kept) && isFolder(from)) {
      giveBack(from, folder);
    }
    Files.deleteIfExists(gitDir.resolve(NOTE));
    var aside = folder.resolve(MODULES);
    if (isFolder(aside) && !Files.exists(gitDir.resolve("modules"))) {
      Files.move(aside, gitDir.resolve("modules"), StandardCopyOption.ATOMIC_MOVE);
    }
    Files.createDirectories(place.getParent());
    Files.move(folder, place, StandardCopyOption.ATOMIC_MOVE);
  }

  private @Nullable Path noted() throws IOException {
    var note = gitDir.resolve(NOTE);
    if (!Files.isRegularFile(note, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try {
      return Path.of(Files.readString(note));
    } catch (InvalidPathException cut) {
      return null; // killed while it was written: nothing was moved yet
    }
  }

  private static void giveBack(Path from, Path to) throws IOException {
    try (var entries = Files.newDirectoryStream(from)) {
      for (var entry : entries) {
        var target = to.resolve(entry.getFileName());
        if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
          Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
        } else if (isFolder(entry) && isFolder(target)) {
          giveBack(entry, target);
        }
      }
    }
    try (var left = Files.list(from)) {
      if (left.findAny().isPresent()) {
        return; // something is there already; what was moved out stays where it is
      }
    }
    Files.delete(from);
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }
}
