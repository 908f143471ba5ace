package dev.muster.engine.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in the temporary folder for contents that git is to compare and the repository is never
 * to hold.
 */
final class ScratchObjects implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchObjects.class);

  private final Git git;
  private final GitPlace store;
  private final Path folder;
  private final Map<String, String> env;

  ScratchObjects(Git git, GitPlace store) throws GitException {
    this.git = git;
    this.store = store;
    try {
      folder = Files.createTempDirectory("muster-compare");
    } catch (IOException e) {
      throw new GitException("No temporary folder could be made: " + e.getMessage(), "", e);
    }
    env = Map.of("GIT_OBJECT_DIRECTORY", folder.toString());
  }

  /** Stores a content as it is and gives its id. */
  String store(byte[] bytes) throws GitException {
    return git.run(
            GitCall.of(
                    store,
                    "-c",
                    "core.looseCompression=0",
                    "hash-object",
                    "-w",
                    "-t",
                    "blob",
                    "--stdin")
                .reading(bytes)
                .with(env)
                .within(Duration.ofMinutes(1)))
        .text();
  }

  /** The same call, among the contents stored here. */
  GitCall in(GitCall call) {
    return call.with(env);
  }

  @Override
  public void close() {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      // A megabyte in the temporary folder, which the system clears.
      LOG.warn("{} could not be deleted: {}", folder, e.toString());
    }
  }
}
