package dev.muster.engine.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code project}. */
final class SqliteProjects implements Projects {
  private final Writer writer;
  private final Readers readers;
  private final Clock clock;

  SqliteProjects(Writer writer, Readers readers, Clock clock) {
    this.writer = writer;
    this.readers = readers;
    this.clock = clock;
  }

  @Override
  public Project opened(String id, String name, Path checkout) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Project project = new Project(id, name, checkout.toAbsolutePath(), now);
    writer.run(connection -> insert(connection, project));
    return project;
  }

  private static boolean insert(Connection connection, Project project) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert or replace into project (id, name, checkout, last_opened)"
                + " values (?, ?, ?, ?)")) {
      insert.setString(1, project.id());
      insert.setString(2, project.name());
      insert.setString(3, project.checkout().toString());
      insert.setLong(4, project.lastOpened().toEpochMilli());
      return insert.executeUpdate() == 1;
    }
  }

  @Override
  public List<Project> all() {
    return readers.read(SqliteProjects::select);
  }

  @Override
  public Optional<Project> find(String id) {
    return all().stream().filter(project -> project.id().equals(id)).findFirst();
  }

  @Override
  public void forget(String id) {
    writer.run(
        connection -> {
          try (PreparedStatement delete =
              connection.prepareStatement("delete from project where id = ?")) {
            delete.setString(1, id);
            return delete.executeUpdate();
          }
        });
  }

  private static List<Project> select(Connection connection) throws SQLException {
    List<Project> all = new ArrayList<>();
    try (PreparedStatement query =
            connection.prepareStatement(
                "select id, name, checkout, last_opened from project"
                    + " order by last_opened desc, id");
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        all.add(
            new Project(
                row.getString(1),
                row.getString(2),
                Path.of(row.getString(3)),
                Instant.ofEpochMilli(row.getLong(4))));
      }
    }
    return all;
  }
}
