package dev.muster.engine.git;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the commits and the staged files of a worktree that nothing else keeps. */
final class HeldWork {
  /** Entries of the worktree's history of HEAD that are looked at, the latest ones. */
  private static final int MAX_ENTRIES = 500;

  private final Git git;
  private final GitPlace place;
  private final Path gitDir;

  /**
   * @param place the shared git folder, so that it works without the worktree's folder too
   * @param gitDir the worktree's private git folder
   */
  HeldWork(Git git, GitPlace place, Path gitDir) {
    this.git = git;
    this.place = place;
    this.gitDir = gitDir;
  }

  /** How many commits of {@code head} no branch but {@code branch}, no tag and no remote has. */
  int ownCommits(String head, @Nullable String branch) throws GitException {
    var args = new ArrayList<>(List.of("rev-list", "--count", head, "--not"));
    if (branch != null) {
      args.add("--exclude=" + branch);
    }
    args.addAll(List.of("--branches", "--tags", "--remotes"));
    return Integer.parseInt(git.run(GitCall.of(place, args)).text());
  }

  /** The last commits of each line that HEAD once was at and that nothing keeps any more. */
  List<String> dropped(String head) throws GitException {
    var once = entries();
    if (once.isEmpty()) {
      return List.of();
    }
    var args =
        new ArrayList<>(List.of("rev-list", "--ignore-missing", "--parents", "--max-count=5000"));
    args.addAll(once);
    args.addAll(List.of("--not", head, "--all"));
    var unkept = new LinkedHashSet<String>();
    var parents = new HashSet<String>();
    git.run(GitCall.of(place, args))
        .text()
        .lines()
        .map(line -> List.of(line.split(" ")))
        .forEach(
            ids -> {
              unkept.add(ids.getFirst());
              parents.addAll(ids.subList(1, ids.size()));
            });
    unkept.removeAll(parents);
    return List.copyOf(unkept);
  }

  /** The tree of what is staged, null when that cannot be one (an unfinished merge). */
  @Nullable String stagedTree(Path scratch) throws GitException {
    var own = gitDir.resolve("index");
    try {
      // On a copy: write-tree writes its cache back.
      Files.createDirectories(scratch.getParent());
      Files.copy(own, scratch, StandardCopyOption.REPLACE_EXISTING);
      var said = git.run(GitCall.of(place.withIndex(scratch), "write-tree").accepting(0, 128));
      return said.exit() == 0 ? said.text() : null;
    } catch (NoSuchFileException e) {
      return null;
    } catch (GitException e) {
      throw e;
    } catch (IOException e) {
      throw new GitException("What is staged could not be read: " + e.getMessage(), "", e);
    } finally {
      scratch.toFile().delete();
    }
  }

  /** The ids HEAD was at, the latest first (gitrepository-layout(5), "logs"). */
  private Set<String> entries() throws GitException {
    List<String> lines;
    try {
      lines =
          Files.readAllLines(gitDir.resolve("logs").resolve("HEAD"), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException e) {
      throw new GitException(
          "The worktree's history of HEAD could not be read: " + e.getMessage(), "", e);
    }
    var ids = new LinkedHashSet<String>();
    for (var line : lines.reversed()) {
      var words = line.split(" ", 3);
      if (words.length == 3
          && words[1].matches("[0-9a-f]{40,64}")
          && words[1].chars().anyMatch(c -> c != '0')) {
        ids.add(words[1]);
      }
      if (ids.size() == MAX_ENTRIES) {
        break;
      }
    }
    return ids;
  }
}
