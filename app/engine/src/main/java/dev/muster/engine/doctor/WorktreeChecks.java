package dev.muster.engine.doctor;

import dev.muster.engine.doctor.MachineChecks.Sizes;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The worktrees on disk beside the sessions they belong to: what they cost, and what is amiss. */
final class WorktreeChecks {
  private static final Duration WEIGHING = Duration.ofSeconds(3);

  /** One line each is for reading; hundreds of them are not. */
  private static final int MOST = 10;

  private final Path worktrees;
  private final @Nullable List<SessionRow> sessions;
  private long bytes;
  private boolean weighed = true;

  /**
   * @param sessions all there are; null when that is not known, then no folder is called left over
   */
  WorktreeChecks(DataFolder folder, @Nullable List<SessionRow> sessions) {
    this.worktrees = folder.worktrees();
    this.sessions = sessions;
  }

  void run(Consumer<Finding> tell) {
    List<Path> folders = new ArrayList<>();
    List<Finding> amiss = new ArrayList<>();
    try {
      for (Path project : list(worktrees)) {
        folders.addAll(list(project));
      }
      Map<String, SessionRow> known = new HashMap<>();
      if (sessions != null) {
        sessions.forEach(row -> known.put(row.id().value(), row));
      }
      folders.forEach(folder -> look(folder, known, amiss));
    } catch (IOException failed) {
      tell.accept(
          Finding.warning(
              "worktrees",
              "Worktrees",
              "could not all be read: " + failed.getMessage(),
              "Look at " + worktrees + "."));
      return;
    }
    missing(amiss);
    weigh();
    tell.accept(
        Finding.ok(
            "worktrees",
            "Worktrees",
            folders.isEmpty()
                ? "none"
                : folders.size() + ", " + (weighed ? "" : "more than ") + Sizes.of(bytes)));
    amiss.stream().limit(MOST).forEach(tell);
    if (amiss.size() > MOST) {
      tell.accept(
          Finding.warning(
              "worktrees",
              "Worktrees",
              (amiss.size() - MOST) + " more like these",
              "Look at " + worktrees + "."));
    }
  }

  private void look(Path folder, Map<String, SessionRow> known, List<Finding> amiss) {
    String id = String.valueOf(folder.getFileName());
    SessionRow row = known.get(id);
    Path gone = goneRepository(folder);
    if (gone != null) {
      amiss.add(
          Finding.warning(
              "worktrees.detached",
              "Worktree " + id,
              "its repository is not where it was: " + gone,
              "If it was moved, run in it: git worktree repair " + folder));
    } else if (sessions != null && (row == null || row.state() == SessionState.CLOSED)) {
      amiss.add(
          Finding.warning(
              "worktrees.orphan",
              "Worktree " + id,
              (row == null ? "no session knows it: " : "its session is closed: ") + folder,
              "Look into it for work you want. Then: git -C " + folder + " worktree remove ."));
    }
  }

  /** Sessions that can go on, whose worktree is not there any more. */
  private void missing(List<Finding> amiss) {
    if (sessions == null) {
      return;
    }
    for (SessionRow row : sessions) {
      String worktree = row.worktree();
      if (row.state() != SessionState.CLOSED && worktree != null && !isFolder(worktree)) {
        amiss.add(
            Finding.warning(
                "worktrees.missing",
                "Session " + row.id(),
                "its worktree is gone: " + worktree,
                "What was committed is on its branch "
                    + row.branch()
                    + ". Get the folder back with: git -C "
                    + row.repository()
                    + " worktree add -f "
                    + worktree
                    + " "
                    + row.branch()));
      }
    }
  }

  private static boolean isFolder(String path) {
    try {
      return Files.isDirectory(Path.of(path));
    } catch (InvalidPathException notHere) {
      return false;
    }
  }

  /** Where a worktree's own git folder should be and is not; null when all is well. */
  private static @Nullable Path goneRepository(Path folder) {
    Path link = folder.resolve(".git");
    try {
      String text = Files.isRegularFile(link) ? Files.readString(link).strip() : "";
      if (!text.startsWith("gitdir:")) {
        return null; // no worktree at all; it is told as left over
      }
      Path git = folder.resolve(text.substring("gitdir:".length()).strip()).normalize();
      return Files.isDirectory(git) ? null : git;
    } catch (IOException | InvalidPathException unreadable) {
      return null;
    }
  }

  private static List<Path> list(Path folder) throws IOException {
    List<Path> folders = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
        entries.forEach(folders::add);
      }
    }
    folders.sort(null);
    return folders;
  }

  /** Adds up what lies there until the time is over. */
  private void weigh() {
    long deadline = System.nanoTime() + WEIGHING.toNanos();
    try {
      Files.walkFileTree(
          worktrees,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              bytes += attributes.isRegularFile() ? attributes.size() : 0;
              if (System.nanoTime() - deadline > 0) {
                weighed = false;
                return FileVisitResult.TERMINATE;
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException changing) {
      weighed = false; // an agent at work may take away what is just being looked at
    }
  }
}
