package dev.muster.desktop.live;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.ExportRequest;
import dev.muster.engine.export.RedactionPreview;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.keep.DiskUse;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneReport;
import dev.muster.engine.keep.PruneRule;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Keeps house where there is nothing: nothing goes, nothing is found, and no work ever ends. */
public final class FakeKeeper implements HistoryKeeper {
  @Override
  public CompletableFuture<DiskUse> weigh(SessionId session) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<?> put(SessionId session, Shelf to) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<PrunePlan> plan(PruneRule rule) {
    return CompletableFuture.completedFuture(new PrunePlan(rule, List.of(), List.of(), 0));
  }

  @Override
  public CompletableFuture<PruneReport> prune(PrunePlan plan) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<RedactionPreview> preview(
      List<SessionId> sessions, boolean diffs, ExportListener listener) {
    return CompletableFuture.completedFuture(new RedactionPreview(List.of(), 0, 0));
  }

  @Override
  public CompletableFuture<ExportReport> write(ExportRequest request, ExportListener listener) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletableFuture<List<TakenIn>> takeIn(Path file, ExportListener listener) {
    return new CompletableFuture<>();
  }
}
