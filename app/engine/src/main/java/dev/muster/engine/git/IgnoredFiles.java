package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Sorts a worktree's ignored files: the same in the user's checkout, made by builds and package
 * managers, or worth keeping. {@code git worktree remove} would drop all of them without a word.
 */
final class IgnoredFiles {
  /** Folders that tools make and can make again. */
  private static final Set<String> DERIVED_FOLDERS =
      Set.of(
          "node_modules",
          "bower_components",
          ".pnpm-store",
          ".yarn",
          "target",
          "build",
          "dist",
          "out",
          "bin",
          "obj",
          "_build",
          "deps",
          "cmake-build-debug",
          "cmake-build-release",
          ".gradle",
          ".kotlin",
          "classes",
          "generated",
          ".venv",
          "venv",
          "__pycache__",
          ".tox",
          ".nox",
          ".eggs",
          ".mypy_cache",
          ".pytest_cache",
          ".ruff_cache",
          ".ipynb_checkpoints",
          ".next",
          ".nuxt",
          ".svelte-kit",
          ".angular",
          ".parcel-cache",
          ".turbo",
          ".vite",
          ".cache",
          ".sass-cache",
          "coverage",
          ".nyc_output",
          "htmlcov",
          "DerivedData",
          "Pods",
          ".build",
          ".dart_tool",
          ".terraform",
          ".stack-work",
          "dist-newstyle",
          "zig-cache",
          ".zig-cache",
          "zig-out",
          "elm-stuff");

  private static final Set<String> DERIVED_ENDINGS =
      Set.of(".class", ".o", ".obj", ".pyc", ".pyo", ".tsbuildinfo", ".ds_store", ".swp");

  /**
   * @param worth relative paths worth keeping, folders with a slash at the end
   * @param derived what tools can make again, with sizes
   */
  record Sorted(List<String> worth, List<String> derived) {}

  private final Git git;
  private final Path checkout;

  /**
   * @param checkout the user's checkout, where the same file may be
   */
  IgnoredFiles(Git git, Path checkout) {
    this.git = git;
    this.checkout = checkout;
  }

  /** Ignored files and folders of a worktree, none of them inside another. */
  List<String> names(Path worktree) throws GitException {
    var names = new ArrayList<String>();
    var folder = "";
    for (var name : listed(GitPlace.at(worktree))) {
      if (folder.isEmpty() || !name.startsWith(folder)) {
        folder = name.endsWith("/") ? name : folder;
        names.add(name);
      }
    }
    return names;
  }

  private List<String> listed(GitPlace place) throws GitException {
    return git.run(
            place, "ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory")
        .fields();
  }

  Sorted sort(GitPlace place, Path worktree) throws GitException {
    var worth = new ArrayList<String>();
    var derived = new ArrayList<String>();
    var folder = "";
    for (var name : listed(place)) {
      // A folder is listed before what is in it, and some of that is listed again.
      if (!folder.isEmpty() && name.startsWith(folder)) {
        continue;
      }
      folder = name.endsWith("/") ? name : folder;
      if (isDerived(name)) {
        derived.add("%s (%s)".formatted(name, size(worktree, name)));
      } else if (name.endsWith("/") || !isTheSame(worktree, name)) {
        worth.add(name);
      }
    }
    return new Sorted(worth, derived);
  }

  private static boolean isDerived(String name) {
    if (!name.endsWith("/")) {
      var lower = name.toLowerCase(Locale.ROOT);
      return DERIVED_ENDINGS.stream().anyMatch(lower::endsWith);
    }
    for (var part : name.split("/")) {
      if (DERIVED_FOLDERS.contains(part)) {
        return true;
      }
    }
    return false;
  }

  private boolean isTheSame(Path worktree, String name) {
    try {
      var here = worktree.resolve(name);
      var there = checkout.resolve(name);
      return !checkout.equals(worktree)
          && Files.isRegularFile(here, LinkOption.NOFOLLOW_LINKS)
          && Files.isRegularFile(there, LinkOption.NOFOLLOW_LINKS)
          && Files.mismatch(here, there) == -1;
    } catch (IOException | InvalidPathException e) {
      return false; // what cannot be compared is kept
    }
  }

  private static String size(Path worktree, String name) {
    try {
      var file = worktree.resolve(name);
      long bytes = name.endsWith("/") ? Folders.cost(file).bytes() : Files.size(file);
      return bytes < 1 << 20
          ? "%,d KiB".formatted((bytes + 1023) >> 10)
          : "%,d MiB".formatted(bytes >> 20);
    } catch (IOException | InvalidPathException e) {
      return "size unknown";
    }
  }
}
