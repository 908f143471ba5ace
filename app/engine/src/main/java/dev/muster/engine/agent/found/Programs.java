package dev.muster.engine.agent.found;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds programs on the search path and where package managers put them. A desktop does not start
 * Muster with the search path that a terminal has, so the usual places are looked at, too.
 */
final class Programs {
  /** Where systems put programs for all. */
  static final List<String> SYSTEM =
      List.of("/usr/local/bin", "/opt/homebrew/bin", "/usr/bin", "/bin", "/snap/bin");

  /** Names the folders that are looked at in place of all others, as in a search path. */
  static final String ONLY = "MUSTER_AGENT_PATH";

  private final Path home;
  private final Set<Path> only;
  private final Set<Path> folders = new LinkedHashSet<>();

  Programs(Map<String, String> environment, Path home, List<String> system) {
    this.home = home;
    addAll(environment.getOrDefault(ONLY, ""));
    only = Set.copyOf(folders);
    addAll(environment.getOrDefault("PATH", ""));
    for (String name : List.of("NVM_BIN", "PNPM_HOME", "VOLTA_HOME", "BUN_INSTALL")) {
      String value = environment.getOrDefault(name, "");
      if (!value.isBlank()) {
        add(value);
        add(value + "/bin");
      }
    }
    for (String usual :
        List.of(
            ".local/bin",
            ".claude/local",
            ".npm-global/bin",
            ".npm/bin",
            ".opencode/bin",
            ".bun/bin",
            ".volta/bin",
            ".local/share/pnpm",
            ".local/share/mise/shims",
            ".asdf/shims",
            "bin")) {
      folders.add(home.resolve(usual));
    }
    newestNode();
    system.forEach(this::add);
  }

  private void addAll(String searchPath) {
    for (String part : searchPath.split(Pattern.quote(File.pathSeparator))) {
      if (!part.isBlank()) {
        add(part);
      }
    }
  }

  private void add(String folder) {
    try {
      Path path = Path.of(folder);
      if (path.isAbsolute()) {
        folders.add(path.normalize());
      }
    } catch (InvalidPathException none) {
      // What is no path holds no program.
    }
  }

  /** nvm keeps a folder for each version of Node; the newest one is looked at first. */
  private void newestNode() {
    Path versions = home.resolve(".nvm/versions/node");
    if (!Files.isDirectory(versions)) {
      return;
    }
    List<Path> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(versions, "v*")) {
      entries.forEach(all::add);
    } catch (IOException | UncheckedIOException unreadable) {
      return; // then nothing is found there
    }
    all.sort(
        (a, b) ->
            java.lang.Runtime.Version.parse(number(b))
                .compareTo(java.lang.Runtime.Version.parse(number(a))));
    all.forEach(version -> folders.add(version.resolve("bin")));
  }

  private static String number(Path version) {
    String text = String.valueOf(version.getFileName()).replaceFirst("^v", "");
    return text.matches("[1-9][0-9]*([.][0-9]+)*") ? text.replaceAll("([.]0)+$", "") : "1";
  }

  /** The program of that name, absolute; null when it is nowhere. */
  @Nullable Path find(String name) {
    for (Path folder : folders) {
      Path file = folder.resolve(name);
      if ((only.isEmpty() || only.contains(folder))
          && Files.isRegularFile(file)
          && Files.isExecutable(file)) {
        return file;
      }
    }
    return null;
  }

  /** Where it looks, as a search path: programs start others of theirs by name, such as node. */
  String path() {
    return String.join(
        File.pathSeparator,
        folders.stream().filter(Files::isDirectory).map(Path::toString).toList());
  }
}
