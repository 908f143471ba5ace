package dev.muster.engine.review;

import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ReviewEvent;
import dev.muster.engine.event.ReviewEvent.FileEdited;
import dev.muster.engine.event.ReviewEvent.PartDropped;
import dev.muster.engine.event.ReviewEvent.PartRestored;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.KeptChange;
import dev.muster.engine.git.Part;
import dev.muster.engine.git.TakeApart;
import dev.muster.engine.git.TakenApart;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.ReviewAccess;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.Journal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * Takes parts of a session's changes out, puts them back, and writes what a person edited there. It
 * is done in the worktree first and told in the journal right after; what a kill left untold is
 * told at the next look.
 */
final class SessionParts {
  private final Journal journal;
  private final ReviewAccess sessions;
  private final Workplace workplace;

  SessionParts(Journal journal, ReviewAccess sessions, Workplace workplace) {
    this.journal = journal;
    this.sessions = sessions;
    this.workplace = workplace;
  }

  CompletableFuture<TakenApart> drop(SessionId id, List<Part> parts) {
    return apart(id, apart -> apart.drop(parts));
  }

  CompletableFuture<TakenApart> edit(SessionId id, String path, String seen, byte[] content) {
    return apart(id, apart -> apart.edit(path, seen, content));
  }

  CompletableFuture<TakenApart> putBack(SessionId id, String dropId) {
    return apart(
        id,
        apart -> {
          try {
            return apart.putBack(Integer.parseInt(dropId));
          } catch (NumberFormatException no) {
            throw new GitException("There is no change “%s”.".formatted(dropId));
          }
        });
  }

  /** Ends and tells what a kill cut short. */
  CompletableFuture<Boolean> settle(SessionId id) {
    return apart(id, apart -> apart.finish().isPresent());
  }

  private interface Doing<T> {
    T run(TakeApart apart) throws GitException;
  }

  private <T> CompletableFuture<T> apart(SessionId id, Doing<T> doing) {
    return sessions.atRest(
        id,
        session -> {
          try {
            TakeApart apart = workplace.takeApart(id, session, worktree(session));
            T done = doing.run(apart);
            tell(id, apart.kept());
            return done;
          } catch (GitException refused) {
            throw new FleetException(String.valueOf(refused.getMessage()), refused);
          }
        });
  }

  private static WorktreeReady worktree(SessionSnapshot session) throws FleetException {
    WorktreeReady worktree = session.worktree();
    if (worktree == null || !Files.isDirectory(Path.of(worktree.path()))) {
      throw new FleetException("This session's worktree is gone.");
    }
    return worktree;
  }

  private void tell(SessionId id, List<KeptChange> kept) {
    ReviewFold fold = new ReviewFold();
    journal.ofKinds(id, ReviewFold.KINDS).forEach(fold::apply);
    Map<String, DroppedPart> told =
        fold.state().dropped().stream()
            .collect(Collectors.toMap(DroppedPart::id, part -> part, (one, other) -> one));
    List<ReviewEvent> missing = new ArrayList<>();
    for (KeptChange change : kept) {
      String number = String.valueOf(change.number());
      String path = change.files().isEmpty() ? "" : change.files().getFirst().path();
      switch (change.kind()) {
        case DROP -> {
          if (!told.containsKey(number)) {
            missing.add(new PartDropped(number, path, change.what(), change.ref()));
          }
        }
        case EDIT -> {
          if (!told.containsKey(number)) {
            missing.add(new FileEdited(number, path, change.ref()));
          }
        }
        case PUT_BACK -> {
          DroppedPart of = told.get(String.valueOf(change.undoes()));
          if (of == null || !of.restored()) {
            missing.add(new PartRestored(String.valueOf(change.undoes())));
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      sessions.record(id, missing).join();
    }
  }
}
