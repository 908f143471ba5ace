package dev.muster.desktop.live;

import dev.muster.engine.Engine;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SessionRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of this process, as the history browser sees it. */
final class EngineHistorySource implements HistorySource {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHistorySource.class);

  private final Engine engine;
  private final EngineHistorySearch search;

  EngineHistorySource(Engine engine) {
    this.engine = engine;
    search = new EngineHistorySearch(engine.journal(), engine.search());
  }

  @Override
  public CompletableFuture<HistoryPage> find(HistoryQuery query) {
    return off(() -> search.find(query));
  }

  @Override
  public List<HistoryFilter> filters() {
    return HistoryWordsParser.FILTERS;
  }

  @Override
  public CompletableFuture<Totals> totals() {
    return off(
        () -> {
          List<SessionRow> rows = search.sessions();
          return new Totals(rows.size(), engine.journal().position(), bytes(engine.folder()));
        });
  }

  /** The journal and its index: the files that lie beside the database and begin with its name. */
  private static long bytes(DataFolder folder) {
    String journal = String.valueOf(folder.database().getFileName());
    String index = String.valueOf(folder.searchIndex().getFileName());
    long sum = 0;
    try (Stream<Path> files = Files.list(folder.data())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        sum += name.startsWith(journal) || name.startsWith(index) ? Files.size(file) : 0;
      }
    } catch (IOException failed) {
      // Only a number on the screen; a file may go away between the two calls.
      LOG.debug("What the history takes on the disk could not be told.", failed);
    }
    return sum;
  }

  @Override
  public CompletableFuture<List<Recorded>> events(SessionId session, long fromSeq, int limit) {
    return engine.fleet().events(session, fromSeq, limit);
  }

  @Override
  public CompletableFuture<List<Recorded>> tail(SessionId session, int count) {
    return engine.fleet().tail(session, count);
  }

  @Override
  public CompletableFuture<SessionDigest> digest(SessionId session) {
    CompletableFuture<SessionDigest> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("history-digest")
        .start(
            () -> {
              SessionDigestFold fold = new SessionDigestFold();
              try {
                engine
                    .journal()
                    .replay(
                        session,
                        recorded -> {
                          if (result.isDone()) {
                            throw new CancellationException("nobody waits for it any more");
                          }
                          fold.accept(recorded);
                        });
                result.complete(fold.digest());
              } catch (RuntimeException failed) {
                // After a cancellation this changes nothing.
                result.completeExceptionally(failed);
              }
            });
    return result;
  }

  private static <T> CompletableFuture<T> off(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("history")
        .start(
            () -> {
              try {
                result.complete(work.call());
              } catch (Exception failed) {
                result.completeExceptionally(failed);
              }
            });
    return result;
  }
}
