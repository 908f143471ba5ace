package dev.muster.desktop.live;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.team.Race;
import dev.muster.engine.team.RaceFacts;
import dev.muster.engine.team.Races.Picked;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Races as a test tells them; the others of a picked one are closed in a {@link FakeFleet}. */
public final class FakeRaces implements RaceSource {
  public final List<String> asked = new CopyOnWriteArrayList<>();
  public final Map<SessionId, RaceFacts> facts = new HashMap<>();
  public List<SessionId> together = List.of();
  public @Nullable String refusal;
  private final FakeFleet fleet;

  FakeRaces(FakeFleet fleet) {
    this.fleet = fleet;
  }

  @Override
  public CompletableFuture<Race> of(SessionId session) {
    asked.add("race of " + session);
    return CompletableFuture.completedFuture(
        new Race("Mend the pool", together.contains(session) ? together : List.of(session)));
  }

  @Override
  public CompletableFuture<RaceFacts> facts(SessionId session) {
    return CompletableFuture.completedFuture(facts.getOrDefault(session, RaceFacts.NONE));
  }

  @Override
  public CompletableFuture<Picked> pick(SessionId winner, List<SessionId> others) {
    asked.add("pick " + winner + " drop " + others);
    if (refusal != null) {
      return CompletableFuture.failedFuture(new FleetException(refusal));
    }
    others.forEach(other -> fleet.close(other, ClosedAs.DROPPED));
    return CompletableFuture.completedFuture(new Picked(others, List.of()));
  }
}
