package dev.muster.engine.control;

import dev.muster.engine.event.Recorded;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionRow;
import java.util.List;
import java.util.function.Consumer;

/** What can be asked without anything being changed. Methods block; not on the JavaFX thread. */
public interface Reading {
  /** Sessions, the one that last had an event first. */
  List<SessionRow> list(boolean closedToo) throws ControlException;

  /**
   * Tells the last events of a session in order, then returns how it stands.
   *
   * @param session its id or any beginning of it that no other id has
   * @param last at most 10,000
   */
  SessionRow show(String session, int last, Consumer<Recorded> events) throws ControlException;

  /**
   * Tells a part of a session's story in order, then returns how it stands.
   *
   * @param session as above
   * @param fromSeq the first event wanted; 1 is the beginning
   * @param limit at most 10,000
   */
  SessionRow story(String session, long fromSeq, int limit, Consumer<Recorded> events)
      throws ControlException;

  /** Finds sessions by what was said and run in them, and by what they are. */
  SearchFound find(SearchAsk ask) throws ControlException;

  /** Searches in what was said and run. */
  Search.Page search(Search.Query query) throws ControlException;
}
