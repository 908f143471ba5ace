package dev.muster.engine.session;

import dev.muster.engine.event.PromptOrigin;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Actors.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** The door through which reviews reach the sessions of a {@link LiveFleet}. */
final class ReviewDoor implements ReviewAccess {
  private final Fleet fleet;
  private final FleetParts parts;
  private final BiFunction<SessionId, Command, CompletableFuture<Void>> tell;
  private final Consumer<SessionId> enqueue;

  /**
   * @param tell runs a command on a session's mailbox; done when what it did is stored
   * @param enqueue takes a new session into the queue
   */
  ReviewDoor(
      Fleet fleet,
      FleetParts parts,
      BiFunction<SessionId, Command, CompletableFuture<Void>> tell,
      Consumer<SessionId> enqueue) {
    this.fleet = fleet;
    this.parts = parts;
    this.tell = tell;
    this.enqueue = enqueue;
  }

  @Override
  public CompletableFuture<Void> record(SessionId id, List<? extends SessionEvent> events) {
    return tell.apply(id, session -> session.record(events));
  }

  @Override
  public CompletableFuture<Void> review(SessionId id, String promptId, String text, Fleet.Way way) {
    return tell.apply(
        id, session -> session.prompt(promptId, text, List.of(), PromptOrigin.REVIEW, way));
  }

  @Override
  public CompletableFuture<SessionId> beside(SessionId id, SessionSpec spec) {
    return Replies.blocking(
        () -> {
          SessionSnapshot from =
              fleet
                  .session(id)
                  .orElseThrow(() -> new FleetException("There is no session " + id + "."));
          SessionId made = new NewSession(parts).store(new Fork(parts).beside(from, spec));
          enqueue.accept(made);
          return made;
        });
  }

  @Override
  public CompletableFuture<List<RewindPoint>> points(SessionId id) {
    return fleet.points(id);
  }

  @Override
  public CompletableFuture<Void> rewind(SessionId id, int turn) {
    return fleet.rewind(id, turn);
  }

  @Override
  public CompletableFuture<Void> forward(SessionId id) {
    return fleet.forward(id);
  }

  @Override
  public <T> CompletableFuture<T> atRest(SessionId id, FilesWork<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    tell.apply(
            id,
            session -> {
              session.atRest(work, done);
              return CompletableFuture.completedFuture(null);
            })
        .exceptionally(
            refused -> {
              done.completeExceptionally(Replies.asFleet(refused));
              return null;
            });
    return done;
  }
}
