package dev.muster.engine.keep;

import dev.muster.engine.event.LifeEvent.Shelved;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.session.Workplace;
import dev.muster.engine.store.DataFolder;
import dev.muster.engine.store.Journal;
import dev.muster.engine.store.JournalException;
import dev.muster.engine.store.SessionRow;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps house: says what sessions cost on the disk, archives those that are over, puts them in the
 * trash and takes them back, and throws away for good what a person has seen and wants gone. Safe
 * for any thread but the JavaFX thread: methods block unless they say otherwise.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  private final Journal journal;
  private final DataFolder folder;
  private final Workplace workplace;
  private final Clock clock;
  private final DiskMeter meter;
  private final ReentrantLock one = new ReentrantLock();
  private volatile boolean closing;

  public Housekeeping(Journal journal, DataFolder folder, Workplace workplace, Clock clock) {
    this.journal = journal;
    this.folder = folder;
    this.workplace = workplace;
    this.clock = clock;
    this.meter = new DiskMeter(journal, folder, workplace, clock);
  }

  // ---- what it costs --------------------------------------------------------------------------

  /**
   * Measures sessions one after the other on a thread of its own; what is known already is told at
   * once. Does not block.
   *
   * @param sessions empty for all; those that are not in the journal are left out
   * @param each told of every session, on that thread
   */
  public Weighing weigh(Collection<SessionId> sessions, Consumer<DiskUse> each) {
    Weighing weighing = new Weighing();
    Set<SessionId> wanted = Set.copyOf(sessions);
    Thread.ofPlatform()
        .daemon()
        .name("keep-weigh")
        .start(() -> weighing.done().complete(weigh(wanted, each, weighing)));
    return weighing;
  }

  private DiskTotal weigh(Set<SessionId> wanted, Consumer<DiskUse> each, Weighing weighing) {
    DiskTotal total = DiskTotal.NONE;
    try {
      for (SessionRow row : journal.sessions()) {
        if (weighing.cancelled() || closing) {
          return total.cutShort();
        }
        if (wanted.isEmpty() || wanted.contains(row.id())) {
          DiskUse use = use(row, weighing);
          each.accept(use);
          total = total.plus(use);
        }
      }
      return total;
    } catch (RuntimeException failed) {
      LOG.warn("What sessions cost on the disk was not all measured", failed);
      return total.cutShort();
    }
  }

  private DiskUse use(SessionRow row, Weighing weighing) {
    DiskUse known = meter.remembered(row);
    return known != null ? known : meter.measure(row, () -> weighing.cancelled() || closing);
  }

  // ---- out of the way -------------------------------------------------------------------------

  /**
   * Puts a session that is over out of the way; all of it stays and is found.
   *
   * @throws KeepException when it is not over, or cannot be moved from where it is
   */
  public void archive(SessionId session) throws KeepException {
    put(session, Shelf.ARCHIVED);
  }

  /**
   * Puts a session that is over in the trash: all of it stays until it is pruned.
   *
   * @throws KeepException as {@link #archive}
   */
  public void trash(SessionId session) throws KeepException {
    put(session, Shelf.TRASHED);
  }

  /**
   * Takes a session back from the archive or the trash, as it was.
   *
   * @throws KeepException when it was pruned
   */
  public void restore(SessionId session) throws KeepException {
    put(session, Shelf.ACTIVE);
  }

  private void put(SessionId session, Shelf to) throws KeepException {
    one.lock();
    try {
      journal.flush();
      SessionRow row = row(session);
      if (row.shelf() == Shelf.PRUNED) {
        throw new KeepException(
            "Session " + session + " was pruned: only what is left of it can be seen.");
      }
      if (row.state() != SessionState.CLOSED) {
        throw new KeepException(
            "Session " + session + " is not over. Close it first; its work stays reachable.");
      }
      if (row.shelf() != to) {
        journal.append(session, row.turns(), new Shelved(to)).join();
      }
    } catch (CompletionException failed) {
      throw KeepException.of("", failed);
    } catch (JournalException failed) {
      throw new KeepException(String.valueOf(failed.getMessage()), failed);
    } finally {
      one.unlock();
    }
  }

  private SessionRow row(SessionId session) throws KeepException {
    return journal
        .session(session)
        .orElseThrow(() -> new KeepException("There is no session " + session + "."));
  }

  // ---- for good -------------------------------------------------------------------------------

  /**
   * Says what would go and what would stay. Changes nothing. Blocks for as long as it takes to
   * measure all sessions and to ask git about those that may go.
   *
   * @param weighing to stop it; what was found until then is no plan, so it then fails
   */
  public PrunePlan plan(PruneRule rule, Weighing weighing) throws KeepException {
    try {
      journal.flush();
      FactsFinder finder = new FactsFinder(meter, workplace);
      List<PruneFacts> all = new ArrayList<>();
      for (SessionRow row : journal.sessions()) {
        DiskUse use = use(row, weighing);
        boolean asked = rule.only().isEmpty() || rule.only().contains(row.id());
        boolean closely = asked && (rule.closedToo() || row.shelf() == Shelf.TRASHED);
        all.add(finder.find(row, use, closely));
        if (weighing.cancelled() || closing) {
          throw new KeepException("Stopped before the end. Nothing was changed.");
        }
      }
      return PrunePlan.of(rule, all);
    } catch (JournalException failed) {
      throw new KeepException(String.valueOf(failed.getMessage()), failed);
    }
  }

  /** The same without a way to stop it. */
  public PrunePlan plan(PruneRule rule) throws KeepException {
    return plan(rule, new Weighing());
  }

  /**
   * Throws away what a plan says and nothing else: a session that was taken up or moved since
   * stays. A session that was begun is brought to its end, also by the next start after a crash.
   */
  public PruneReport prune(PrunePlan plan, PruneListener listener) throws KeepException {
    String failure = closing ? "Muster is closing." : journal.failure();
    if (failure != null) {
      throw new KeepException(failure);
    }
    one.lock();
    try {
      Pruner pruner = pruner();
      List<SessionId> pruned = new ArrayList<>();
      List<String> problems = new ArrayList<>();
      long bytes = 0;
      for (PrunePlan.Going going : plan.goes()) {
        if (closing || listener.cancelled()) {
          return new PruneReport(pruned, bytes, problems, true);
        }
        PruneFacts facts = going.facts();
        try {
          pruner.prune(facts.session(), facts.shelf(), plan.rule().workToo(), facts.use().total());
          pruned.add(facts.session());
          bytes += facts.use().total();
          meter.forget(facts.session());
          listener.pruned(facts.session(), pruned.size(), plan.goes().size());
        } catch (KeepException stays) {
          problems.add(String.valueOf(stays.getMessage()));
        }
      }
      return new PruneReport(pruned, bytes, problems, false);
    } finally {
      one.unlock();
    }
  }

  private Pruner pruner() {
    return new Pruner(journal, folder, workplace, clock, new FactsFinder(meter, workplace));
  }

  /** Finishes what was being thrown away when Muster was killed. Call once after the start. */
  public void goOn() {
    one.lock();
    try {
      for (SessionRow row : journal.sessions()) {
        if (closing) {
          return;
        }
        if (row.shelf() == Shelf.PRUNED && row.events() > 1) {
          try {
            pruner().finish(row.id(), row);
          } catch (KeepException later) {
            LOG.warn("{}", later.getMessage());
          }
        }
      }
    } catch (JournalException unreadable) {
      LOG.warn("What was being thrown away was not looked for: {}", unreadable.getMessage());
    } finally {
      one.unlock();
    }
  }

  /** Ends what goes on after the session it is at. Idempotent. */
  @Override
  public void close() {
    closing = true;
    one.lock();
    one.unlock();
  }
}
