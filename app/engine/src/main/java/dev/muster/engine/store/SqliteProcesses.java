package dev.muster.engine.store;

import dev.muster.engine.event.SessionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table {@code process}. */
final class SqliteProcesses implements Processes {
  private final Writer writer;
  private final Readers readers;

  SqliteProcesses(Writer writer, Readers readers) {
    this.writer = writer;
    this.readers = readers;
  }

  @Override
  public void record(Running process) {
    writer.run(connection -> insert(connection, process));
  }

  private static boolean insert(Connection connection, Running process) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert or replace into process (pid, pgid, started_at, session, attempt)"
                + " values (?, ?, ?, ?, ?)")) {
      insert.setLong(1, process.pid());
      if (process.pgid() == null) {
        insert.setNull(2, Types.INTEGER);
      } else {
        insert.setLong(2, process.pgid());
      }
      insert.setLong(3, process.startedAt().toEpochMilli());
      insert.setString(4, process.session().value());
      insert.setInt(5, process.attempt());
      return insert.executeUpdate() == 1;
    }
  }

  @Override
  public void remove(long pid) {
    writer.run(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from process where pid = ?")) {
            delete.setLong(1, pid);
            return delete.executeUpdate();
          }
        });
  }

  @Override
  public List<Running> all() {
    return readers.read(SqliteProcesses::select);
  }

  private static List<Running> select(Connection connection) throws SQLException {
    List<Running> all = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select pid, pgid, started_at, session, attempt from process"
                    + " order by started_at, pid");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long group = row.getLong(2);
        Long pgid = row.wasNull() ? null : group;
        all.add(
            new Running(
                row.getLong(1),
                pgid,
                Instant.ofEpochMilli(row.getLong(3)),
                new SessionId(row.getString(4)),
                row.getInt(5)));
      }
    }
    return all;
  }
}
