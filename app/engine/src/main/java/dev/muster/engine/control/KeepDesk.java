package dev.muster.engine.control;

import dev.muster.engine.control.ControlException.Code;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.export.ExportException;
import dev.muster.engine.export.ExportListener;
import dev.muster.engine.export.ExportPlace;
import dev.muster.engine.export.ExportRequest;
import dev.muster.engine.export.TakenIn;
import dev.muster.engine.keep.DiskUse;
import dev.muster.engine.keep.KeepException;
import dev.muster.engine.keep.PruneListener;
import dev.muster.engine.keep.PrunePlan;
import dev.muster.engine.keep.PruneRule;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Answers what is asked to keep house, with the engine of this process. Blocks. */
final class KeepDesk {
  private final Desk desk;
  private final StoreReader reader;
  private final ExportListener listener;

  KeepDesk(Desk desk, StoreReader reader, ExportListener listener) {
    this.listener = listener;
    this.desk = desk;
    this.reader = reader;
  }

  <A> A answer(KeepRequest<A> request) throws ControlException, InterruptedException {
    Keepers keepers = desk.keepers();
    if (keepers == null) {
      throw new ControlException(Code.REFUSED, "This Muster cannot keep house.");
    }
    try {
      return request.answer().cast(does(keepers, request));
    } catch (JournalException failed) {
      throw new ControlException(Code.FAILED, String.valueOf(failed.getMessage()), failed);
    } catch (ExportException.Exists there) {
      throw new ControlException(Code.EXISTS, String.valueOf(there.getMessage()), there);
    } catch (ExportException.Failed failed) {
      throw new ControlException(Code.FAILED, String.valueOf(failed.getMessage()), failed);
    } catch (ExportException | KeepException refused) {
      throw new ControlException(Code.REFUSED, String.valueOf(refused.getMessage()), refused);
    }
  }

  private Object does(Keepers keepers, KeepRequest<?> request)
      throws ControlException, ExportException, KeepException, InterruptedException {
    return switch (request) {
      case KeepRequest.Preview preview ->
          keepers.exporter().preview(ids(preview.sessions()), !preview.withoutDiffs(), listener);
      case KeepRequest.Export export ->
          keepers
              .exporter()
              .write(
                  new ExportRequest(
                      ids(export.sessions()),
                      export.format(),
                      absolute(export.file()),
                      place(export),
                      export.overwrite(),
                      export.masked().isEmpty() ? Set.of() : EnumSet.copyOf(export.masked()),
                      export.diffs()),
                  listener);
      case KeepRequest.TakeIn take ->
          keepers
              .importer()
              .run(absolute(take.file()), take.dryRun(), listener)
              .toArray(TakenIn[]::new);
      case KeepRequest.Weigh weigh -> {
        List<DiskUse> uses = Collections.synchronizedList(new ArrayList<>());
        EngineControl.await(keepers.house().weigh(ids(weigh.sessions()), uses::add).done());
        yield uses.toArray(DiskUse[]::new);
      }
      case KeepRequest.Rebuild _ -> keepers.rebuild().get();
      case KeepRequest.Put put -> put(keepers, put);
      case KeepRequest.Plan plan -> keepers.house().plan(rule(plan));
      case KeepRequest.Prune prune -> {
        PrunePlan now = keepers.house().plan(rule(prune.plan()));
        Set<SessionId> agreed = new HashSet<>(prune.agreed());
        List<PrunePlan.Going> goes =
            now.goes().stream().filter(g -> agreed.contains(g.facts().session())).toList();
        yield keepers
            .house()
            .prune(new PrunePlan(now.rule(), goes, now.stays(), now.total()), pruning());
      }
    };
  }

  private static ExportPlace place(KeepRequest.Export export) {
    ExportPlace place = export.place();
    return place == null ? ExportPlace.FILE : place;
  }

  private PruneListener pruning() {
    return new PruneListener() {
      @Override
      public boolean cancelled() {
        return listener.cancelled();
      }
    };
  }

  private SessionId put(Keepers keepers, KeepRequest.Put put)
      throws ControlException, KeepException, InterruptedException {
    SessionRow row = reader.find(put.session());
    SessionId id = row.id();
    if (row.state() != SessionState.CLOSED && put.close()) {
      EngineControl.await(desk.fleet().close(id, ClosedAs.DROPPED));
    }
    switch (put.to()) {
      case ARCHIVED -> keepers.house().archive(id);
      case TRASHED -> keepers.house().trash(id);
      case ACTIVE -> keepers.house().restore(id);
      case PRUNED ->
          throw new ControlException(Code.BAD_REQUEST, "Pruning is asked for otherwise.");
    }
    return id;
  }

  private PruneRule rule(KeepRequest.Plan plan) throws ControlException {
    @Nullable Long downTo = plan.downTo();
    return new PruneRule(
        Set.copyOf(ids(plan.sessions())), plan.closedToo(), plan.before(), downTo, plan.workToo());
  }

  private List<SessionId> ids(List<String> sessions) throws ControlException {
    // All are read once: of a long list, each by itself would take minutes.
    return sessions.isEmpty() ? List.of() : reader.findAll(sessions);
  }

  /** Relative to what? The two processes stand in different folders. */
  private static Path absolute(String text) throws ControlException {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute() && path.getFileName() != null) {
        return path;
      }
    } catch (InvalidPathException not) {
      throw new ControlException(Code.BAD_REQUEST, "Not a path: " + text, not);
    }
    throw new ControlException(Code.BAD_REQUEST, "A path must be absolute: " + text);
  }
}
