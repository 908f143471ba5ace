package dev.muster.desktop.live;

import dev.muster.engine.Engine;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.SearchCompletion;
import dev.muster.engine.store.Stories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The engine of this process, as the history browser sees it. */
final class EngineHistorySource implements HistorySource {
  private static final Logger LOG = LoggerFactory.getLogger(EngineHistorySource.class);

  private final Engine engine;
  private final Stories stories;
  private final EngineHistorySearch search;
  private final HistoryKeeper keeper;
  private final EngineHistoryNews news;

  EngineHistorySource(Engine engine) {
    this.engine = engine;
    stories = engine.stories();
    search = new EngineHistorySearch(engine.search());
    keeper = new EngineHistoryKeeper(engine);
    news = new EngineHistoryNews(engine);
  }

  @Override
  public CompletableFuture<HistoryPage> find(HistoryQuery query) {
    return search.find(query);
  }

  @Override
  public CompletableFuture<Completion> complete(String text, int caret) {
    return off(
        () -> {
          SearchCompletion found = engine.search().complete(text, caret);
          return new Completion(
              found.start(),
              found.end(),
              found.choices().stream()
                  .map(choice -> new Choice(choice.text(), choice.meaning()))
                  .toList());
        });
  }

  @Override
  public CompletableFuture<Totals> totals() {
    return off(
        () -> {
          int[] on = new int[Shelf.values().length];
          engine.journal().sessions().forEach(row -> on[row.shelf().ordinal()]++);
          int archived = on[Shelf.ARCHIVED.ordinal()];
          return new Totals(
              on[Shelf.ACTIVE.ordinal()] + archived,
              archived,
              on[Shelf.TRASHED.ordinal()],
              engine.journal().position(),
              bytes(engine.folder()));
        });
  }

  /** The journal and its index: the files whose names begin with that of either. */
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
  public CompletableFuture<List<Recorded>> tail(SessionId session, int limit) {
    return off(() -> stories.tail(session, limit).events());
  }

  @Override
  public CompletableFuture<List<Recorded>> before(SessionId session, long seq, int limit) {
    return off(() -> stories.before(session, seq, limit).events());
  }

  @Override
  public CompletableFuture<List<Recorded>> from(SessionId session, long seq, int limit) {
    return off(() -> stories.from(session, seq, limit).events());
  }

  @Override
  public CompletableFuture<List<Recorded>> around(SessionId session, long seq, int limit) {
    return off(() -> stories.around(session, seq, limit).events());
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
                stories.skim(
                    session,
                    0,
                    Long.MAX_VALUE,
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

  @Override
  public SessionPast past(SessionId session, long events) {
    return new EngineHistoryPast(engine, session, events);
  }

  @Override
  public Runnable follow(Consumer<HistoryNews> listener) {
    return news.follow(listener);
  }

  @Override
  public HistoryKeeper keeper() {
    return keeper;
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
