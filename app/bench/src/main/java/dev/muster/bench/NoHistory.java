package dev.muster.bench;

import dev.muster.desktop.live.HistoryKeeper;
import dev.muster.desktop.live.HistoryNews;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.desktop.live.SessionPast;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Fleet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The history of a window that is measured for something else: counted, and not looked at. */
record NoHistory(Fleet fleet) implements HistorySource {
  @Override
  public CompletableFuture<HistoryPage> find(HistoryQuery query) {
    return refused();
  }

  @Override
  public CompletableFuture<Completion> complete(String text, int caret) {
    return refused();
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
    return (_, _, _) -> refused();
  }

  @Override
  public Runnable follow(Consumer<HistoryNews> listener) {
    return () -> {};
  }

  @Override
  public HistoryKeeper keeper() {
    throw new IllegalStateException("Nobody keeps house here.");
  }

  @Override
  public CompletableFuture<SessionDigest> digest(SessionId session) {
    return refused();
  }

  private static <T> CompletableFuture<T> refused() {
    return CompletableFuture.failedFuture(
        new IllegalStateException("Nobody opens the history in this benchmark."));
  }
}
