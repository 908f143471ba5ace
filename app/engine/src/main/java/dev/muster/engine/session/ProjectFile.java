package dev.muster.engine.session;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * A repository's own settings for Muster, from {@code .muster/project.toml} of the worktree: text
 * that the repository brings along, so nothing of it runs without passing the gate.
 *
 * @param setup shell script to run once in a new worktree; null for none
 */
record ProjectFile(@Nullable String setup) {
  private static final String NAME = ".muster/project.toml";
  private static final long LARGEST = 64 * 1024;
  private static final ProjectFile NONE = new ProjectFile(null);

  /**
   * Reads the file; a missing one says nothing.
   *
   * @throws FleetException with the line that cannot be read
   */
  static ProjectFile read(Path worktree) throws FleetException {
    Path file = worktree.resolve(NAME);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return NONE;
    }
    try {
      if (Files.size(file) > LARGEST) {
        throw new FleetException(NAME + " is larger than 64 KiB and was not read.");
      }
      JsonNode root = new TomlMapper().readTree(Files.readString(file));
      JsonNode setup = root.path("setup");
      if (setup.isMissingNode() || setup.isNull()) {
        return NONE;
      }
      if (!setup.isString()) {
        throw new FleetException(NAME + ": setup must be a text, such as setup = \"npm ci\".");
      }
      return setup.stringValue().isBlank() ? NONE : new ProjectFile(setup.stringValue());
    } catch (JacksonException unreadable) {
      throw new FleetException(
          NAME + " cannot be read: " + unreadable.getOriginalMessage(), unreadable);
    } catch (IOException unreadable) {
      throw new FleetException(NAME + " cannot be read: " + unreadable.getMessage(), unreadable);
    }
  }
}
