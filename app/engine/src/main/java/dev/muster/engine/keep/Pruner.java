package dev.muster.engine.keep;

import dev.muster.engine.event.LifeEvent.KeptRef;
import dev.muster.engine.event.LifeEvent.Pruned;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.Removed;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionRefs;
import dev.muster.engine.git.Trash;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Throws one session away in steps that repeat: whatever moment Muster is killed at, doing it again
 * brings it to the same end.
 *
 * <ol>
 *   <li>The worktree, should it still be there, is removed as at any close: what it holds is kept
 *       under {@code refs/muster/archive} first. Until here nothing is lost.
 *   <li>{@link Pruned} is stored. From here on there is no way back: a start finishes what follows.
 *   <li>Refs, then files, then events go. Then {@link Pruned} is the session's only event.
 * </ol>
 */
final class Pruner {
  private static final int EVENTS_AT_ONCE = 5_000;

  private final Journal journal;
  private final DataFolder folder;
  private final Workplace workplace;
  private final Clock clock;
  private final FactsFinder finder;

  Pruner(Journal journal, DataFolder folder, Workplace workplace, Clock clock, FactsFinder finder) {
    this.journal = journal;
    this.folder = folder;
    this.workplace = workplace;
    this.clock = clock;
    this.finder = finder;
  }

  /**
   * Throws away.
   *
   * @param wanted the shelf it was on when it was decided; on another, it stays
   * @throws KeepException with a sentence, when it stays or not all of it could be thrown away
   */
  void prune(SessionId id, Shelf wanted, boolean workToo, long bytes) throws KeepException {
    SessionRow row =
        journal.session(id).orElseThrow(() -> new KeepException("There is no session " + id + "."));
    if (row.shelf() != Shelf.PRUNED) {
      if (row.state() != SessionState.CLOSED || row.shelf() != wanted) {
        throw new KeepException("Session " + id + " was taken up or moved meanwhile, so it stays.");
      }
      Repository repository = finder.repository(row);
      removeWorktree(row, repository);
      say(row, repository, workToo, bytes);
    }
    finish(id, row);
  }

  private void removeWorktree(SessionRow row, @Nullable Repository repository)
      throws KeepException {
    String said = finder.find(row, nothing(row.id()), false).worktree();
    if (said == null) {
      return;
    }
    if (repository == null) {
      throw new KeepException(
          "Session " + row.id() + " stays: its worktree is there and its repository is not.");
    }
    try {
      Removed removed =
          workplace
              .removal(row.id(), repository)
              .remove(workplace.removalRequest(row.id(), Path.of(said)));
      removed.deleted().join();
    } catch (GitException refused) {
      throw new KeepException("Session " + row.id() + " stays: " + refused.getMessage(), refused);
    }
  }

  private void say(SessionRow row, @Nullable Repository repository, boolean workToo, long bytes)
      throws KeepException {
    List<KeptRef> left = new ArrayList<>();
    List<KeptRef> removed = new ArrayList<>();
    if (repository != null) {
      String id = row.id().value();
      for (SessionRefs.Ref ref : refs(repository, row.id())) {
        if (SessionRefs.underWay(id, ref)) {
          throw new KeepException(
              "Session " + id + " stays: something was begun with its work and not ended.");
        }
        boolean stays = SessionRefs.isArchive(id, ref) && !workToo;
        (stays ? left : removed).add(new KeptRef(ref.name(), ref.object()));
      }
    }
    int from = Math.max(0, removed.size() - Pruned.MOST_REFS);
    Pruned pruned =
        new Pruned(
            clock.instant(),
            row.title(),
            row.projectId(),
            row.projectName(),
            row.repository(),
            row.agentId(),
            row.agentName(),
            row.scripted(),
            row.closedAs(),
            row.createdAt(),
            row.lastAt(),
            row.turns(),
            row.events(),
            row.tokens(),
            row.costMicros(),
            bytes,
            left,
            removed.subList(from, removed.size()));
    try {
      journal.append(row.id(), row.turns(), pruned).join();
    } catch (CompletionException failed) {
      throw KeepException.of("Session " + row.id() + " stays: ", failed);
    }
  }

  private static List<SessionRefs.Ref> refs(Repository repository, SessionId id)
      throws KeepException {
    try {
      return repository.sessionRefs().of(id.value());
    } catch (GitException unknown) {
      throw new KeepException(
          "Session " + id + " stays: what git keeps of it could not be found out.", unknown);
    }
  }

  /**
   * Does what is left to do for a session that says it is pruned.
   *
   * @param row as it was before or is now: both name the repository
   */
  void finish(SessionId id, SessionRow row) throws KeepException {
    try {
      Pruned pruned = said(id);
      Repository repository = finder.repository(row);
      if (repository != null) {
        Set<String> left = new HashSet<>();
        pruned.left().forEach(ref -> left.add(ref.ref()));
        repository.sessionRefs().remove(id.value(), ref -> !left.contains(ref.name()));
      }
      new Trash(folder.trash()).discard(folder.sessionFolder(id), id + "-pruned").join();
      while (journal.prune(id, EVENTS_AT_ONCE) > 0) {
        // The writer does what else waits between two parts.
      }
    } catch (IOException | JournalException failed) {
      throw new KeepException(
          "Not all of session "
              + id
              + " is thrown away yet ("
              + failed.getMessage()
              + "). The next start goes on with it.",
          failed);
    }
  }

  private Pruned said(SessionId id) throws KeepException {
    var last = journal.tail(id, 1);
    if (last.isEmpty() || !(last.getLast().event() instanceof Pruned pruned)) {
      throw new KeepException("Session " + id + " does not say that it is pruned; it stays.");
    }
    return pruned;
  }

  private DiskUse nothing(SessionId id) {
    return new DiskUse(id, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, clock.instant());
  }
}
