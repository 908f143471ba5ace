package dev.muster.engine.control;

import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.export.ExportFormat;
import dev.muster.engine.export.ExportPlace;
import dev.muster.engine.export.ExportReport;
import dev.muster.engine.export.MaskKind;
import dev.muster.engine.export.RedactionPreview;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.keep.DiskUse;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneReport;
import dev.muster.engine.store.RebuildReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be asked for to keep house and to share sessions. Sessions are named by their id or any
 * beginning of it that no other id has; paths are absolute.
 *
 * @param <A> what it is answered with
 */
public sealed interface KeepRequest<A> {
  /** The class of the answer. */
  Class<A> answer();

  /**
   * What could be taken out of an export.
   *
   * @param withoutDiffs whether the changes of the turns are not to be written
   */
  record Preview(List<String> sessions, boolean withoutDiffs)
      implements KeepRequest<RedactionPreview> {
    @Override
    public Class<RedactionPreview> answer() {
      return RedactionPreview.class;
    }
  }

  /**
   * Writes sessions; see {@code ExportRequest}.
   *
   * @param place null for one file
   */
  record Export(
      List<String> sessions,
      ExportFormat format,
      String file,
      @Nullable ExportPlace place,
      boolean overwrite,
      List<MaskKind> masked,
      boolean diffs)
      implements KeepRequest<ExportReport> {
    @Override
    public Class<ExportReport> answer() {
      return ExportReport.class;
    }
  }

  /** Takes an export in; see {@code SessionImporter}. */
  record TakeIn(String file, boolean dryRun) implements KeepRequest<TakenIn[]> {
    @Override
    public Class<TakenIn[]> answer() {
      return TakenIn[].class;
    }
  }

  /** Makes all that is derived from the journal anew; see {@code Store.rebuild}. */
  record Rebuild() implements KeepRequest<RebuildReport> {
    @Override
    public Class<RebuildReport> answer() {
      return RebuildReport.class;
    }
  }

  /** What sessions cost on the disk; none named for all. */
  record Weigh(List<String> sessions) implements KeepRequest<DiskUse[]> {
    @Override
    public Class<DiskUse[]> answer() {
      return DiskUse[].class;
    }
  }

  /**
   * Puts a session that is over on a shelf.
   *
   * @param close whether one that is not over is closed first; its work stays reachable
   */
  record Put(String session, Shelf to, boolean close) implements KeepRequest<SessionId> {
    @Override
    public Class<SessionId> answer() {
      return SessionId.class;
    }
  }

  /**
   * What would be thrown away; see {@code PruneRule}.
   *
   * @param sessions none for all
   */
  record Plan(
      List<String> sessions,
      boolean closedToo,
      @Nullable Instant before,
      @Nullable Long downTo,
      boolean workToo)
      implements KeepRequest<PrunePlan> {
    @Override
    public Class<PrunePlan> answer() {
      return PrunePlan.class;
    }
  }

  /**
   * Throws away what a plan says now and a person has agreed to before.
   *
   * @param agreed sessions that a person saw go; what the plan says of others is not done
   */
  record Prune(Plan plan, List<SessionId> agreed) implements KeepRequest<PruneReport> {
    @Override
    public Class<PruneReport> answer() {
      return PruneReport.class;
    }
  }
}
