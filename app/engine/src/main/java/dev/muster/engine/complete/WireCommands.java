package dev.muster.engine.complete;

import dev.muster.engine.agent.AgentCommand;
import dev.muster.engine.agent.wire.AnnouncedCommands;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds in a session's raw log which commands its agent announced last. The log is kept over a
 * restart, so what was announced before one is known at once. Blocks: up to 32 MiB are read.
 */
final class WireCommands {
  private static final int FILES = 4;
  private static final String HEARD = " < ";

  private WireCommands() {}

  /** What the log holds; no commands where none were announced. */
  static List<AgentCommand> in(Path folder) throws IOException {
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve(i == 0 ? "wire.log" : "wire." + i + ".log");
      Optional<List<AgentCommand>> found = last(file);
      if (found.isPresent()) {
        return found.get();
      }
    }
    return List.of();
  }

  private static Optional<List<AgentCommand>> last(Path file) throws IOException {
    @Nullable List<AgentCommand> found = null;
    try (BufferedReader lines =
        new BufferedReader(
            // Bytes that are no UTF-8 are replaced: a line cut by a crash must not end the reading.
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        int at = line.indexOf(HEARD);
        if (at > 0 && at < 40) {
          Optional<List<AgentCommand>> here = AnnouncedCommands.in(line.substring(at + 3));
          // Of names alone, where descriptions are known already, nothing is learned.
          if (here.isPresent() && (found == null || described(here.get()) || !described(found))) {
            found = here.get();
          }
        }
      }
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    return Optional.ofNullable(found);
  }

  private static boolean described(List<AgentCommand> all) {
    return all.stream().anyMatch(one -> !one.description().isEmpty());
  }
}
