package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.team.Race;
import dev.muster.engine.team.RaceFacts;
import dev.muster.engine.team.Races;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the race view needs of the engine. Every method returns at once and may be called on the
 * JavaFX thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface RaceSource {
  /** The session with all live ones that began with the same prompt. */
  CompletableFuture<Race> of(SessionId session);

  /** What a session has to show. */
  CompletableFuture<RaceFacts> facts(SessionId session);

  /** Takes one and drops the others; their work stays reachable. */
  CompletableFuture<Races.Picked> pick(SessionId winner, List<SessionId> others);

  /** The races of an engine. */
  static RaceSource of(Races races) {
    return new RaceSource() {
      @Override
      public CompletableFuture<Race> of(SessionId session) {
        return races.of(session);
      }

      @Override
      public CompletableFuture<RaceFacts> facts(SessionId session) {
        return races.facts(session);
      }

      @Override
      public CompletableFuture<Races.Picked> pick(SessionId winner, List<SessionId> others) {
        return races.pick(winner, others);
      }
    };
  }
}
