package dev.muster.engine.keep;

import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.RemovalFacts;
import dev.muster.engine.git.RemovalPlan;
import dev.muster.engine.git.Repository;
import dev.muster.engine.git.SessionRefs;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.SessionRow;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out what decides whether sessions may be thrown away. Used by one thread; blocks. */
final class FactsFinder {
  private static final Logger LOG = LoggerFactory.getLogger(FactsFinder.class);

  private final DiskMeter meter;
  private final Workplace workplace;
  private final Map<String, Optional<Repository>> repositories = new HashMap<>();

  FactsFinder(DiskMeter meter, Workplace workplace) {
    this.meter = meter;
    this.workplace = workplace;
  }

  /** The repository of a session; null when it is not there any more, or another lies there. */
  @Nullable Repository repository(SessionRow row) {
    return repositories
        .computeIfAbsent(row.repository(), missing -> Optional.ofNullable(open(row)))
        .filter(found -> found.id().equals(row.projectId()))
        .orElse(null);
  }

  private @Nullable Repository open(SessionRow row) {
    try {
      return workplace.repository(Path.of(row.repository()));
    } catch (FleetException | InvalidPathException gone) {
      LOG.debug("The repository of {} cannot be asked", row.id(), gone);
      return null;
    }
  }

  /** The facts; of a session that is not over, or was pruned, only those that say so. */
  PruneFacts find(SessionRow row, DiskUse use, boolean closely) {
    boolean over = row.state() == SessionState.CLOSED;
    List<String> refusals = new ArrayList<>();
    List<String> tells = new ArrayList<>();
    boolean work = false;
    int others = 0;
    Path worktree = over ? meter.worktree(row) : null;
    Repository repository = null;
    boolean known = true;
    if (closely && over && row.shelf() != Shelf.PRUNED) {
      repository = repository(row);
      known = repository != null || row.id().isImported();
      if (repository != null) {
        try {
          String id = row.id().value();
          for (SessionRefs.Ref ref : repository.sessionRefs().of(id)) {
            if (SessionRefs.underWay(id, ref)) {
              refusals.add("Something was begun with its work and not ended (" + ref.name() + ").");
            } else if (SessionRefs.isArchive(id, ref)) {
              work = true;
            } else {
              others++;
            }
          }
          if (worktree != null) {
            RemovalFacts facts =
                workplace
                    .removal(row.id(), repository)
                    .facts(workplace.removalRequest(row.id(), worktree));
            RemovalPlan plan = RemovalPlan.of(facts);
            refusals.addAll(plan.refusals());
            tells.addAll(plan.tells());
            work |= facts.holdsWork();
          }
        } catch (GitException unknown) {
          refusals.add("What git keeps of it could not be found out: " + unknown.getMessage());
        }
      } else if (worktree != null) {
        refusals.add(
            "Its worktree “%s” is there and its repository is not, so nobody can say what it holds."
                .formatted(worktree));
      }
    }
    return new PruneFacts(
        row.id(),
        row.title(),
        row.projectName(),
        row.lastAt(),
        over,
        row.shelf(),
        use,
        worktree == null ? null : worktree.toString(),
        tells,
        work,
        others,
        closely && !known,
        refusals);
  }
}
