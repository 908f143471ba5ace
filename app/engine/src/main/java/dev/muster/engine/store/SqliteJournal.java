package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.Work.Append;
import dev.muster.engine.store.Work.Draft;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The journal over one writer and two readers. */
final class SqliteJournal implements Journal {
  private static final int LARGEST_READ = 10_000;
  private static final int REPLAY_PAGE = 1_000;
  private static final int PAGES_AHEAD = 3;

  private final Writer writer;
  private final Readers readers;
  private final Hub hub;
  private final EventJson json;
  private final EventTable events;
  private final SessionTable sessions;
  private final Clock clock;
  private final Masking masking;
  private final Runnable erased;

  /**
   * @param erased told when all of a session was taken out as if it had never been
   */
  SqliteJournal(
      Writer writer,
      Readers readers,
      Hub hub,
      EventJson json,
      Clock clock,
      Masking masking,
      Runnable erased) {
    this.writer = writer;
    this.erased = erased;
    this.readers = readers;
    this.hub = hub;
    this.json = json;
    this.events = new EventTable(json);
    this.sessions = new SessionTable(json);
    this.clock = clock;
    this.masking = masking;
  }

  @Override
  public @Nullable String failure() {
    return writer.failure();
  }

  @Override
  public Storing storing() {
    return writer.storing().now();
  }

  @Override
  public Subscription onStoring(Storing.Listener listener) {
    return writer.storing().listen(listener);
  }

  @Override
  public void tryAgain() {
    writer.tryAgain();
  }

  @Override
  public void stopHolding() {
    writer.stopHolding();
  }

  @Override
  public Duration behind() {
    return writer.behind();
  }

  @Override
  public Masking masking() {
    return masking;
  }

  @Override
  public CompletableFuture<Recorded> append(SessionId session, int turn, SessionEvent event) {
    return put(session, false, List.of(draft(now(), turn, event))).thenApply(List::getFirst);
  }

  @Override
  public CompletableFuture<List<Recorded>> appendAll(
      SessionId session, int turn, List<? extends SessionEvent> events) {
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    Instant now = now();
    List<Draft> drafts = new ArrayList<>(events.size());
    events.forEach(event -> drafts.add(draft(now, turn, event)));
    return put(session, false, drafts);
  }

  @Override
  public CompletableFuture<List<Recorded>> appendPast(SessionId session, List<Past> events) {
    if (events.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    List<Draft> drafts = new ArrayList<>(events.size());
    events.forEach(
        past ->
            drafts.add(draft(past.at().truncatedTo(ChronoUnit.MILLIS), past.turn(), past.event())));
    return put(session, true, drafts);
  }

  /** To the millisecond, as it is stored: what is shown live must equal what is replayed. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private Draft draft(Instant at, int turn, SessionEvent event) {
    String kind = EventJson.kind(event);
    String body = json.write(event);
    String masked = masking.mask(body);
    // What is told live is what is stored.
    return masked.equals(body)
        ? new Draft(at, turn, event, kind, body)
        : new Draft(at, turn, json.read(kind, masked), kind, masked);
  }

  private CompletableFuture<List<Recorded>> put(
      SessionId session, boolean past, List<Draft> drafts) {
    CompletableFuture<List<Recorded>> done = new CompletableFuture<>();
    writer.put(new Append(session, past, drafts, done));
    return done;
  }

  @Override
  public void flush() {
    writer.run(_ -> true);
  }

  @Override
  public List<Recorded> read(SessionId session, long fromSeq, int limit) {
    int bounded = Math.clamp(limit, 0, LARGEST_READ);
    return readers.read(connection -> events.page(connection, session, fromSeq, bounded));
  }

  @Override
  public List<Recorded> ofKinds(SessionId session, Set<String> kinds) {
    return readers.read(connection -> events.ofKinds(connection, session, kinds));
  }

  @Override
  public List<Recorded> tail(SessionId session, int last) {
    int bounded = Math.clamp(last, 0, LARGEST_READ);
    return readers.read(connection -> events.tail(connection, session, bounded));
  }

  @Override
  public long replay(SessionId session, Consumer<Recorded> consumer) {
    long last = readers.read(connection -> EventTable.lastSeq(connection, session));
    return pages(
        last,
        (connection, from) -> events.page(connection, session, from + 1, REPLAY_PAGE, last),
        consumer);
  }

  @Override
  public long replayAll(Consumer<Recorded> consumer) {
    long last = writer.position();
    return pages(
        last,
        (connection, from) -> events.page(connection, from, Math.min(last, from + REPLAY_PAGE)),
        consumer);
  }

  @FunctionalInterface
  private interface Page {
    List<Recorded> read(Connection connection, long from) throws SQLException;
  }

  /** Both readers work ahead on the next pages while the caller consumes this one. */
  private long pages(long last, Page page, Consumer<Recorded> consumer) {
    Deque<CompletableFuture<List<Recorded>>> ahead = new ArrayDeque<>();
    long asked = 0;
    long count = 0;
    while (asked < last || !ahead.isEmpty()) {
      while (asked < last && ahead.size() < PAGES_AHEAD) {
        long from = asked;
        ahead.add(readers.submit(connection -> page.read(connection, from)));
        asked += REPLAY_PAGE;
      }
      List<Recorded> ready = Readers.await(ahead.remove());
      count += ready.size();
      ready.forEach(consumer);
    }
    return count;
  }

  @Override
  public Subscription subscribe(SessionId session, long fromSeq, JournalListener listener) {
    return hub.follow(
        session,
        Math.max(1, fromSeq),
        listener,
        (from, limit) ->
            readers.read(connection -> events.entries(connection, session, from, limit)));
  }

  @Override
  public Subscription subscribeAll(long afterPosition, JournalListener listener) {
    return hub.followAll(
        Math.max(0, afterPosition),
        listener,
        (from, limit) -> readers.read(connection -> events.entries(connection, from, limit)));
  }

  @Override
  public long position() {
    return writer.position();
  }

  @Override
  public List<SessionRow> sessions() {
    return readers.read(sessions::all);
  }

  @Override
  public List<SessionRow> openSessions() {
    return readers.read(sessions::open);
  }

  @Override
  public Optional<SessionRow> session(SessionId session) {
    return readers.read(connection -> sessions.find(connection, session));
  }

  @Override
  public EventWeight weight(SessionId session) {
    return readers.read(connection -> EventRemoval.weight(connection, session));
  }

  @Override
  public long prune(SessionId session, int most) {
    long left =
        writer.runAfresh(connection -> new EventRemoval(sessions).prune(connection, session, most));
    if (left == EventRemoval.NOT_PRUNED) {
      throw new JournalException(
          "Session " + session + " does not say that it is pruned; nothing was taken out.");
    }
    return left;
  }

  @Override
  public long erase(SessionId session, int most) {
    long left =
        writer.runAfresh(connection -> new EventRemoval(sessions).erase(connection, session, most));
    if (left == 0) {
      erased.run();
    }
    return left;
  }

  @Override
  public List<RebuildReport.Difference> rebuildSessions() {
    SessionRebuild rebuild = new SessionRebuild(sessions);
    SequencedMap<SessionId, RowFold> folds = new TreeMap<>();
    // Most of the work is done beside the writer; only what is appended meanwhile is left to it.
    for (SessionId id : readers.read(rebuild::ids)) {
      folds.put(id, readers.read(connection -> sessions.fold(connection, new RowFold(id))));
    }
    return writer.runAfresh(connection -> rebuild.swap(connection, folds));
  }

  @Override
  public List<String> check() {
    return readers.read(SqliteJournal::integrity);
  }

  private static List<String> integrity(Connection connection) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("pragma main.integrity_check")) {
      while (row.next()) {
        if (!row.getString(1).equals("ok")) {
          found.add(row.getString(1));
        }
      }
    }
    String gaps =
        "select session, count(*), max(seq) from event group by session having count(*) +"
            + " ifnull((select sum(last - first + 1) from lost where lost.session = event.session),"
            + " 0) <> max(seq) and not exists (select 1 from event p where p.session ="
            + " event.session and p.kind ="
            + " 'Pruned')"; // being taken out: what is left is finished at a start
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(gaps)) {
      while (row.next()) {
        found.add(
            "Session "
                + row.getString(1)
                + " has "
                + row.getLong(2)
                + " events but its last one is number "
                + row.getLong(3)
                + ".");
      }
    }
    return found;
  }
}
