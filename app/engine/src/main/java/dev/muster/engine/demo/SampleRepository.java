package dev.muster.engine.demo;

import dev.muster.engine.git.Git;
import dev.muster.engine.git.GitCall;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.GitPlace;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Makes the sample repository "shop": some shell functions with tests, of which exactly one fails,
 * in a few commits. It needs git and a POSIX shell and nothing else, and leaves the user's own git
 * configuration as it is.
 */
final class SampleRepository {
  private static final Logger LOG = LoggerFactory.getLogger(SampleRepository.class);
  private static final String NAME = "shop";
  private static final int MOST = 10_000;

  /** Who the commits are by: given with each call, so that no configuration is read or written. */
  private static final Map<String, String> AUTHOR =
      Map.of(
          "GIT_AUTHOR_NAME", "Muster demo",
          "GIT_AUTHOR_EMAIL", "demo@muster.invalid",
          "GIT_COMMITTER_NAME", "Muster demo",
          "GIT_COMMITTER_EMAIL", "demo@muster.invalid");

  /** Whatever the user has set, the demo looks the same everywhere and signs nothing. */
  private static final List<String> SETTINGS =
      List.of(
          "-c",
          "commit.gpgSign=false",
          "-c",
          "core.autocrlf=false",
          "-c",
          "core.excludesFile=",
          "-c",
          "init.defaultBranch=main");

  private final Git git;

  SampleRepository(Git git) {
    this.git = git;
  }

  /**
   * Makes it in a new folder {@code shop}, {@code shop-2} … below {@code parent}. Blocks for less
   * than a second.
   *
   * @return its folder
   * @throws IOException with a sentence, when it could not be made; nothing of it is left then
   */
  Path make(Path parent) throws IOException {
    Path folder = newFolder(parent);
    try {
      run(folder, "init", "--quiet", "--template=");
      for (JsonNode commit : DemoFiles.json("commits.json")) {
        for (Map.Entry<String, JsonNode> file : commit.path("files").properties()) {
          Path target = folder.resolve(file.getKey());
          Files.createDirectories(Optional.ofNullable(target.getParent()).orElse(folder));
          Files.writeString(target, DemoFiles.text(file.getValue().asString()));
        }
        run(folder, "add", "--all");
        run(folder, "commit", "--quiet", "--message", commit.path("message").asString());
      }
      return folder;
    } catch (IOException | RuntimeException failed) {
      remove(folder);
      throw new IOException(
          "The sample repository could not be made in %s: %s Nothing of it was left there."
              .formatted(parent, failed.getMessage()),
          failed);
    }
  }

  private static Path newFolder(Path parent) throws IOException {
    Files.createDirectories(parent);
    for (int number = 1; number <= MOST; number++) {
      Path folder = parent.resolve(number == 1 ? NAME : NAME + "-" + number);
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException _) {
        continue; // an earlier demo: it may hold somebody's work, so the next name is taken
      }
    }
    throw new IOException(
        "There are %d sample repositories in %s. Delete those you no longer need."
            .formatted(MOST, parent));
  }

  private void run(Path folder, String... args) throws GitException {
    List<String> line = Stream.concat(SETTINGS.stream(), Stream.of(args)).toList();
    git.run(GitCall.of(GitPlace.at(folder), line).with(AUTHOR));
  }

  /** Takes away what was just made here and holds nothing of anyone's. */
  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException failed) {
      // The caller is told what went wrong; a leftover folder only costs the next demo its name.
      LOG.warn("The unfinished sample repository {} could not be deleted.", folder, failed);
    }
  }
}
