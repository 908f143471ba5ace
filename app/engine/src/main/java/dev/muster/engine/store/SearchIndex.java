package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionEvent;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The full-text index and what is folded from the stories ({@link StoryTables}): a database file of
 * its own, so that feeding it never holds the journal's writer, and so that it can be thrown away.
 * All of it is derived from the journal. It has no copy of the texts; those are in the journal. How
 * far it got stands in the same transaction as what it holds. Used by one thread.
 */
final class SearchIndex implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SearchIndex.class);

  /** Rows and characters of one transaction: at most some 200 ms. Fewer and larger are cheaper. */
  private static final int ROWS = 20_000;

  private static final long CHARS = 12L << 20;

  /** Form of the tables below, and of the texts. */
  private static final int FORM =
      2_000 + 100 * SearchText.FORM + 10 * StoryTables.FORM + RowFold.FORM;

  /** What is gathered in memory before SQLite writes it; the default of 1 MiB merges more. */
  private static final int GATHERED_BYTES = 8 << 20;

  private static final String COLUMNS =
      Arrays.stream(SearchPlace.values())
          .map(SearchPlace::column)
          .collect(Collectors.joining(", "));

  private static final String INSERT =
      "insert into said (rowid, "
          + COLUMNS
          + ") values (?"
          + ", ?".repeat(SearchPlace.values().length)
          + ")";

  private static final String ERASED = "id not in (select id from j.session)";

  /** The texts of an event, to be written in the order of their rows. */
  private record Said(long row, @Nullable String[] texts) {}

  private final Connection connection;
  private final Path file;

  /** What the system tells this very file by, whatever its name; null where it does not. */
  private final @Nullable Object key;

  private final EventJson json;
  private final StoryTables stories;
  private final CommonWords common;
  private final PreparedStatement read;
  private final PreparedStatement insert;
  private final PreparedStatement mark;

  private SearchIndex(Connection connection, Path file, EventJson json) throws SQLException {
    this.connection = connection;
    this.file = file;
    this.key = key(file);
    this.json = json;
    this.stories = new StoryTables(connection);
    this.common = new CommonWords(connection);
    this.read =
        connection.prepareStatement(
            """
            select id, session, seq, at, turn, kind, body from j.event
            where id > ? order by id limit ?\
            """);
    this.insert = connection.prepareStatement(INSERT);
    this.mark = connection.prepareStatement("update mark set upto = ?");
  }

  /** Opens the index of a journal; one that does not belong to it or is damaged is made anew. */
  static SearchIndex open(Path file, Path journal, EventJson json) throws SQLException {
    if (Files.exists(file)) {
      try {
        Connection connection = connect(file, journal);
        if (belongs(connection)) {
          return new SearchIndex(connection, file, json);
        }
        connection.close();
      } catch (SQLException failed) {
        if (!Database.damaged(failed)) {
          throw failed;
        }
      }
      LOG.info("The search index is made anew from the journal");
    }
    return anew(file, journal, json);
  }

  /** Makes an index without anything in it in the place of whatever is there. */
  static SearchIndex anew(Path file, Path journal, EventJson json) throws SQLException {
    try {
      for (String suffix : new String[] {"", "-wal", "-shm"}) {
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
      }
      OwnerOnly.createFile(file);
    } catch (IOException failed) {
      throw new SQLException("the old search index " + file + " cannot be removed", failed);
    }
    Connection connection = connect(file, journal);
    create(connection);
    return new SearchIndex(connection, file, json);
  }

  private static Connection connect(Path file, Path journal) throws SQLException {
    Connection connection = Database.open(file);
    try {
      // Each checkpoint waits for the disk; the index is written in large transactions anyway.
      Database.execute(connection, "pragma wal_autocheckpoint = 4000");
      Database.attach(connection, journal, "j");
      return connection;
    } catch (SQLException failed) {
      connection.close();
      throw failed;
    }
  }

  private static boolean belongs(Connection connection) throws SQLException {
    return Database.number(connection, "pragma main.user_version") == FORM
        && Database.number(
                connection,
                "select (select journal from mark) = (select id from j.journal)"
                    // A power cut may take back the journal's last commits and not the index's.
                    + " and (select upto from mark) <= (select ifnull(max(id), 0) from j.event)")
            == 1;
  }

  private static void create(Connection connection) throws SQLException {
    Database.execute(connection, "begin");
    Database.execute(
        connection,
        "create virtual table said using fts5("
            + COLUMNS
            + ", content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2')");
    Database.execute(
        connection, "insert into said (said, rank) values ('hashsize', " + GATHERED_BYTES + ")");
    StoryTables.create(connection);
    CommonWords.create(connection);
    Database.execute(
        connection,
        "create table mark (journal text, upto integer, made integer, numbers integer) strict");
    // Another number each time the index is made: what others have at hand of it is void then.
    Database.execute(connection, "insert into mark select id, 0, abs(random()), 0 from j.journal");
    Database.execute(connection, "pragma main.user_version = " + FORM);
    Database.execute(connection, "commit");
  }

  /** The position up to which everything is in the index. */
  long upTo() throws SQLException {
    return Database.number(connection, "select upto from mark");
  }

  /**
   * Takes in the next events after a position, some thousand at most.
   *
   * @return the position reached; the same when there is nothing more
   */
  long advance(long after) throws SQLException {
    // Not "immediate": that would take the write lock of the attached journal, too.
    List<Said> said = new ArrayList<>();
    Database.execute(connection, "begin");
    try {
      long reached = read(after, said);
      // In order of rows: FTS5 writes out what it gathered whenever the next row is a lower one.
      said.sort(Comparator.comparingLong(Said::row));
      for (Said one : said) {
        insert.setLong(1, one.row());
        for (int n = 0; n < one.texts().length; n++) {
          insert.setString(n + 2, one.texts()[n]);
        }
        insert.executeUpdate();
      }
      stories.flush(reached);
      common.flush();
      mark.setLong(1, reached);
      mark.executeUpdate();
      Database.execute(connection, "commit");
      return reached;
    } catch (SQLException | RuntimeException failed) {
      rollBack();
      stories.forget();
      common.forget();
      throw failed;
    }
  }

  private long read(long after, List<Said> said) throws SQLException {
    long reached = after;
    long chars = 0;
    Map<String, SessionId> ids = new HashMap<>();
    read.setLong(1, after);
    read.setInt(2, ROWS);
    try (ResultSet row = read.executeQuery()) {
      while (chars < CHARS && row.next()) {
        reached = row.getLong(1);
        Recorded event =
            new Recorded(
                ids.computeIfAbsent(row.getString(2), SessionId::new),
                row.getLong(3),
                Instant.ofEpochMilli(row.getLong(4)),
                row.getInt(5),
                json.read(row.getString(6), row.getBytes(7)));
        StoryTables.Known session = stories.add(event);
        @Nullable String[] texts = texts(event.event());
        if (texts != null) {
          common.add(reached, texts);
          said.add(new Said(SearchRow.of(session.no, event.seq()), texts));
          for (String text : texts) {
            chars += text == null ? 0 : text.length();
          }
        }
      }
    }
    return reached;
  }

  /** One text for each column; null when there is none at all. */
  private static @Nullable String @Nullable [] texts(SessionEvent event) {
    @Nullable String[] texts = new @Nullable String[SearchPlace.values().length];
    boolean[] any = new boolean[1];
    SearchText.parts(
        event,
        (place, text) -> {
          String before = texts[place.ordinal()];
          texts[place.ordinal()] = before == null ? text : before + "\n" + text;
          any[0] = true;
        });
    return any[0] ? texts : null;
  }

  /**
   * Takes out what is folded of sessions that the journal has no more; their words stay unfound.
   */
  void forgetErased() throws SQLException {
    if (Database.number(connection, "select count(*) from facts where " + ERASED) == 0) {
      return;
    }
    Database.execute(connection, "begin");
    try {
      stories.clear(ERASED);
      stories.forget();
      Database.execute(connection, "update mark set made = abs(random())");
      Database.execute(connection, "commit");
    } catch (SQLException failed) {
      rollBack();
      throw failed;
    }
  }

  /** Empties it. */
  void clear() throws SQLException {
    Database.execute(connection, "begin");
    try {
      Database.execute(connection, "insert into said (said) values ('delete-all')");
      CommonWords.clear(connection);
      Database.execute(connection, "update mark set upto = 0, made = abs(random()), numbers = 0");
      stories.clear();
      stories.forget();
      Database.execute(connection, "commit");
    } catch (SQLException failed) {
      rollBack();
      stories.forget();
      throw failed;
    }
  }

  /** Whether the file still stands in its place, and not another one or none. */
  boolean inPlace() {
    return Objects.equals(key, key(file));
  }

  private static @Nullable Object key(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException gone) {
      return gone.getClass(); // equal to no key
    }
  }

  /** Whether SQLite finds all of it in order. Blocks, for seconds when it is large. */
  boolean sound() throws SQLException {
    return Snapshots.problem(connection, "main") == null;
  }

  /** Has it made anew when it is opened next. */
  void condemn() {
    try {
      Database.execute(connection, "pragma main.user_version = 0");
    } catch (SQLException failed) {
      LOG.warn("The search index could not be marked as damaged: {}", failed.toString());
    }
  }

  private void rollBack() {
    try {
      Database.execute(connection, "rollback");
    } catch (SQLException none) {
      // Rolled back by SQLite itself; the failure before it is the one that is told.
      LOG.debug("No transaction to roll back: {}", none.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failed) {
      // The index goes on from its own mark when it is opened again.
      LOG.warn("The search index did not close in order: {}", failed.toString());
    }
  }
}
