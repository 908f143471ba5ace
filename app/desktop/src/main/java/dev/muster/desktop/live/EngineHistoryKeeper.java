package dev.muster.desktop.live;

import dev.muster.engine.Engine;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.ExportRequest;
import dev.muster.engine.export.RedactionPreview;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.keep.DiskUse;
import dev.muster.engine.keep.KeepException;
import dev.muster.engine.keep.PruneListener;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneReport;
import dev.muster.engine.keep.PruneRule;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The engine of this process, as it keeps the history. */
final class EngineHistoryKeeper implements HistoryKeeper {
  private final Engine engine;

  EngineHistoryKeeper(Engine engine) {
    this.engine = engine;
  }

  @Override
  public CompletableFuture<DiskUse> weigh(SessionId session) {
    AtomicReference<@Nullable DiskUse> use = new AtomicReference<>();
    return engine
        .keeping()
        .weigh(List.of(session), use::set)
        .done()
        .thenCompose(
            _ -> {
              DiskUse measured = use.get();
              return measured == null
                  ? CompletableFuture.failedFuture(
                      new KeepException("What the session takes could not be measured."))
                  : CompletableFuture.completedFuture(measured);
            });
  }

  @Override
  public CompletableFuture<?> put(SessionId session, Shelf to) {
    return off(
        () -> {
          switch (to) {
            case ARCHIVED -> engine.keeping().archive(session);
            case TRASHED -> engine.keeping().trash(session);
            case ACTIVE -> engine.keeping().restore(session);
            case PRUNED -> throw new KeepException("What is pruned was seen in a plan before.");
          }
          // What lists it is a second behind; whoever asked looks at once.
          engine.search().catchUp();
          return to;
        });
  }

  @Override
  public CompletableFuture<PrunePlan> plan(PruneRule rule) {
    return off(() -> engine.keeping().plan(rule));
  }

  @Override
  public CompletableFuture<PruneReport> prune(PrunePlan plan) {
    return off(
        () -> {
          PruneReport report = engine.keeping().prune(plan, PruneListener.NONE);
          engine.search().catchUp();
          return report;
        });
  }

  @Override
  public CompletableFuture<RedactionPreview> preview(
      List<SessionId> sessions, boolean diffs, ExportListener listener) {
    return off(() -> engine.exporter().preview(sessions, diffs, listener));
  }

  @Override
  public CompletableFuture<ExportReport> write(ExportRequest request, ExportListener listener) {
    return off(() -> engine.exporter().write(request, listener));
  }

  @Override
  public CompletableFuture<List<TakenIn>> takeIn(Path file, ExportListener listener) {
    return off(
        () -> {
          List<TakenIn> taken = engine.keepers().importer().run(file, false, listener);
          engine.search().catchUp();
          return taken;
        });
  }

  /** On a platform thread: it reads and writes files for as long as it takes. */
  private static <T> CompletableFuture<T> off(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("history-keeper")
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
