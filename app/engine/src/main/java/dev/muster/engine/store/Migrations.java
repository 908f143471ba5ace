package dev.muster.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a database of any older form to today's, one numbered step after the other, all in one
 * transaction, after a copy was made. The number stands in SQLite's {@code user_version}. A step is
 * never changed once it was released.
 */
final class Migrations {
  private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
  private static final int BACKUPS_KEPT = 3;

  /** "Must" in ASCII: marks the file as ours (SQLite's {@code application_id}). */
  private static final int APPLICATION = 0x4d757374;

  @FunctionalInterface
  private interface Step {
    void run(Connection connection) throws SQLException;
  }

  private static final List<Step> STEPS =
      List.of(
          Migrations::journal,
          Migrations::sessions,
          Migrations::projectsAndProcesses,
          Migrations::lost);

  private Migrations() {}

  /** The form this version writes. */
  static int newest() {
    return STEPS.size();
  }

  /**
   * Migrates. Blocks.
   *
   * @param backups where the copy goes
   * @throws StoreException for a database that a newer Muster wrote, or that is not ours
   */
  static void run(Connection connection, Path file, Path backups, Instant now)
      throws StoreException, SQLException {
    lookAt(connection, file);
    int version = (int) Database.number(connection, "pragma user_version");
    boolean empty = Database.number(connection, "select count(*) from sqlite_master") == 0;
    if (version == newest()) {
      return;
    }
    if (!empty) {
      backUp(connection, backups, version, now);
    }
    Database.execute(connection, "begin immediate");
    try {
      for (Step step : STEPS.subList(version, newest())) {
        step.run(connection);
      }
      Database.execute(connection, "pragma user_version = " + newest());
      Database.execute(connection, "pragma application_id = " + APPLICATION);
      Database.execute(connection, "commit");
    } catch (SQLException failed) {
      rollBack(connection);
      throw failed;
    }
    LOG.debug("The journal went from form {} to form {}", version, newest());
  }

  /**
   * Whether this version can read it.
   *
   * @throws StoreException for a database that a newer Muster wrote, or that is not ours
   */
  static void lookAt(Connection connection, Path file) throws StoreException, SQLException {
    int version = (int) Database.number(connection, "pragma user_version");
    int application = (int) Database.number(connection, "pragma application_id");
    boolean empty = Database.number(connection, "select count(*) from sqlite_master") == 0;
    if (!empty && application != APPLICATION) {
      throw new StoreException(
          file
              + " is a database of another program. Nothing was changed. Move it away, or set "
              + DataFolder.HOME_VARIABLE
              + " to another folder.");
    }
    if (version > newest()) {
      throw new StoreException(
          "The journal "
              + file
              + " was written by a newer Muster (form "
              + version
              + ", this one knows "
              + newest()
              + "). Nothing was changed. Start the newer Muster, or set "
              + DataFolder.HOME_VARIABLE
              + " to another folder.");
    }
  }

  /** Step 1: what happened. */
  private static void journal(Connection connection) throws SQLException {
    Database.execute(
        connection,
        """
        create table event (
          id integer primary key,
          session text not null,
          seq integer not null,
          at integer not null,
          turn integer not null,
          kind text not null,
          body text not null
        ) strict\
        """);
    Database.execute(connection, "create unique index event_session_seq on event (session, seq)");
    // Tells this journal from another one that was put in its place.
    Database.execute(connection, "create table journal (id text not null) strict");
    Database.execute(connection, "insert into journal values (lower(hex(randomblob(16))))");
  }

  /** Step 2: one row per session, folded from its events, so that lists need not read them. */
  private static void sessions(Connection connection) throws SQLException {
    Database.execute(
        connection,
        """
        create table session (
          id text primary key,
          project text not null,
          last_at integer not null,
          events integer not null,
          row text not null
        ) strict, without rowid\
        """);
    // Which fold the rows were made by; another one makes them again.
    Database.execute(
        connection, "alter table journal add column session_form integer not null default 0");
  }

  /** Step 3: the repositories worked in, and the processes that run. */
  private static void projectsAndProcesses(Connection connection) throws SQLException {
    Database.execute(
        connection,
        """
        create table project (
          id text primary key,
          name text not null,
          checkout text not null,
          last_opened integer not null
        ) strict, without rowid\
        """);
    Database.execute(
        connection,
        """
        create table process (
          pid integer primary key,
          identity text not null
        ) strict\
        """);
  }

  /** Step 4: which events a rescue could not bring back, so that nobody looks for them again. */
  private static void lost(Connection connection) throws SQLException {
    Database.execute(
        connection,
        """
        create table lost (
          session text not null,
          first integer not null,
          last integer not null
        ) strict\
        """);
  }

  private static void backUp(Connection connection, Path folder, int version, Instant now)
      throws StoreException, SQLException {
    Path copy = folder.resolve("muster-" + STAMP.format(now) + "-form" + version + ".db");
    // Under its name only when it is whole: half a copy must not pass for one.
    Path part = folder.resolve(copy.getFileName() + ".part");
    try {
      OwnerOnly.createFolder(folder);
      Files.deleteIfExists(part);
      OwnerOnly.createFile(part);
      try (PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
        vacuum.setString(1, part.toString());
        vacuum.execute();
      }
      try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
      prune(folder);
    } catch (IOException failed) {
      throw new StoreException(
          "The copy of the journal that is made before it is changed could not be written to "
              + folder
              + " ("
              + OwnerOnly.reason(failed)
              + "). The journal is as it was. Make room there and start Muster again.",
          failed);
    }
  }

  private static void prune(Path folder) throws IOException {
    List<Path> copies = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "muster-*-form*.db")) {
      files.forEach(copies::add);
    }
    copies.sort(null);
    for (Path old : copies.subList(0, Math.max(0, copies.size() - BACKUPS_KEPT))) {
      Files.delete(old);
    }
  }

  private static void rollBack(Connection connection) {
    try {
      Database.execute(connection, "rollback");
    } catch (SQLException none) {
      // SQLite has rolled back by itself for some errors; the first one is what is told.
      LOG.debug("No transaction to roll back: {}", none.getMessage());
    }
  }
}
