package dev.muster.engine.store;

import dev.muster.engine.event.LifeEvent;
import dev.muster.engine.event.ObservedEvent.FileDelta;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolOutcome;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes what {@link StoryFold} makes of the events into the tables beside the full-text index, in
 * the same transaction. All of it is derived: it is emptied and made again with the index. Used by
 * one thread.
 */
final class StoryTables implements AutoCloseable {
  /** Form of the tables and of the fold; another one has them made anew. */
  static final int FORM = 2;

  /** Files of one observation that are kept; more than a person looks through. */
  private static final int FILES = 5_000;

  private static final int FOLDS = 256;

  // The facts come last: they say which session a number belongs to.
  private static final List<String> NAMES = List.of("turn", "touched", "ran", "facts");

  private static final List<String> TABLES =
      List.of(
          """
          create table facts (
            no integer primary key,
            id text not null unique,
            upto integer not null,
            kept text not null
          ) strict\
          """,
          "create index facts_upto on facts (upto)",
          """
          create table turn (
            no integer not null, number integer not null, first integer not null,
            last integer not null, began integer not null, ended integer not null,
            prompt text not null, events integer not null, commands integer not null,
            edits integer not null, errors integer not null, added integer not null,
            removed integer not null, cost integer, how text, checkpoint text,
            primary key (no, number)
          ) strict, without rowid\
          """,
          """
          create table touched (
            no integer not null, path text not null, reads integer not null,
            edits integer not null, status text, added integer, removed integer,
            seq integer not null,
            primary key (no, path)
          ) strict, without rowid\
          """,
          """
          create table ran (
            no integer not null, seq integer not null, code integer, millis integer, outcome text,
            primary key (no, seq)
          ) strict, without rowid\
          """);

  /** A session whose fold is at hand. */
  static final class Known {
    final long no;
    private final SessionId id;
    private final StoryFold fold;
    private boolean dirty;
    private @Nullable Map<String, Counts> differ;

    private Known(long no, SessionId id, StoryFold fold) {
      this.no = no;
      this.id = id;
      this.fold = fold;
    }
  }

  private record Counts(String status, @Nullable Integer added, @Nullable Integer removed) {}

  private final JsonMapper mapper = mapper();
  private final Map<String, Known> known = new LinkedHashMap<>(FOLDS, 0.75f, true);
  private final PreparedStatement find;
  private final PreparedStatement upsert;
  private final PreparedStatement turn;
  private final PreparedStatement touch;
  private final PreparedStatement differs;
  private final PreparedStatement same;
  private final PreparedStatement differing;
  private final PreparedStatement begin;
  private final PreparedStatement end;
  private final Connection connection;
  private long numbers;

  StoryTables(Connection connection) throws SQLException {
    this.connection = connection;
    find = connection.prepareStatement("select no, kept from facts where id = ?");
    upsert =
        connection.prepareStatement(
            "insert or replace into facts (no, id, upto, kept) values (?, ?, ?, ?)");
    turn =
        connection.prepareStatement(
            "insert or replace into turn values (?" + ", ?".repeat(15) + ")");
    touch =
        connection.prepareStatement(
            """
            insert into touched (no, path, reads, edits, seq) values (?, ?, ?, ?, ?)
            on conflict do update set reads = reads + excluded.reads,
              edits = edits + excluded.edits, seq = excluded.seq\
            """);
    differs =
        connection.prepareStatement(
            """
            insert into touched (no, path, reads, edits, status, added, removed, seq)
            values (?, ?, 0, 0, ?, ?, ?, ?)
            on conflict do update set status = excluded.status, added = excluded.added,
              removed = excluded.removed, seq = excluded.seq\
            """);
    same =
        connection.prepareStatement(
            """
            update touched set status = null, added = null, removed = null
            where no = ? and path = ?\
            """);
    differing =
        connection.prepareStatement(
            """
            select path, status, added, removed from touched
            where no = ? and status is not null\
            """);
    begin = connection.prepareStatement("insert or replace into ran (no, seq) values (?, ?)");
    end =
        connection.prepareStatement(
            "update ran set code = ?, millis = ?, outcome = ? where no = ? and seq = ?");
    numbers = Database.number(connection, "select numbers from mark");
  }

  /** The JSON form of what is kept. */
  static JsonMapper mapper() {
    return JsonMapper.builder()
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .changeDefaultPropertyInclusion(
            i ->
                i.withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
        .build();
  }

  static void create(Connection connection) throws SQLException {
    for (String table : TABLES) {
      Database.execute(connection, table);
    }
  }

  /** Empties the tables, inside the caller's transaction. */
  void clear() throws SQLException {
    delete("");
  }

  /** Forgets what is at hand: the transaction it belonged to did not come to pass. */
  void forget() throws SQLException {
    known.clear();
    numbers = Database.number(connection, "select numbers from mark");
  }

  /** Takes in an event. */
  Known add(Recorded next) throws SQLException {
    Known session = known.get(next.session().value());
    if (session == null) {
      session = load(next.session());
      known.put(next.session().value(), session);
    }
    Recorded event = next;
    if (next.event() instanceof LifeEvent.Pruned) {
      // What came before is taken out of the journal, and this then is the first event.
      event = new Recorded(next.session(), 1, next.at(), next.turn(), next.event());
    }
    if (event.seq() <= session.fold.events()) {
      session = anew(session);
    }
    session.dirty = true;
    Writing writing = new Writing(session);
    session.fold.add(event, writing);
    if (writing.failed != null) {
      throw writing.failed;
    }
    return session;
  }

  /**
   * The story begins again: the session was pruned, or taken in anew. It gets another number, so
   * that what the index has of its old events belongs to no session.
   */
  private Known anew(Known old) throws SQLException {
    delete(" where no = " + old.no);
    // What others have at hand is void.
    Database.execute(connection, "update mark set made = abs(random())");
    Known session = new Known(++numbers, old.id, new StoryFold(old.id));
    known.put(old.id.value(), session);
    return session;
  }

  /** Empties the tables of some facts, inside the caller's transaction. */
  void clear(String facts) throws SQLException {
    delete(" where no in (select no from facts where " + facts + ")");
  }

  private void delete(String which) throws SQLException {
    for (String table : NAMES) {
      Database.execute(connection, "delete from " + table + which);
    }
  }

  private Known load(SessionId id) throws SQLException {
    find.setString(1, id.value());
    try (ResultSet row = find.executeQuery()) {
      if (row.next()) {
        StoryFold.Kept kept = mapper.readValue(row.getString(2), StoryFold.Kept.class);
        return new Known(row.getLong(1), id, new StoryFold(kept));
      }
    } catch (JacksonException unreadable) {
      throw new SQLException("the facts of session " + id + " cannot be read", unreadable);
    }
    return new Known(++numbers, id, new StoryFold(id));
  }

  /** Writes what is not written yet; called before each commit. */
  void flush(long position) throws SQLException {
    for (Known session : known.values()) {
      if (session.dirty) {
        session.dirty = false;
        write(session, position);
      }
    }
    Database.execute(connection, "update mark set numbers = " + numbers);
    while (known.size() > FOLDS) {
      known.remove(known.keySet().iterator().next());
    }
  }

  private void write(Known session, long position) throws SQLException {
    StoryFold.Kept kept = session.fold.kept();
    upsert.setLong(1, session.no);
    upsert.setString(2, session.id.value());
    upsert.setLong(3, position);
    upsert.setString(4, mapper.writeValueAsString(kept));
    upsert.executeUpdate();
    if (kept.turn() != null) {
      write(session, kept.turn());
    }
  }

  private void write(Known session, Stories.Turn kept) throws SQLException {
    turn.setLong(1, session.no);
    turn.setInt(2, kept.number());
    turn.setLong(3, kept.firstSeq());
    turn.setLong(4, kept.lastSeq());
    turn.setLong(5, kept.began().toEpochMilli());
    turn.setLong(6, kept.last().toEpochMilli());
    turn.setString(7, kept.prompt());
    turn.setInt(8, kept.events());
    turn.setInt(9, kept.commands());
    turn.setInt(10, kept.edits());
    turn.setInt(11, kept.errors());
    turn.setInt(12, kept.added());
    turn.setInt(13, kept.removed());
    turn.setObject(14, kept.costMicros());
    turn.setString(15, kept.end() == null ? null : kept.end().name());
    turn.setString(16, kept.checkpoint());
    turn.executeUpdate();
  }

  /** An observation names all files that differ; only what changed since the last is written. */
  private void differ(Known session, List<FileDelta> files, long seq) throws SQLException {
    Map<String, Counts> before = session.differ == null ? differing(session.no) : session.differ;
    Map<String, Counts> now = new HashMap<>();
    for (FileDelta file : files.subList(0, Math.min(files.size(), FILES))) {
      Counts counts = new Counts(String.valueOf(file.status()), file.added(), file.removed());
      now.put(file.path(), counts);
      if (!counts.equals(before.get(file.path()))) {
        differs.setLong(1, session.no);
        differs.setString(2, file.path());
        differs.setString(3, counts.status());
        differs.setObject(4, counts.added());
        differs.setObject(5, counts.removed());
        differs.setLong(6, seq);
        differs.executeUpdate();
      }
    }
    for (String path : before.keySet()) {
      if (!now.containsKey(path)) {
        same.setLong(1, session.no);
        same.setString(2, path);
        same.executeUpdate();
      }
    }
    session.differ = now;
  }

  private Map<String, Counts> differing(long no) throws SQLException {
    Map<String, Counts> files = new HashMap<>();
    differing.setLong(1, no);
    try (ResultSet row = differing.executeQuery()) {
      while (row.next()) {
        files.put(
            row.getString(1),
            new Counts(row.getString(2), SqlValues.integer(row, 3), SqlValues.integer(row, 4)));
      }
    }
    return files;
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement one :
        List.of(find, upsert, turn, touch, differs, same, differing, begin, end)) {
      one.close();
    }
  }

  /** Writes for one event; remembers the first failure, which a fold could not pass on. */
  private final class Writing implements StoryFold.Keeper {
    private final Known session;
    private @Nullable SQLException failed;

    private Writing(Known session) {
      this.session = session;
    }

    @FunctionalInterface
    private interface Write {
      void run() throws SQLException;
    }

    private void attempt(Write write) {
      try {
        write.run();
      } catch (SQLException thrown) {
        failed = failed == null ? thrown : failed;
      }
    }

    @Override
    public void began(long seq) {
      attempt(
          () -> {
            begin.setLong(1, session.no);
            begin.setLong(2, seq);
            begin.executeUpdate();
          });
    }

    @Override
    public void ended(long seq, @Nullable Integer exit, long millis, ToolOutcome outcome) {
      attempt(
          () -> {
            end.setObject(1, exit);
            end.setLong(2, millis);
            end.setString(3, outcome.name());
            end.setLong(4, session.no);
            end.setLong(5, seq);
            end.executeUpdate();
          });
    }

    @Override
    public void touched(String path, boolean edited, long seq) {
      attempt(
          () -> {
            touch.setLong(1, session.no);
            touch.setString(2, path);
            touch.setInt(3, edited ? 0 : 1);
            touch.setInt(4, edited ? 1 : 0);
            touch.setLong(5, seq);
            touch.executeUpdate();
          });
    }

    @Override
    public void differ(List<FileDelta> files, long seq) {
      attempt(() -> StoryTables.this.differ(session, files, seq));
    }

    @Override
    public void turn(Stories.Turn turn) {
      attempt(() -> write(session, turn));
    }
  }
}
