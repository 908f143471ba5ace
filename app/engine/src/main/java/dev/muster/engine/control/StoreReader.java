package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.Search;
import dev.muster.engine.store.SearchAsk;
import dev.muster.engine.store.SearchFound;
import dev.muster.engine.store.SessionRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Answers what can be read from the store alone. Works without a running engine, for whoever holds
 * the data folder.
 */
public final class StoreReader implements Reading {
  /** Waiting for a huge index would take longer than a person waits for a search. */
  private static final long WORTH_WAITING_FOR = 10_000;

  private static final int MOST_EVENTS = 10_000;

  /** Of the sessions that a beginning may mean, so many are named. */
  private static final int MOST_NAMED = 8;

  private static final int LONGEST_TITLE = 40;

  private final Journal journal;
  private final Search search;
  private final boolean nobodyAtWork;

  private StoreReader(Journal journal, Search search, boolean nobodyAtWork) {
    this.journal = journal;
    this.search = search;
    this.nobodyAtWork = nobodyAtWork;
  }

  /** Reads beside the engine that writes. */
  static StoreReader besideEngine(Journal journal, Search search) {
    return new StoreReader(journal, search, false);
  }

  /**
   * Reads where no engine runs: a session that is at work in the journal lost its Muster, and is
   * told so. "Running" for ever although the process is gone would not be true.
   */
  public static StoreReader withNobodyAtWork(Journal journal, Search search) {
    return new StoreReader(journal, search, true);
  }

  @Override
  public List<SessionRow> list(boolean closedToo) throws ControlException {
    return rows().stream().filter(row -> closedToo || row.state() != SessionState.CLOSED).toList();
  }

  @Override
  public SessionRow show(String session, int last, Consumer<Recorded> events)
      throws ControlException {
    SessionRow row = find(session);
    if (last > 0) {
      reading(() -> journal.tail(row.id(), Math.min(last, MOST_EVENTS))).forEach(events);
    }
    return row;
  }

  @Override
  public SessionRow story(String session, long fromSeq, int limit, Consumer<Recorded> events)
      throws ControlException {
    SessionRow row = find(session);
    reading(() -> journal.read(row.id(), fromSeq, Math.clamp(limit, 0, MOST_EVENTS)))
        .forEach(events);
    return row;
  }

  @Override
  public SearchFound find(SearchAsk ask) throws ControlException {
    return reading(
        () -> {
          awaitIndex();
          return search.ask(ask);
        });
  }

  @Override
  public Search.Page search(Search.Query query) throws ControlException {
    return reading(
        () -> {
          awaitIndex();
          return search.find(query);
        });
  }

  private void awaitIndex() {
    if (search.behind() < WORTH_WAITING_FOR) {
      search.catchUp();
    }
  }

  /**
   * The session whose id is, or begins like, this.
   *
   * @throws ControlException {@code NOT_FOUND} when there is none, or more than one
   */
  SessionRow find(String prefix) throws ControlException {
    return find(prefix, rows());
  }

  /** The ids of several; see {@link #find(String)}. */
  List<SessionId> findAll(List<String> prefixes) throws ControlException {
    List<SessionRow> rows = rows();
    Map<String, SessionId> whole = new HashMap<>();
    rows.forEach(row -> whole.put(row.id().value(), row.id()));
    List<SessionId> ids = new ArrayList<>();
    for (String prefix : prefixes) {
      SessionId known = whole.get(prefix);
      ids.add(known == null ? find(prefix, rows).id() : known);
    }
    return ids;
  }

  private static SessionRow find(String prefix, List<SessionRow> rows) throws ControlException {
    if (prefix.isBlank()) {
      throw new ControlException(Code.BAD_REQUEST, "Which session? Give its id.");
    }
    List<SessionRow> found =
        rows.stream().filter(row -> row.id().value().startsWith(prefix)).toList();
    if (found.isEmpty()) {
      throw unknown(prefix);
    }
    // An id may be the beginning of a longer one; written out in full it means itself.
    Optional<SessionRow> whole =
        found.stream().filter(row -> row.id().value().equals(prefix)).findFirst();
    if (found.size() > 1 && whole.isEmpty()) {
      throw ambiguous(prefix, found);
    }
    return whole.orElse(found.get(0));
  }

  private static ControlException ambiguous(String prefix, List<SessionRow> found) {
    String some =
        found.stream()
            .limit(MOST_NAMED)
            .map(row -> row.id() + " (" + shortened(row.title()) + ")")
            .collect(Collectors.joining(", "));
    int more = found.size() - MOST_NAMED;
    return new ControlException(
        Code.NOT_FOUND,
        found.size()
            + " sessions begin with \""
            + shortened(prefix)
            + "\": "
            + some
            + (more > 0 ? " and " + more + " more" : "")
            + ". Give more of the id.");
  }

  private static String shortened(String title) {
    String line = title.strip().replaceAll("\\s+", " ");
    return line.codePointCount(0, line.length()) <= LONGEST_TITLE
        ? line
        : line.substring(0, line.offsetByCodePoints(0, LONGEST_TITLE)) + "…";
  }

  private List<SessionRow> rows() throws ControlException {
    List<SessionRow> rows = reading(journal::sessions);
    return nobodyAtWork ? rows.stream().map(StoreReader::asItIs).toList() : rows;
  }

  private static SessionRow asItIs(SessionRow row) {
    return row.state().takesSlot()
        ? row.in(
            SessionState.LOST,
            "Muster ended while this was running. What it did is kept; it can be resumed.")
        : row;
  }

  static ControlException unknown(String session) {
    return new ControlException(
        Code.NOT_FOUND,
        "There is no session \"" + shortened(session) + "\". All of them: muster list --all");
  }

  private interface Work<T> {
    T read();
  }

  private static <T> T reading(Work<T> work) throws ControlException {
    try {
      return work.read();
    } catch (JournalException failed) {
      throw new ControlException(Code.FAILED, String.valueOf(failed.getMessage()), failed);
    }
  }
}
