package dev.muster.engine.store;

import dev.muster.engine.event.EventJson;
import dev.muster.engine.event.SessionId;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the database files, migrates, and wires writer, readers and indexer. */
final class SqliteStore implements Store {
  private static final Logger LOG = LoggerFactory.getLogger(SqliteStore.class);
  private static final long RAW_FILE_BYTES = 8L << 20;

  private final DataFolder folder;
  private final Writer writer;
  private final Readers readers;
  private final Hub hub;
  private final Indexer indexer;
  private final Checkpointer checkpointer;
  private final BackupKeeper backups;
  private final RawLogs rawLogs;
  private final SqliteJournal journal;
  private final SearchThread searching;
  private final Search search;
  private final Stories stories;
  private final Remarks remarks;
  private final Processes processes;
  private final Projects projects;
  private @Nullable RescueReport rescued;
  private boolean closed;

  private SqliteStore(
      DataFolder folder,
      Connection connection,
      Readers readers,
      SearchIndex index,
      IndexFile indexFile,
      SearchThread searching,
      Checkpointer checkpointer,
      EventJson json,
      Clock clock,
      Masking masking,
      Remarks remarks)
      throws SQLException {
    this.folder = folder;
    this.remarks = remarks;
    this.readers = readers;
    this.searching = searching;
    this.checkpointer = checkpointer;
    this.hub = new Hub();
    this.indexer =
        new Indexer(
            index,
            EventTable.lastPosition(connection),
            indexFile,
            () -> SearchIndex.anew(indexFile.path(), folder.database(), json),
            remarks);
    this.writer =
        new Writer(
            connection,
            folder.database(),
            json,
            new Followers(folder, hub, indexer, checkpointer),
            clock);
    this.backups = new BackupKeeper(folder, clock, writer::position, remarks);
    this.rawLogs = new RawLogs(folder, clock, RAW_FILE_BYTES, masking);
    this.journal = new SqliteJournal(writer, readers, hub, json, clock, masking, indexer::erased);
    this.search = new SqliteSearch(searching, indexer, json, writer::position, clock);
    this.stories = new SqliteStories(readers, json);
    this.processes = new SqliteProcesses(writer, readers);
    this.projects = new SqliteProjects(writer, readers, clock);
  }

  private record Followers(DataFolder folder, Hub hub, Indexer indexer, Checkpointer checkpointer)
      implements Writer.Follow {
    @Override
    public void committed(List<Entry> batch) {
      hub.committed(batch);
      indexer.committed(batch.getLast().position());
      long bytes = 0;
      for (Entry entry : batch) {
        bytes += entry.weight();
      }
      checkpointer.grew(bytes);
    }

    @Override
    public void stopped(String sentence) {
      // Whatever it was: the next start looks at all of the database before it relies on it.
      Soundness.doubt(folder, sentence);
      hub.stopped(sentence);
    }
  }

  /** See {@link Store#open}. */
  static SqliteStore open(DataFolder folder, Clock clock) throws StoreException {
    return open(folder, clock, Masking.of(System.getenv()));
  }

  /** See {@link Store#open}. */
  static SqliteStore open(DataFolder folder, Clock clock, Masking masking) throws StoreException {
    folder.create();
    EventJson json = new EventJson();
    Remarks remarks = new Remarks();
    RescueReport rescued = null;
    try {
      Aside.finishIfBegun(folder);
      String problem = problem(folder);
      if (problem != null) {
        rescued = new Rescue(folder, clock, json).run(problem);
      } else {
        Rescue.untoldYet(folder).ifPresent(remarks::tell);
      }
      Soundness.settled(folder);
      long given = Compaction.run(folder, Compaction.WORTH_BYTES);
      if (given > 0) {
        remarks.tell(
            "The journal gave %d MB back to the disk, which what was pruned had taken."
                .formatted(given / 1_000_000));
      }
    } catch (IOException failed) {
      throw unopened(folder.database(), OwnerOnly.reason(failed), failed);
    }
    SqliteStore store;
    try {
      store = opened(folder, clock, masking, json, remarks);
    } catch (StoreException failed) {
      // What a brief look did not find, opening it did.
      if (rescued != null
          || !(failed.getCause() instanceof SQLException sql)
          || !Database.damaged(sql)) {
        throw failed;
      }
      rescued = new Rescue(folder, clock, json).run(Soundness.reason(sql));
      store = opened(folder, clock, masking, json, remarks);
    }
    store.rescued = rescued;
    return store;
  }

  private static @Nullable String problem(DataFolder folder) throws IOException, StoreException {
    if (GoneJournal.isGone(folder)) {
      OwnerOnly.createFile(folder.database());
      return GoneJournal.PROBLEM;
    }
    return Soundness.problem(folder);
  }

  private static SqliteStore opened(
      DataFolder folder, Clock clock, Masking masking, EventJson json, Remarks remarks)
      throws StoreException {
    Path file = folder.database();
    Connection connection = null;
    Readers readers = null;
    SearchThread searching = null;
    SearchIndex index = null;
    Checkpointer checkpointer = null;
    try {
      OwnerOnly.createFile(file);
      connection = Database.open(file);
      Migrations.run(connection, file, folder.backups(), clock.instant());
      refreshSessions(connection, json);
      index = SearchIndex.open(folder.searchIndex(), file, json);
      IndexFile indexFile = new IndexFile(folder.searchIndex());
      readers =
          new Readers(
              file,
              indexFile,
              failed -> {
                // The one or the other: the journal is looked at at the next start, its index now.
                Soundness.doubt(folder, String.valueOf(failed.getMessage()));
                indexFile.suspect();
              });
      searching = new SearchThread(file, indexFile);
      checkpointer = new Checkpointer(Database.open(file));
      Database.execute(connection, "pragma wal_autocheckpoint = " + Checkpointer.WRITERS_OWN_PAGES);
      SqliteStore store =
          new SqliteStore(
              folder,
              connection,
              readers,
              index,
              indexFile,
              searching,
              checkpointer,
              json,
              clock,
              masking,
              remarks);
      store.writer.start();
      store.indexer.start();
      return store;
    } catch (SQLException | IOException | StoreException failed) {
      closeQuietly(checkpointer, searching, readers, index, connection);
      switch (failed) {
        case StoreException told -> throw told;
        case SQLException sql -> throw unopened(file, Database.reason(sql), sql);
        default ->
            throw unopened(
                file,
                failed instanceof IOException io ? OwnerOnly.reason(io) : failed.toString(),
                failed);
      }
    }
  }

  private static StoreException unopened(Path file, String reason, Exception failed) {
    return new StoreException(
        "The journal " + file + " could not be opened: " + reason + ". Nothing in it was changed.",
        failed);
  }

  private static void refreshSessions(Connection connection, EventJson json) throws SQLException {
    if (SessionTable.stale(connection)) {
      Database.execute(connection, "begin immediate");
      new SessionRebuild(new SessionTable(json)).swap(connection, new TreeMap<>());
      Database.execute(connection, "commit");
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable... opened) {
    for (@Nullable AutoCloseable one : opened) {
      try {
        if (one != null) {
          one.close();
        }
      } catch (Exception failed) {
        // The store could not be opened; that is what the caller is told.
        LOG.debug("Closing after a failed start: {}", failed.toString());
      }
    }
  }

  /** For tests that do not wait for the minute in which it begins. */
  BackupKeeper keeper() {
    return backups;
  }

  /** For tests that make a write fail. */
  Writer writer() {
    return writer;
  }

  @Override
  public DataFolder folder() {
    return folder;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public Search search() {
    return search;
  }

  @Override
  public Stories stories() {
    return stories;
  }

  @Override
  public Processes processes() {
    return processes;
  }

  @Override
  public Projects projects() {
    return projects;
  }

  @Override
  public RawLog rawLog(SessionId session) {
    return rawLogs.of(session);
  }

  @Override
  public Spill spill(SessionId session) throws StoreException {
    return new Spill(folder.createSessionFolder(session), journal.masking());
  }

  @Override
  public Optional<RescueReport> rescued() {
    return Optional.ofNullable(rescued);
  }

  @Override
  public Subscription onRemark(Consumer<String> listener) {
    return remarks.listen(listener);
  }

  @Override
  public RebuildReport rebuild() {
    long begun = System.nanoTime();
    List<RebuildReport.Difference> found = new ArrayList<>(journal.rebuildSessions());
    found.addAll(rebuildSearch());
    return new RebuildReport(
        journal.position(),
        journal.sessions().size(),
        found,
        Duration.ofNanos(System.nanoTime() - begun));
  }

  private List<RebuildReport.Difference> rebuildSearch() {
    long position = journal.position(); // before: the index is at least as far, then
    search.catchUp();
    try {
      String was = SearchProof.of(folder.searchIndex(), journal.sessions());
      StoryProof stories = StoryProof.of(folder.searchIndex(), journal.sessions());
      search.rebuild();
      String is = SearchProof.of(folder.searchIndex(), journal.sessions());
      List<RebuildReport.Difference> found =
          new ArrayList<>(
              stories.differences(StoryProof.of(folder.searchIndex(), journal.sessions())));
      if (!was.equals(is)) {
        found.add(new RebuildReport.Difference(null, "search", was, is));
      }
      // What was said meanwhile is in one of them alone.
      return journal.position() == position ? found : List.of();
    } catch (SQLException failed) {
      throw new JournalException(
          "The search index could not be compared: "
              + Database.reason(failed)
              + ". The journal is not touched by this.",
          failed);
    }
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    hub.close();
    backups.close();
    indexer.close();
    checkpointer.close();
    writer.close();
    readers.close();
    searching.close();
    rawLogs.close();
    if (remarks.allTold()) {
      Rescue.told(folder);
    }
    Soundness.closed(folder);
  }
}
