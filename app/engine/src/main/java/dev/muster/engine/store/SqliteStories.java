package dev.muster.engine.store;

import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ConversationEvent.ThoughtAdded;
import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.ToolOutcome;
import dev.muster.engine.event.TurnEvent;
import dev.muster.engine.event.WorkEvent.ToolOutput;
import dev.muster.engine.event.WorkEvent.ToolStarted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Reads stories by keys alone: whatever is asked for, no more rows are read than are given. */
final class SqliteStories implements Stories {
  private static final int MOST_COMMANDS = 1_000;
  private static final int MOST_FILES = 5_000;
  private static final int SKIM_PAGE = 4_096;
  private static final int PAGES_AHEAD = 3;
  private static final String EVENTS =
      "select seq, at, turn, kind, body from event where session = ?";

  private final Readers readers;
  private final EventJson json;

  SqliteStories(Readers readers, EventJson json) {
    this.readers = readers;
    this.json = json;
  }

  @Override
  public Part tail(SessionId session, int limit) {
    return before(session, Long.MAX_VALUE, limit);
  }

  @Override
  public Part before(SessionId session, long seq, int limit) {
    return readers.read(
        connection -> {
          List<Recorded> events = backwards(connection, session, seq, limit, MOST_CHARS);
          long last = EventTable.lastSeq(connection, session);
          return part(events, last, seq > last ? last : Math.max(0, seq - 1));
        });
  }

  @Override
  public Part from(SessionId session, long seq, int limit) {
    return readers.read(
        connection -> {
          List<Recorded> events = forwards(connection, session, seq, limit, MOST_CHARS);
          return part(events, EventTable.lastSeq(connection, session), seq - 1);
        });
  }

  @Override
  public Part around(SessionId session, long seq, int limit) {
    int half = Math.clamp(limit, 2, MOST) / 2;
    return readers.read(
        connection -> {
          List<Recorded> events =
              new ArrayList<>(backwards(connection, session, seq, half, MOST_CHARS / 2));
          events.addAll(forwards(connection, session, seq, half, MOST_CHARS / 2));
          return part(events, EventTable.lastSeq(connection, session), seq - 1);
        });
  }

  /** {@code before} says where the story is cut when no event is given. */
  private static Part part(List<Recorded> events, long last, long before) {
    boolean none = events.isEmpty();
    long first = none ? Math.min(before, last) + 1 : events.getFirst().seq();
    long end = none ? Math.min(before, last) : events.getLast().seq();
    return new Part(List.copyOf(events), first > 1, end < last);
  }

  private List<Recorded> backwards(
      Connection connection, SessionId session, long seq, int limit, long chars)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(EVENTS + " and seq < ? order by seq desc limit ?")) {
      List<Recorded> events = read(query, session, seq, limit, chars);
      Collections.reverse(events);
      return events;
    }
  }

  private List<Recorded> forwards(
      Connection connection, SessionId session, long seq, int limit, long chars)
      throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(EVENTS + " and seq >= ? order by seq limit ?")) {
      return read(query, session, seq, limit, chars);
    }
  }

  private List<Recorded> read(
      PreparedStatement query, SessionId session, long seq, int limit, long most)
      throws SQLException {
    List<Recorded> events = new ArrayList<>();
    query.setString(1, session.value());
    query.setLong(2, seq);
    query.setInt(3, Math.clamp(limit, 1, MOST));
    long chars = 0;
    try (ResultSet row = query.executeQuery()) {
      while (chars < most && row.next()) {
        byte[] body = row.getBytes(5);
        chars += body.length;
        events.add(recorded(session, row, json.read(row.getString(4), body)));
      }
    }
    return events;
  }

  private static Recorded recorded(SessionId session, ResultSet row, SessionEvent event)
      throws SQLException {
    return new Recorded(
        session, row.getLong(1), Instant.ofEpochMilli(row.getLong(2)), row.getInt(3), event);
  }

  @Override
  public List<Turn> turns(SessionId session) {
    return readers.read(
        connection -> {
          List<Turn> found = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select t.number, t.first, t.last, t.began, t.ended, t.prompt, t.events,
                    t.commands, t.edits, t.errors, t.added, t.removed, t.cost, t.how, t.checkpoint
                  from ix.facts f cross join ix.turn t on t.no = f.no
                  where f.id = ? order by t.number\
                  """)) {
            query.setString(1, session.value());
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                found.add(turn(row));
              }
            }
          }
          return found;
        });
  }

  private static Turn turn(ResultSet row) throws SQLException {
    String how = row.getString(14);
    return new Turn(
        row.getInt(1),
        row.getLong(2),
        row.getLong(3),
        Instant.ofEpochMilli(row.getLong(4)),
        Instant.ofEpochMilli(row.getLong(5)),
        row.getString(6),
        row.getInt(7),
        row.getInt(8),
        row.getInt(9),
        row.getInt(10),
        row.getInt(11),
        row.getInt(12),
        SqlValues.number(row, 13),
        how == null ? null : TurnEvent.End.valueOf(how),
        row.getString(15));
  }

  @Override
  public List<Touched> files(SessionId session) {
    return readers.read(
        connection -> {
          List<Touched> found = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select t.path, t.reads, t.edits, t.status, t.added, t.removed, t.seq
                  from ix.facts f cross join ix.touched t on t.no = f.no where f.id = ?
                  order by t.status is null, t.edits = 0, t.path limit ?\
                  """)) {
            query.setString(1, session.value());
            query.setInt(2, MOST_FILES);
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                String status = row.getString(4);
                found.add(
                    new Touched(
                        row.getString(1),
                        row.getInt(2),
                        row.getInt(3),
                        status == null || status.isEmpty() ? null : status.charAt(0),
                        SqlValues.integer(row, 5),
                        SqlValues.integer(row, 6),
                        row.getLong(7)));
              }
            }
          }
          return found;
        });
  }

  @Override
  public List<Ran> commands(SessionId session, long beforeSeq, int limit) {
    return readers.read(
        connection -> {
          List<Ran> found = new ArrayList<>();
          try (PreparedStatement query =
              connection.prepareStatement(
                  """
                  select r.seq, e.turn, e.at, e.kind, e.body, r.code, r.millis, r.outcome
                  from ix.facts f cross join ix.ran r on r.no = f.no
                    cross join event e on e.session = f.id and e.seq = r.seq
                  where f.id = ? and r.seq < ? order by r.seq desc limit ?\
                  """)) {
            query.setString(1, session.value());
            query.setLong(2, beforeSeq);
            query.setInt(3, Math.clamp(limit, 1, MOST_COMMANDS));
            try (ResultSet row = query.executeQuery()) {
              while (row.next()) {
                found.add(ran(row));
              }
            }
          }
          Collections.reverse(found);
          return found;
        });
  }

  private Ran ran(ResultSet row) throws SQLException {
    SessionEvent event = json.read(row.getString(4), row.getString(5));
    String outcome = row.getString(8);
    return new Ran(
        row.getLong(1),
        row.getInt(2),
        Instant.ofEpochMilli(row.getLong(3)),
        event instanceof ToolStarted tool ? tool.title() : "",
        SqlValues.integer(row, 6),
        SqlValues.number(row, 7),
        outcome == null ? null : ToolOutcome.valueOf(outcome));
  }

  @Override
  public void skim(SessionId session, long afterSeq, long toSeq, Consumer<Recorded> consumer) {
    long end = Math.min(toSeq, readers.read(c -> EventTable.lastSeq(c, session)));
    Deque<CompletableFuture<List<Recorded>>> ahead = new ArrayDeque<>();
    long asked = afterSeq;
    while (asked < end || !ahead.isEmpty()) {
      // Both readers work on the next pages while the caller folds this one.
      while (asked < end && ahead.size() < PAGES_AHEAD) {
        long from = asked;
        long to = Math.min(end, from + SKIM_PAGE);
        ahead.add(readers.submit(connection -> skim(connection, session, from, to)));
        asked = to;
      }
      Readers.await(ahead.remove()).forEach(consumer);
    }
  }

  private List<Recorded> skim(Connection connection, SessionId session, long after, long to)
      throws SQLException {
    List<Recorded> events = new ArrayList<>();
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select seq, at, turn, kind,
              case when kind in ('ToolOutput', 'MessageAdded', 'ThoughtAdded') then null
                else body end
            from event where session = ? and seq > ? and seq <= ? order by seq\
            """)) {
      query.setString(1, session.value());
      query.setLong(2, after);
      query.setLong(3, to);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String kind = row.getString(4);
          byte[] body = row.getBytes(5);
          events.add(recorded(session, row, body == null ? bare(kind) : json.read(kind, body)));
        }
      }
    }
    return events;
  }

  private static SessionEvent bare(String kind) {
    return switch (kind) {
      case "ToolOutput" -> new ToolOutput("", "", null);
      case "ThoughtAdded" -> new ThoughtAdded("", "", null, null);
      default -> new MessageAdded("", "", null);
    };
  }
}
