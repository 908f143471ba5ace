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

/**
 * What the history browser may do with what is kept. Every method returns at once and may be called
 * on the JavaFX thread; futures fail with an exception whose message is a sentence for a person.
 */
public interface HistoryKeeper {
  /** What a session takes on the disk. */
  CompletableFuture<DiskUse> weigh(SessionId session);

  /** Puts a session that is over into the archive or the trash, or takes it back. */
  CompletableFuture<?> put(SessionId session, Shelf to);

  /** What would be thrown away for good, and what stays. Changes nothing. */
  CompletableFuture<PrunePlan> plan(PruneRule rule);

  /** Throws away what a plan says and nothing else. */
  CompletableFuture<PruneReport> prune(PrunePlan plan);

  /**
   * What could be taken out of an export.
   *
   * @param diffs whether the changes of each turn are to go with it
   * @param listener told on a thread of the engine, like those below
   */
  CompletableFuture<RedactionPreview> preview(
      List<SessionId> sessions, boolean diffs, ExportListener listener);

  /** Writes sessions; each file is there whole or not at all. */
  CompletableFuture<ExportReport> write(ExportRequest request, ExportListener listener);

  /** Takes Muster's own export in. What is here already is not doubled. */
  CompletableFuture<List<TakenIn>> takeIn(Path file, ExportListener listener);
}
