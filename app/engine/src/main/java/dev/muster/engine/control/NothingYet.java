package dev.muster.engine.control;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionRow;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** What can be read where Muster was never used: nothing, and without leaving a trace. */
public final class NothingYet implements Reading {
  @Override
  public List<SessionRow> list(boolean closedToo) {
    return List.of();
  }

  @Override
  public SessionRow show(String session, int last, Consumer<Recorded> events)
      throws ControlException {
    throw StoreReader.unknown(session);
  }

  @Override
  public SessionRow story(String session, long fromSeq, int limit, Consumer<Recorded> events)
      throws ControlException {
    throw StoreReader.unknown(session);
  }

  @Override
  public SearchFound find(SearchAsk ask) {
    return new SearchFound(
        List.of(), 0, 0, true, false, SearchFound.Facets.NONE, List.of(), 0, Duration.ZERO);
  }

  @Override
  public Search.Page search(Search.Query query) {
    return new Search.Page(List.of(), null);
  }
}
