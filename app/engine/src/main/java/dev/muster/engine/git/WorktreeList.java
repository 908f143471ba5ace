package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code git worktree list --porcelain -z} and finds each one's private git folder. */
final class WorktreeList {
  private static final Logger LOG = LoggerFactory.getLogger(WorktreeList.class);

  private final Path commonDir;

  WorktreeList(Path commonDir) {
    this.commonDir = commonDir;
  }

  List<Worktree> parse(List<String> fields) {
    var gitDirs = gitDirs();
    var found = new ArrayList<Worktree>();
    var record = new ArrayList<String>();
    for (var field : fields) {
      if (field.isEmpty()) {
        add(found, record, gitDirs);
        record.clear();
      } else {
        record.add(field);
      }
    }
    add(found, record, gitDirs);
    return List.copyOf(found);
  }

  private void add(List<Worktree> found, List<String> record, Map<Path, Path> gitDirs) {
    Path path = null;
    String commit = null;
    String branch = null;
    String locked = null;
    for (var line : record) {
      int space = line.indexOf(' ');
      var value = space < 0 ? "" : line.substring(space + 1);
      switch (space < 0 ? line : line.substring(0, space)) {
        case "worktree" -> path = path(value);
        case "HEAD" -> commit = value;
        case "branch" -> branch = value.startsWith("refs/heads/") ? value.substring(11) : value;
        case "locked" -> locked = value;
        default -> {} // bare, detached, prunable, and what later versions add
      }
    }
    if (path == null) {
      return;
    }
    boolean main = found.isEmpty();
    var gitDir = main ? commonDir : gitDirs.get(path);
    if (gitDir != null) {
      var head =
          commit == null || commit.chars().allMatch(c -> c == '0')
              ? null
              : new Head(branch, commit);
      found.add(new Worktree(path, gitDir, head, main, locked, !Files.isDirectory(path)));
    }
  }

  /** From a worktree's path to its private git folder, as the files {@code gitdir} tell. */
  private Map<Path, Path> gitDirs() {
    var byPath = new HashMap<Path, Path>();
    var all = commonDir.resolve("worktrees");
    if (!Files.isDirectory(all)) {
      return byPath;
    }
    try (var entries = Files.newDirectoryStream(all)) {
      for (var entry : entries) {
        var file = entry.resolve("gitdir");
        if (Files.isRegularFile(file)) {
          var text = Files.readString(file);
          var dotGit = path(text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
          if (dotGit != null && dotGit.getParent() != null) {
            byPath.put(entry.resolve(dotGit).normalize().getParent(), entry);
          }
        }
      }
    } catch (IOException e) {
      LOG.warn("The worktrees below {} could not all be read", all, e);
    }
    return byPath;
  }

  private static @Nullable Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      LOG.warn("A worktree at a path that Java cannot hold is passed over: {}", text);
      return null;
    }
  }
}
