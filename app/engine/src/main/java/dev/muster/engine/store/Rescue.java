package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.store.Carver.Known;
import dev.muster.engine.store.RescueReport.Missing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a new journal from a damaged one: every row that can be read, then what backups have of the
 * rest. The damaged one is moved aside, and a report beside it says what is missing.
 */
final class Rescue {
  private static final Logger LOG = LoggerFactory.getLogger(Rescue.class);

  private final DataFolder folder;
  private final Clock clock;
  private final EventJson json;

  Rescue(DataFolder folder, Clock clock, EventJson json) {
    this.folder = folder;
    this.clock = clock;
    this.json = json;
  }

  private record Counts(long events, long fromBackups, int sessions, List<Missing> missing) {}

  /**
   * Rescues. Nobody has the journal open. Blocks, for seconds per hundred megabytes.
   *
   * @param problem what was found to be wrong
   * @throws StoreException when there is no room for a second database; nothing was changed then
   */
  RescueReport run(String problem) throws StoreException {
    LOG.error("The journal is damaged: {}", problem);
    // Killed on the way, the next start looks at all of it again.
    Soundness.doubt(folder, problem);
    Instant now = clock.instant();
    Path part = Aside.workplace(folder);
    try {
      long needed = size(folder.database()) + size(log()) + (16L << 20);
      if (Files.getFileStore(folder.data()).getUsableSpace() < needed) {
        throw new StoreException(
            "The journal "
                + folder.database()
                + " is damaged ("
                + problem
                + "). To rescue it, "
                + needed / 1_000_000
                + " MB must be free on that disk. Nothing was changed. Make room and start again.");
      }
      Files.deleteIfExists(part);
      OwnerOnly.createFile(part);
      Counts counts = build(part, now);
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Path kept = Aside.place(folder, "damaged", now);
      RescueReport report =
          new RescueReport(
              now,
              problem,
              kept,
              Aside.report(kept),
              counts.events(),
              counts.fromBackups(),
              counts.sessions(),
              counts.missing());
      OwnerOnly.replace(untold(folder), report.sentence().getBytes(StandardCharsets.UTF_8));
      Aside.swap(folder, kept, text(report).getBytes(StandardCharsets.UTF_8));
      LOG.error("{}", report.sentence());
      return report;
    } catch (IOException failed) {
      throw failed(problem, OwnerOnly.reason(failed), failed);
    } catch (SQLException failed) {
      throw failed(problem, Database.reason(failed), failed);
    }
  }

  private static Path untold(DataFolder folder) {
    return folder.database().resolveSibling("muster.db.rescued");
  }

  /** What an earlier start rescued and may have told nobody, because Muster was killed then. */
  static Optional<String> untoldYet(DataFolder folder) throws IOException {
    Path file = untold(folder);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  /** It was told: Muster went on after it, and was closed in order. */
  static void told(DataFolder folder) {
    try {
      Files.deleteIfExists(untold(folder));
    } catch (IOException failed) {
      // It is told once more.
      LOG.warn("That a rescue was told could not be noted: {}", failed.toString());
    }
  }

  private StoreException failed(String problem, String reason, Exception cause) {
    return new StoreException(
        "The journal "
            + folder.database()
            + " is damaged ("
            + problem
            + ") and could not be rescued: "
            + reason
            + ". It is as it was, or kept in "
            + folder.aside()
            + ".",
        cause);
  }

  private Path log() {
    return folder.database().resolveSibling(folder.database().getFileName() + "-wal");
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private Counts build(Path part, Instant now) throws SQLException, IOException, StoreException {
    try (Connection connection = Snapshots.plain(part)) {
      Database.execute(connection, "pragma journal_mode = off");
      Database.execute(connection, "pragma synchronous = off");
      Migrations.run(connection, part, folder.backups(), now);
      Database.execute(connection, "begin");
      Carver carver = new Carver(connection);
      carver.run(folder.database(), log());
      Map<String, Known> known = carver.sessions();
      long own = Database.number(connection, "select count(*) from event");
      Database.execute(connection, "commit");
      for (Backup backup : new Backups(folder, clock).all()) {
        merge(connection, backup, known);
      }
      long merged = Database.number(connection, "select count(*) from event") - own;
      Database.execute(connection, "begin");
      List<Missing> missing = new Mending(connection, json, now).run(known);
      new SessionRebuild(new SessionTable(json)).swap(connection, new java.util.TreeMap<>());
      missing = titled(connection, missing);
      projects(connection);
      Database.execute(connection, "commit");
      String wrong = Snapshots.problem(connection);
      if (wrong != null) {
        throw new SQLException("the new database is not sound: " + wrong);
      }
      return new Counts(
          own + merged,
          merged,
          (int) Database.number(connection, "select count(*) from session"),
          missing);
    }
  }

  /** Takes what is missing from a backup. Of what was thrown away on purpose nothing comes back. */
  private static void merge(Connection connection, Backup backup, Map<String, Known> known)
      throws SQLException {
    Database.attach(connection, backup.file(), "b");
    try {
      if (Database.number(connection, "pragma b.user_version") > Migrations.newest()) {
        return;
      }
      Database.execute(connection, "begin");
      String wanted =
          """
          from b.event e
          where not exists (select 1 from event x where x.session = e.session and x.seq = e.seq)
            and not exists (select 1 from event x where x.session = e.session
              and x.kind = 'Pruned')\
          """;
      Database.execute(
          connection,
          "insert or ignore into event (id, session, seq, at, turn, kind, body)"
              + " select e.id, e.session, e.seq, e.at, e.turn, e.kind, e.body "
              + wanted);
      // Where another event has its place in the order of all.
      Database.execute(
          connection,
          "insert or ignore into event (session, seq, at, turn, kind, body)"
              + " select e.session, e.seq, e.at, e.turn, e.kind, e.body "
              + wanted
              + " order by e.id");
      Database.execute(connection, "insert or ignore into project select * from b.project");
      try (Statement query = connection.createStatement();
          ResultSet row = query.executeQuery("select id, events, row from b.session")) {
        while (row.next()) {
          known.merge(
              row.getString(1),
              new Known(row.getLong(2), row.getString(3)),
              (a, b) -> a.events() >= b.events() ? a : b);
        }
      }
      Database.execute(connection, "commit");
    } catch (SQLException unreadable) {
      LOG.warn("The backup {} does not help: {}", backup.file(), unreadable.getMessage());
      Database.execute(connection, "rollback");
    } finally {
      Database.execute(connection, "detach b");
    }
  }

  /** The old table no longer told the title of some; their events do. */
  private static List<Missing> titled(Connection connection, List<Missing> missing)
      throws SQLException {
    List<Missing> titled = new java.util.ArrayList<>();
    String sql = "select coalesce(row ->> '$.title', '') from session where id = ?";
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (Missing one : missing) {
        query.setString(1, one.session().value());
        try (ResultSet row = query.executeQuery()) {
          boolean known = !one.title().isBlank() || !row.next();
          titled.add(known ? one : new Missing(one.session(), row.getString(1), one.ranges()));
        }
      }
    }
    return titled;
  }

  /** A project that the old table no longer told of is known from its sessions. */
  private static void projects(Connection connection) throws SQLException {
    String sql =
        """
        insert or ignore into project (id, name, checkout, last_opened)
        select project, row ->> '$.projectName', row ->> '$.repository', max(last_at)
        from session
        where project <> '' and row ->> '$.repository' <> '' and row ->> '$.projectName' <> ''
        group by project\
        """;
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      insert.executeUpdate();
    }
  }

  private static String text(RescueReport report) {
    return report.sentence()
        + "\n\nWritten at "
        + report.at()
        + "\n\n"
        + (report.missing().isEmpty()
            ? "Nothing is known to be missing. What was stored last and is not in any list cannot"
                + " be known of.\n"
            : report.missing().stream()
                .map(Missing::toString)
                .collect(Collectors.joining("\n", "Missing:\n", "\n")));
  }
}
