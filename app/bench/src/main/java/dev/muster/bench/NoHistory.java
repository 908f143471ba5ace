package dev.muster.bench;

import dev.muster.desktop.live.HistoryFilter;
import dev.muster.desktop.live.HistoryPage;
import dev.muster.desktop.live.HistoryQuery;
import dev.muster.desktop.live.HistorySource;
import dev.muster.desktop.live.SessionDigest;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.session.Fleet;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The history of a window that is measured for something else: counted, and not looked at. */
record NoHistory(Fleet fleet) implements HistorySource {
  @Override
  public CompletableFuture<HistoryPage> find(HistoryQuery query) {
    return refused();
  }

  @Override
  public List<HistoryFilter> filters() {
    return List.of();
  }

  @Override
  public CompletableFuture<Totals> totals() {
    return CompletableFuture.completedFuture(new Totals(fleet.sessions().size(), 0, 0));
  }

  @Override
  public CompletableFuture<List<Recorded>> events(SessionId session, long fromSeq, int limit) {
    return fleet.events(session, fromSeq, limit);
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId session, int count) {
    return fleet.tail(session, count);
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
