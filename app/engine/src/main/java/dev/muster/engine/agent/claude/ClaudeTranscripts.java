package dev.muster.engine.agent.claude;

import dev.muster.engine.event.SessionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The conversations that Claude Code had without Muster, from its own files; for taking them into
 * history. Only reads. What it does not know in them it passes over; a file that cannot be read is
 * left out and logged. Safe for any thread; every method reads files and may take a while.
 */
public final class ClaudeTranscripts {
  private static final Logger LOG = LoggerFactory.getLogger(ClaudeTranscripts.class);
  private static final int MOST_FILES = 20_000;
  private static final int MOST_IN_LINE = 16 << 20;
  private static final long MOST_IN_HEAD = 4 << 20;
  private static final long MOST_IN_FILE = 256 << 20;

  private final Path folder;

  /**
   * A conversation.
   *
   * @param id the CLI's own, to resume it by and to know it again
   * @param file where it stands
   * @param cwd the folder it worked in, as written there: data, not to be trusted as a path
   * @param title one line: its title where it has one, else how its first prompt begins
   * @param started when its first prompt was sent
   * @param changed when something was added last
   */
  public record Found(
      String id, Path file, String cwd, String title, Instant started, Instant changed) {}

  /** An event and when it happened. */
  public record Told(Instant at, SessionEvent event) {}

  /**
   * @param config the CLI's own folder, see {@link #folder}
   */
  public ClaudeTranscripts(Path config) {
    this.folder = config.resolve("projects");
  }

  /**
   * The CLI's own folder in this environment: {@code CLAUDE_CONFIG_DIR}, else {@code ~/.claude}.
   */
  public static Path folder(Map<String, String> env, Path home) {
    String set = env.get("CLAUDE_CONFIG_DIR");
    return set == null || set.isBlank() ? home.resolve(".claude") : home.resolve(set);
  }

  /**
   * The conversations, the one that changed last first.
   *
   * @param most at most so many
   */
  public List<Found> list(int most) {
    List<Found> found = new ArrayList<>();
    for (Candidate candidate : candidates()) {
      if (found.size() >= most) {
        break;
      }
      Found one = head(candidate);
      if (one != null) {
        found.add(one);
      }
    }
    return found;
  }

  private record Candidate(Path file, Instant changed) {}

  private List<Candidate> candidates() {
    List<Candidate> all = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return all;
    }
    try (Stream<Path> projects = Files.list(folder)) {
      for (Path project : projects.filter(ClaudeTranscripts::isFolder).toList()) {
        try (Stream<Path> files = Files.list(project)) {
          files
              .filter(file -> file.getFileName().toString().endsWith(".jsonl"))
              .filter(file -> !file.getFileName().toString().startsWith("agent-"))
              .limit(MOST_FILES - all.size())
              .forEach(file -> add(all, file));
        } catch (IOException unreadable) {
          LOG.warn("{} cannot be read; its conversations are left out.", project, unreadable);
        }
      }
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read; no conversation is listed.", folder, unreadable);
    }
    all.sort(Comparator.comparing(Candidate::changed).reversed());
    return all;
  }

  private static boolean isFolder(Path path) {
    return Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void add(List<Candidate> all, Path file) {
    try {
      BasicFileAttributes facts =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (facts.isRegularFile()) {
        all.add(new Candidate(file, facts.lastModifiedTime().toInstant()));
      }
    } catch (IOException gone) {
      LOG.debug("{} is gone; it is left out.", file, gone);
    }
  }

  /** What the beginning of a file says; null when no prompt of a person is in it. */
  private static @Nullable Found head(Candidate candidate) {
    String name = candidate.file().getFileName().toString();
    String id = name.substring(0, name.length() - ".jsonl".length());
    String title = null;
    ObjectNode first = null;
    try (BoundedLines lines =
        new BoundedLines(Files.newInputStream(candidate.file()), MOST_IN_LINE, MOST_IN_HEAD)) {
      for (String line = lines.next(); line != null && first == null; line = lines.next()) {
        ObjectNode entry = Messages.read(line);
        if (entry != null) {
          title = title == null ? TranscriptReader.title(entry) : title;
          first = TranscriptReader.prompt(entry) == null ? null : entry;
        }
      }
    } catch (IOException unreadable) {
      LOG.warn("{} cannot be read; it is left out.", candidate.file(), unreadable);
      return null;
    }
    String prompt = first == null ? null : TranscriptReader.prompt(first);
    if (first == null || prompt == null) {
      return null;
    }
    return new Found(
        id,
        candidate.file(),
        Messages.text(first, "cwd"),
        title == null ? Messages.oneLine(prompt) : title,
        TranscriptReader.at(first, candidate.changed()),
        candidate.changed());
  }

  /**
   * What happened in a conversation, in order. Ids in it are those of the file, so that reading it
   * again gives the same.
   *
   * @throws IOException when the file cannot be read
   */
  public List<Told> read(Found found) throws IOException {
    TranscriptReader reader = new TranscriptReader(cwd(found), found.started());
    try (BoundedLines lines =
        new BoundedLines(Files.newInputStream(found.file()), MOST_IN_LINE, MOST_IN_FILE)) {
      for (String line = lines.next(); line != null && !reader.isFull(); line = lines.next()) {
        ObjectNode entry = Messages.read(line);
        if (entry != null) {
          reader.take(entry);
        }
      }
    }
    return reader.finish();
  }

  /** Only to shorten what is shown; nothing is looked at there. */
  private static Path cwd(Found found) {
    try {
      return Path.of(found.cwd().isEmpty() ? "/" : found.cwd()).normalize();
    } catch (InvalidPathException noPath) {
      return Path.of("/");
    }
  }
}
