package dev.muster.engine.git;

import dev.muster.engine.git.RefusedException.Reason;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads, replaces and removes single files of a worktree that somebody else may change at the same
 * time: no link on the way to a file is ever followed. Where the system allows (not on Windows),
 * every folder is opened from the one above, so that swapping one for a link meanwhile changes
 * nothing.
 */
final class WorktreeFiles {
  /** What is at a path. */
  enum Kind {
    NOTHING,
    FILE,
    LINK,
    FOLDER,
    OTHER
  }

  /** What is at a path; equal as long as nobody wrote there. */
  record Seen(Kind kind, long size, @Nullable FileTime modified, @Nullable Object key) {
    static final Seen NOTHING = new Seen(Kind.NOTHING, 0, null, null);
  }

  /** Work in an open folder. */
  private interface InFolder<T> {
    T in(@Nullable SecureDirectoryStream<Path> folder, Path path) throws IOException;
  }

  private final Path root;

  WorktreeFiles(Path root) {
    this.root = root;
  }

  /** What is at a path now; a folder that is missing on the way means that nothing is. */
  Seen look(String path) throws IOException {
    try {
      return in(path, WorktreeFiles::look);
    } catch (NoSuchFileException e) {
      return Seen.NOTHING;
    }
  }

  private static Seen look(@Nullable SecureDirectoryStream<Path> folder, Path path)
      throws IOException {
    try {
      var name = path.getFileName();
      var a =
          folder == null
              ? Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              : folder
                  .getFileAttributeView(
                      name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                  .readAttributes();
      var kind =
          a.isRegularFile()
              ? Kind.FILE
              : a.isSymbolicLink() ? Kind.LINK : a.isDirectory() ? Kind.FOLDER : Kind.OTHER;
      return new Seen(kind, a.size(), a.lastModifiedTime(), a.fileKey());
    } catch (NoSuchFileException e) {
      return Seen.NOTHING;
    }
  }

  /** Copies a file's bytes; fails when it is no ordinary file. */
  void copy(String path, Path to) throws IOException {
    in(
        path,
        (folder, full) -> {
          var options = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
          try (var channel =
                  folder == null
                      ? Files.newByteChannel(full, options)
                      : folder.newByteChannel(full.getFileName(), options);
              var out = Files.newOutputStream(to)) {
            return Channels.newInputStream(channel).transferTo(out);
          }
        });
  }

  /** Who may do what with a file; {@code none} when there is no ordinary file. */
  Set<PosixFilePermission> permissions(String path, Set<PosixFilePermission> none)
      throws IOException {
    try {
      return in(
          path,
          (folder, full) -> {
            var view =
                folder == null
                    ? Files.getFileAttributeView(
                        full, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    : folder.getFileAttributeView(
                        full.getFileName(),
                        PosixFileAttributeView.class,
                        LinkOption.NOFOLLOW_LINKS);
            var attributes = view.readAttributes();
            return attributes.isRegularFile() ? attributes.permissions() : none;
          });
    } catch (NoSuchFileException e) {
      return none;
    }
  }

  /**
   * Puts a file that was made ready elsewhere on the same disk in the place of what is there.
   *
   * @param seen what has to be there still
   * @throws RefusedException when something else is there; nothing is changed then
   */
  void put(Path ready, String path, Seen seen) throws IOException {
    in(
        path,
        (folder, full) -> {
          check(look(folder, full), seen, path);
          if (folder == null) {
            Files.move(ready, full, StandardCopyOption.ATOMIC_MOVE);
          } else {
            try (var from = Files.newDirectoryStream(ready.getParent())) {
              if (from instanceof SecureDirectoryStream<Path> secure) {
                secure.move(ready.getFileName(), folder, full.getFileName());
              }
            }
          }
          return true;
        });
  }

  /**
   * Moves a file out of the worktree, and removes the folders that are empty then.
   *
   * @param seen what has to be there still
   */
  void take(String path, Seen seen, Path to) throws IOException {
    in(
        path,
        (folder, full) -> {
          check(look(folder, full), seen, path);
          if (folder == null) {
            Files.move(full, to, StandardCopyOption.ATOMIC_MOVE);
          } else {
            try (var target = Files.newDirectoryStream(to.getParent())) {
              if (target instanceof SecureDirectoryStream<Path> secure) {
                folder.move(full.getFileName(), secure, to.getFileName());
              }
            }
          }
          return true;
        });
    tidy(path);
  }

  /** Makes the folders that a file needs. */
  void makeFolders(String path) throws IOException {
    for (int end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      in(
          path.substring(0, end),
          (folder, full) -> {
            try {
              return Files.createDirectory(full);
            } catch (FileAlreadyExistsException e) {
              return full; // whether it is a folder is found when it is opened
            }
          });
    }
  }

  /** Whether a file may be put or taken at a path, as far as its folder allows. */
  boolean writable(String path) throws IOException {
    try {
      return in(path, (folder, full) -> Files.isWritable(full.getParent()));
    } catch (NoSuchFileException e) {
      return true; // the folder is to be made
    }
  }

  private void tidy(String path) throws IOException {
    var rest = path;
    for (int end = rest.lastIndexOf('/'); end > 0; end = rest.lastIndexOf('/')) {
      rest = rest.substring(0, end);
      try {
        in(
            rest,
            (folder, full) -> {
              if (folder == null) {
                Files.delete(full);
              } else {
                folder.deleteDirectory(full.getFileName());
              }
              return true;
            });
      } catch (DirectoryNotEmptyException | NoSuchFileException e) {
        return; // it is needed, or somebody was faster
      }
    }
  }

  private static void check(Seen now, Seen seen, String path) throws RefusedException {
    if (!now.equals(seen)) {
      throw new RefusedException(
          Reason.CHANGED,
          "“%s” has changed at this very moment. Nothing was done; look again.".formatted(path));
    }
  }

  /** Goes to the folder of a path, without following links, and does something there. */
  private <T> T in(String path, InFolder<T> work) throws IOException {
    var names = names(path);
    var open = new ArrayDeque<DirectoryStream<Path>>();
    try {
      var here = root;
      var stream = Files.newDirectoryStream(root);
      open.push(stream);
      for (var name : names.subList(0, names.size() - 1)) {
        var next = here.resolve(name);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
          stream = secure.newDirectoryStream(Path.of(name), LinkOption.NOFOLLOW_LINKS);
          open.push(stream);
        } else if (!Files.isDirectory(next, LinkOption.NOFOLLOW_LINKS)) {
          throw Files.exists(next, LinkOption.NOFOLLOW_LINKS)
              ? new NotDirectoryException(next.toString())
              : new NoSuchFileException(next.toString());
        }
        here = next;
      }
      var secure = stream instanceof SecureDirectoryStream<Path> s ? s : null;
      return work.in(secure, here.resolve(names.getLast()));
    } catch (NoSuchFileException | DirectoryNotEmptyException | RefusedException e) {
      throw e;
    } catch (NotDirectoryException e) {
      throw outside(path);
    } catch (java.nio.file.FileSystemException e) {
      // How the system says that a folder on the way is a link depends on the system.
      throw leadsAway(names) ? outside(path) : e;
    } finally {
      for (var stream : open) {
        stream.close();
      }
    }
  }

  private boolean leadsAway(List<String> names) {
    var here = root;
    for (var name : names.subList(0, names.size() - 1)) {
      here = here.resolve(name);
      if (!Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS)) {
        return Files.exists(here, LinkOption.NOFOLLOW_LINKS);
      }
    }
    return false;
  }

  private static RefusedException outside(String path) {
    return new RefusedException(
        Reason.OUTSIDE,
        "A folder on the way to “%s” is none any more, but a file or a link. Nothing was done."
            .formatted(path));
  }

  /** The names of a path's folders and of the file, if all are such as a file may have. */
  private static List<String> names(String path) throws RefusedException {
    var names = new ArrayList<String>();
    for (var name : path.split("/", -1)) {
      boolean odd =
          name.isEmpty()
              || name.equals(".")
              || name.equals("..")
              || name.equalsIgnoreCase(".git")
              || name.indexOf('\0') >= 0
              || name.indexOf('\uFFFD') >= 0;
      if (odd || !fits(name)) {
        throw new RefusedException(
            Reason.NOT_POSSIBLE,
            "“%s” is a name that Muster cannot work with. Nothing was done.".formatted(path));
      }
      names.add(name);
    }
    return names;
  }

  private static boolean fits(String name) {
    try {
      return Path.of(name).getNameCount() == 1 && !Path.of(name).isAbsolute();
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
