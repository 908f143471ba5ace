package dev.muster.engine.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds out where paths really lead, seen from one worktree. Follows symbolic links one by one,
 * also links to what does not exist yet: writing through such a link would create its target.
 * Blocks briefly for the disk.
 */
public final class Places {
  /** As many links as Linux follows before it gives up. */
  private static final int MAX_LINKS = 40;

  private final Path worktree;

  /**
   * Places seen from this worktree.
   *
   * @param worktree absolute; made real here, so that it may be given through a link
   */
  public Places(Path worktree) {
    Path real = resolve(worktree.toAbsolutePath());
    this.worktree = real == null ? worktree.toAbsolutePath().normalize() : real;
  }

  /** The worktree, absolute and real. */
  public Path worktree() {
    return worktree;
  }

  /**
   * Where a path leads; relative ones are taken from the worktree. What cannot be found out counts
   * as outside.
   */
  public Place find(Path path) {
    return find(path, worktree);
  }

  /** Where a path leads when it is relative to this folder. */
  public Place find(Path path, Path from) {
    Path given = from.resolve(path);
    Path real = resolve(given);
    boolean inside = real != null && real.startsWith(worktree);
    Path seen = real == null ? given.normalize() : real;
    return new Place(given, real, inside, gitInternals(inside ? worktree.relativize(seen) : seen));
  }

  /** The same for text, which may not even be a path; then null. */
  public @Nullable Place find(String path, Path from) {
    try {
      return find(Path.of(path), from);
    } catch (InvalidPathException _) {
      return null; // the caller treats it as outside
    }
  }

  private static boolean gitInternals(Path path) {
    for (Path part : path) {
      if (part.toString().equalsIgnoreCase(".git")) {
        return true;
      }
    }
    return false;
  }

  /**
   * The real path, of the part that exists; null when a link leads in circles or cannot be read.
   */
  private static @Nullable Path resolve(Path absolute) {
    Path root = absolute.getRoot();
    if (root == null) {
      return null;
    }
    Deque<Path> left = new ArrayDeque<>();
    absolute.forEach(left::addLast);
    Path at = root;
    int links = 0;
    while (!left.isEmpty()) {
      Path name = left.removeFirst();
      String text = name.toString();
      if (text.isEmpty() || text.equals(".")) {
        continue;
      }
      if (text.equals("..")) {
        Path parent = at.getParent();
        at = parent == null ? at : parent;
        continue;
      }
      Path next = at.resolve(name);
      if (!Files.isSymbolicLink(next)) {
        at = spelled(next, at);
        continue;
      }
      if (++links > MAX_LINKS) {
        return null;
      }
      try {
        Path target = Files.readSymbolicLink(next);
        if (target.isAbsolute()) {
          at = root;
        }
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
          left.addFirst(target.getName(i));
        }
      } catch (IOException _) {
        return null; // unreadable: nobody knows where it leads
      }
    }
    return at;
  }

  /** As the disk spells it, which matters where upper and lower case are the same. */
  private static Path spelled(Path path, Path parent) {
    try {
      Path real = path.toRealPath(LinkOption.NOFOLLOW_LINKS);
      Path name = real.getFileName();
      return name == null ? path : parent.resolve(name);
    } catch (IOException _) {
      return path; // it does not exist yet, so it has no other spelling
    }
  }
}
