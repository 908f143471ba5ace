package dev.muster.engine.export;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.CheckpointMade;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.export.TurnChanges.FilePatch;
import dev.muster.engine.git.ChangeBounds;
import dev.muster.engine.git.Changeset;
import dev.muster.engine.git.Checkpoints;
import dev.muster.engine.git.DiffLine;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileDiff;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Hunk;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.SessionRow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads from the repository what each turn of a session changed, between the checkpoints the
 * journal names. Bounded for a session; what is left out is said. Used by one thread; blocks.
 */
final class ChangesOfTurns {
  private static final Logger LOG = LoggerFactory.getLogger(ChangesOfTurns.class);
  private static final int MOST_FILES = 300;
  private static final long MOST_CHARS = 8 << 20;
  private static final int MOST_OF_A_FILE = 400_000;

  private final Map<Integer, String> commits = new TreeMap<>();
  private final @Nullable Checkpoints checkpoints;
  private @Nullable String before;
  private long chars;

  ChangesOfTurns(Journal journal, Workplace workplace, SessionRow row) {
    SessionId id = row.id();
    for (Recorded recorded :
        journal.ofKinds(id, Set.of(kind(WorktreeReady.class), kind(CheckpointMade.class)))) {
      switch (recorded.event()) {
        case WorktreeReady ready -> before = ready.baseCommit();
        case CheckpointMade made -> commits.put(recorded.turn(), made.commit());
        default -> LOG.debug("An event of {} that was not asked for", id);
      }
    }
    checkpoints = commits.isEmpty() ? null : open(workplace, row);
  }

  private static String kind(Class<?> event) {
    return event.getSimpleName();
  }

  private static @Nullable Checkpoints open(Workplace workplace, SessionRow row) {
    try {
      var repository = workplace.repository(Path.of(row.repository()));
      return repository.id().equals(row.projectId()) ? repository.checkpoints() : null;
    } catch (FleetException | InvalidPathException gone) {
      LOG.debug("The repository of {} cannot be asked", row.id(), gone);
      return null;
    }
  }

  /** What a turn changed; null when nothing is known of it. Ask for one turn after the other. */
  @Nullable TurnChanges of(int turn) {
    String to = commits.get(turn);
    String from = before;
    if (checkpoints == null || to == null || from == null) {
      return null;
    }
    before = to;
    try {
      return between(checkpoints, turn, from, to);
    } catch (GitException gone) {
      LOG.debug("The changes of turn {} are not there", turn, gone);
      return new TurnChanges(
          turn, List.of(), "The repository does not have the files of this turn any more.");
    }
  }

  private TurnChanges between(Checkpoints from, int turn, String old, String now)
      throws GitException {
    Changeset changes = from.between(old, now, ChangeBounds.DEFAULT);
    List<FilePatch> files = new ArrayList<>();
    int left = changes.moreFiles();
    for (FileChange file : changes.files()) {
      if (files.size() >= MOST_FILES || chars >= MOST_CHARS) {
        left++;
        continue;
      }
      String patch =
          file.kind() == FileChange.Kind.TEXT
              ? text(from.diff(changes, file, ChangeBounds.DEFAULT))
              : "";
      chars += patch.length();
      files.add(
          new FilePatch(file.path(), file.status().name(), file.added(), file.removed(), patch));
    }
    return new TurnChanges(
        turn, files, left == 0 ? "" : "%,d more files are left out.".formatted(left));
  }

  private static String text(FileDiff diff) {
    StringBuilder text = new StringBuilder();
    for (Hunk hunk : diff.hunks()) {
      text.append("@@ -")
          .append(hunk.oldStart() + "," + hunk.oldCount())
          .append(" +")
          .append(hunk.newStart() + "," + hunk.newCount())
          .append(" @@ ")
          .append(hunk.section())
          .append('\n');
      for (DiffLine line : hunk.lines()) {
        text.append(
                switch (line.kind()) {
                  case CONTEXT -> ' ';
                  case ADDED -> '+';
                  case REMOVED -> '-';
                })
            .append(line.text())
            .append('\n');
        if (text.length() > MOST_OF_A_FILE) {
          return text.append("… more is left out\n").toString();
        }
      }
    }
    return text.toString();
  }
}
