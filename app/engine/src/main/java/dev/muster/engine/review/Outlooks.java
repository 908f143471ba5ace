package dev.muster.engine.review;

import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.LifeEvent.WorktreeReady;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.OutcomeEvent.Committed;
import dev.muster.engine.event.OutcomeEvent.LandingUndone;
import dev.muster.engine.event.OutcomeEvent.Merged;
import dev.muster.engine.event.OutcomeEvent.Rewound;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.git.Branch;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.ForecastRequest;
import dev.muster.engine.git.GitException;
import dev.muster.engine.git.RefStamp;
import dev.muster.engine.git.Repository;
import dev.muster.engine.session.Fleet;
import dev.muster.engine.session.FleetException;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.Workplace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the forecast of all live sessions up to date in the background, as long as somebody
 * listens. It is woken when a session's files were seen to have changed, and looks every few
 * seconds whether a branch has moved, for which it reads the times of a few files and starts
 * nothing. One git runs at a time, never two rounds within {@link #PAUSE}, and after a long round
 * it rests four times as long: so it takes a fifth of one processor at the very most. Where nothing
 * moved, no git is started at all.
 */
public final class Outlooks implements FleetListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Outlooks.class);

  /** The least time between two rounds. */
  static final Duration PAUSE = Duration.ofSeconds(2);

  /** How often it is looked whether a branch moved. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private static final int REST = 4;

  /** What the forecast of a project depends on. */
  private record Inputs(RefStamp refs, List<Input> sessions) {}

  private record Input(SessionId id, @Nullable String tree, @Nullable String base) {}

  private record Known(Inputs inputs, List<Forecast> forecasts) {}

  private final Fleet fleet;
  private final Workplace workplace;
  private final Contenders contenders;
  private final Duration pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final List<Consumer<Outlook>> listeners = new CopyOnWriteArrayList<>();
  private final Map<String, Known> known = new HashMap<>();
  private Outlook now = Outlook.NONE;
  private boolean woken;
  private boolean closed;
  private Fleet.@Nullable Subscription fromFleet;

  public Outlooks(Fleet fleet, Workplace workplace, Contenders contenders) {
    this(fleet, workplace, contenders, PAUSE);
  }

  Outlooks(Fleet fleet, Workplace workplace, Contenders contenders, Duration pause) {
    this.fleet = fleet;
    this.workplace = workplace;
    this.contenders = contenders;
    this.pause = pause;
  }

  /**
   * Tells of every forecast that says something new, and of the present one at once. Any thread;
   * the listener is called on a thread of the engine and must not block.
   */
  public Fleet.Subscription subscribe(Consumer<Outlook> listener) {
    Outlook present;
    lock.lock();
    try {
      listeners.add(listener);
      present = now;
      if (fromFleet == null && !closed) {
        fromFleet = fleet.subscribe(this);
        woken = true;
        Thread.ofVirtual().name("muster-outlook").start(this::run);
      } else {
        wake();
      }
    } finally {
      lock.unlock();
    }
    if (!present.equals(Outlook.NONE)) {
      listener.accept(present);
    }
    return () -> listeners.remove(listener);
  }

  private void run() {
    try {
      while (awaitTurn()) {
        long began = System.nanoTime();
        try {
          round();
        } catch (RuntimeException unexpected) {
          LOG.error("A forecast went wrong; the next one is made as if nothing had.", unexpected);
        }
        rest(Math.max(pause.toNanos(), REST * (System.nanoTime() - began)));
      }
    } catch (InterruptedException ended) {
      LOG.debug("The forecast ends.", ended);
    }
  }

  /** Waits until something may have changed; false when it is over. */
  private boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      long left = LOOK.toNanos();
      while (!closed && !woken && (left > 0 || known.isEmpty() || listeners.isEmpty())) {
        if (known.isEmpty() || listeners.isEmpty()) {
          turn.await(); // There is no branch to look after.
        } else {
          left = turn.awaitNanos(left);
        }
      }
      woken = false;
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  private void rest(long nanos) throws InterruptedException {
    lock.lock();
    try {
      long left = nanos;
      while (!closed && left > 0) {
        left = turn.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      woken = true;
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Looks at every project once, and tells if anything is new. */
  private void round() {
    Map<String, List<SessionSnapshot>> projects = new LinkedHashMap<>();
    for (SessionSnapshot session : fleet.sessions()) {
      if (Contenders.live(session)) {
        projects.computeIfAbsent(session.projectId(), id -> new ArrayList<>()).add(session);
      }
    }
    lock.lock();
    try {
      known.keySet().retainAll(projects.keySet());
    } finally {
      lock.unlock();
    }
    List<Forecast> all = new ArrayList<>();
    projects.forEach((project, sessions) -> all.addAll(project(project, sessions)));
    Outlook fresh = new Outlook(all);
    boolean news;
    lock.lock();
    try {
      news = !fresh.equals(now) && !closed;
      now = fresh;
    } finally {
      lock.unlock();
    }
    if (news) {
      for (Consumer<Outlook> listener : listeners) {
        listener.accept(fresh);
      }
    }
  }

  private List<Forecast> project(String project, List<SessionSnapshot> sessions) {
    Known before = known.get(project);
    try {
      Repository repository = workplace.repository(sessions.getFirst());
      Inputs inputs = inputs(repository, sessions);
      if (before != null && before.inputs.equals(inputs)) {
        return before.forecasts;
      }
      List<Forecast> forecasts = forecast(repository, sessions);
      keep(project, new Known(inputs, forecasts));
      return forecasts;
    } catch (FleetException | GitException failed) {
      LOG.warn("There is no forecast for the sessions of {} now.", project, failed);
      return before == null ? List.of() : before.forecasts;
    } catch (RuntimeException unexpected) {
      LOG.error("The forecast for {} went wrong.", project, unexpected);
      return before == null ? List.of() : before.forecasts;
    }
  }

  private void keep(String project, Known fresh) {
    lock.lock();
    try {
      known.put(project, fresh);
    } finally {
      lock.unlock();
    }
  }

  private static Inputs inputs(Repository repository, List<SessionSnapshot> sessions) {
    List<String> branches = new ArrayList<>();
    List<Input> all = new ArrayList<>();
    for (SessionSnapshot session : sessions) {
      WorktreeReady worktree = Objects.requireNonNull(session.worktree());
      branches.add(worktree.branch());
      if (worktree.baseBranch() != null) {
        branches.add(worktree.baseBranch());
      }
      all.add(new Input(session.id(), session.changes().treeHash(), worktree.baseBranch()));
    }
    return new Inputs(RefStamp.of(repository, branches), all);
  }

  private List<Forecast> forecast(Repository repository, List<SessionSnapshot> sessions)
      throws GitException {
    List<Branch> branches = repository.branches(false);
    String checkedOut = repository.head().branch();
    Map<String, List<SessionSnapshot>> targets = new LinkedHashMap<>();
    for (SessionSnapshot session : sessions) {
      Contenders.target(session, branches, checkedOut)
          .ifPresent(
              target -> targets.computeIfAbsent(target, name -> new ArrayList<>()).add(session));
    }
    List<Forecast> all = new ArrayList<>();
    for (Map.Entry<String, List<SessionSnapshot>> target : targets.entrySet()) {
      ForecastRequest request =
          new ForecastRequest(target.getKey(), contenders.of(repository, target.getValue(), null));
      all.add(contenders.forecasts(repository).forecast(request));
    }
    return all;
  }

  @Override
  public void recorded(List<Recorded> events) {
    for (Recorded recorded : events) {
      boolean matters =
          switch (recorded.event()) {
            case TreeChanged tree -> true;
            case WorktreeReady ready -> true;
            case Merged merged -> true;
            case LandingUndone undone -> true;
            case Committed committed -> true;
            case Rewound rewound -> true;
            case StateChanged to -> to.to() == SessionState.CLOSED;
            default -> false;
          };
      if (matters) {
        wake();
        return;
      }
    }
  }

  @Override
  public void changed(SessionSnapshot session) {
    // What matters was among the events.
  }

  @Override
  public void tail(SessionId session, String id, TailKind kind, String delta) {
    // No text changes a file.
  }

  @Override
  public void tailDropped(SessionId session, String id) {
    // No text changes a file.
  }

  @Override
  public void queueChanged(Slots slots) {
    // A waiting session has no files.
  }

  @Override
  public void journalStopped(String sentence) {
    // Forecasts store nothing.
  }

  /** Ends it; a round that runs is not waited for. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      listeners.clear();
      if (fromFleet != null) {
        fromFleet.close();
      }
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
