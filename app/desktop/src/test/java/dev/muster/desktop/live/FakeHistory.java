package dev.muster.desktop.live;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A history whose answers come when the test says so. */
public final class FakeHistory implements HistorySource {
  private final FakeFleet fleet;

  /** What was looked for, and the answers that are still due. */
  public final List<HistoryQuery> asked = new ArrayList<>();

  public final List<CompletableFuture<HistoryPage>> due = new ArrayList<>();

  /** The moments that were asked for, and the answers that are still due. */
  public final List<Long> pastAsked = new ArrayList<>();

  public final List<CompletableFuture<PastMoment>> pastDue = new ArrayList<>();

  /** Who is told of news. */
  public final List<Consumer<HistoryNews>> listeners = new ArrayList<>();

  FakeHistory(FakeFleet fleet) {
    this.fleet = fleet;
  }

  /** A page with these sessions. */
  public static HistoryPage page(String words, List<HistoryEntry> entries) {
    return new HistoryPage(
        entries, entries.size(), 0, false, words, 0, Map.of(), Duration.ofMillis(3), null);
  }

  @Override
  public CompletableFuture<HistoryPage> find(HistoryQuery query) {
    asked.add(query);
    CompletableFuture<HistoryPage> answer = new CompletableFuture<>();
    due.add(answer);
    return answer;
  }

  @Override
  public CompletableFuture<Completion> complete(String text, int caret) {
    return CompletableFuture.completedFuture(Completion.NONE);
  }

  @Override
  public CompletableFuture<Totals> totals() {
    return CompletableFuture.completedFuture(new Totals(fleet.sessions().size(), 0, 0, 0, 0));
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId session, int limit) {
    return fleet.tail(session, limit);
  }

  @Override
  public CompletableFuture<List<Recorded>> before(SessionId session, long seq, int limit) {
    long first = Math.max(1, seq - limit);
    return fleet.events(session, first, (int) (seq - first));
  }

  @Override
  public CompletableFuture<List<Recorded>> from(SessionId session, long seq, int limit) {
    return fleet.events(session, seq, limit);
  }

  @Override
  public CompletableFuture<List<Recorded>> around(SessionId session, long seq, int limit) {
    return fleet.events(session, Math.max(1, seq - limit / 2), limit);
  }

  @Override
  public SessionPast past(SessionId session, long events) {
    return (seq, lines, path) -> {
      pastAsked.add(seq);
      CompletableFuture<PastMoment> answer = new CompletableFuture<>();
      pastDue.add(answer);
      return answer;
    };
  }

  @Override
  public Runnable follow(Consumer<HistoryNews> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public HistoryKeeper keeper() {
    return new FakeKeeper();
  }

  @Override
  public CompletableFuture<SessionDigest> digest(SessionId session) {
    SessionDigestFold fold = new SessionDigestFold();
    return fleet
        .events(session, 1, 10_000)
        .thenApply(
            events -> {
              events.forEach(fold::accept);
              return fold.digest();
            });
  }
}
