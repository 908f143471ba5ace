package dev.muster.engine.keep;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.WorktreeCost;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.EventWeight;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what sessions take on the disk and remembers it: for a session that is over and has no
 * worktree as long as nothing happens in it, for any other a few minutes. Safe for any thread;
 * measuring blocks.
 */
final class DiskMeter {
  private static final Logger LOG = LoggerFactory.getLogger(DiskMeter.class);
  private static final Duration FRESH = Duration.ofMinutes(10);

  private enum Part {
    OUTPUTS,
    RAW,
    ATTACHMENTS,
    IGNORED,
    OTHER
  }

  private record Known(long events, DiskUse use) {}

  private final Journal journal;
  private final DataFolder folder;
  private final Workplace workplace;
  private final Clock clock;
  private final Map<SessionId, Known> known = new ConcurrentHashMap<>();

  DiskMeter(Journal journal, DataFolder folder, Workplace workplace, Clock clock) {
    this.journal = journal;
    this.folder = folder;
    this.workplace = workplace;
    this.clock = clock;
  }

  /** What was measured before and still holds; null when it has to be measured. */
  @Nullable DiskUse remembered(SessionRow row) {
    Known last = known.get(row.id());
    if (last == null || last.events() != row.events()) {
      return null;
    }
    boolean still = row.state() == SessionState.CLOSED && last.use().worktree() == 0;
    Instant until = last.use().measured().plus(FRESH);
    return still || clock.instant().isBefore(until) ? last.use() : null;
  }

  void forget(SessionId session) {
    known.remove(session);
  }

  /**
   * Measures.
   *
   * @param stop asked all the time; what was measured until then is told, and not remembered
   */
  DiskUse measure(SessionRow row, BooleanSupplier stop) {
    EventWeight weight = journal.weight(row.id());
    Map<Part, Long> parts = new EnumMap<>(Part.class);
    boolean whole = files(folder.sessionFolder(row.id()), parts, stop);
    WorktreeCost worktree = worktree(row, stop);
    DiskUse use =
        new DiskUse(
            row.id(),
            weight.events(),
            weight.bytes(),
            parts.getOrDefault(Part.OUTPUTS, 0L),
            parts.getOrDefault(Part.RAW, 0L),
            parts.getOrDefault(Part.ATTACHMENTS, 0L),
            parts.getOrDefault(Part.IGNORED, 0L),
            parts.getOrDefault(Part.OTHER, 0L),
            worktree.source(),
            worktree.ignored(),
            whole && worktree.complete(),
            clock.instant());
    if (!stop.getAsBoolean()) {
      known.put(row.id(), new Known(row.events(), use));
    }
    return use;
  }

  private static boolean files(Path root, Map<Part, Long> parts, BooleanSupplier stop) {
    if (!Files.isDirectory(root, LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    boolean[] whole = {true};
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              parts.merge(part(root.relativize(file)), attributes.size(), Long::sum);
              whole[0] &= !stop.getAsBoolean();
              return whole[0] ? FileVisitResult.CONTINUE : FileVisitResult.TERMINATE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException gone) {
              whole[0] = false;
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException unreadable) {
      LOG.debug("{} could only be weighed in part", root, unreadable);
      whole[0] = false;
    }
    return whole[0];
  }

  private static Part part(Path inFolder) {
    String first = inFolder.getName(0).toString();
    return switch (first) {
      case "spill" -> Part.OUTPUTS;
      case "attachments" -> Part.ATTACHMENTS;
      case "ignored" -> Part.IGNORED;
      default -> first.startsWith("wire.") ? Part.RAW : Part.OTHER;
    };
  }

  private WorktreeCost worktree(SessionRow row, BooleanSupplier stop) {
    Path path = worktree(row);
    if (path == null) {
      return WorktreeCost.NONE;
    }
    try {
      return workplace.repository(Path.of(row.repository())).worktrees().split(path, stop);
    } catch (FleetException gone) {
      LOG.debug("The repository of {} cannot be asked", row.id(), gone);
      return new WorktreeCost(0, 0, false);
    }
  }

  /**
   * The session's worktree, if it is there: only ever one below Muster's own folder, whatever an
   * imported story says.
   */
  @Nullable Path worktree(SessionRow row) {
    String said = row.worktree();
    if (said == null) {
      return null;
    }
    try {
      Path path = Path.of(said).toAbsolutePath().normalize();
      return path.startsWith(folder.worktrees())
              && path.endsWith(row.id().value())
              && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
          ? path
          : null;
    } catch (InvalidPathException none) {
      return null;
    }
  }
}
