package dev.muster.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            "insert or replace into process (pid, identity) values (?, ?)")) {
      insert.setLong(1, process.pid());
      insert.setString(2, process.identity());
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
            connection.prepareStatement("select pid, identity from process order by pid");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        all.add(new Running(row.getLong(1), row.getString(2)));
      }
    }
    return all;
  }
}
