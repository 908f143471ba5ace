package dev.muster.engine.demo;

import dev.muster.engine.Engine;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Someone who sits before the demo: answers what is asked, once, and remembers what was shown. */
public final class DemoPerson implements FleetListener {
  private static final Duration DEADLINE = Duration.ofSeconds(150);

  private final Engine engine;
  private final boolean allows;
  private final String answer;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Map<SessionId, SessionSnapshot> seen = new ConcurrentHashMap<>();
  private final Map<SessionId, List<Recorded>> told = new ConcurrentHashMap<>();
  private final Set<SessionId> talking = new HashSet<>();

  /**
   * @param allows whether it says yes to requests
   * @param answer to every question
   */
  public DemoPerson(Engine engine, boolean allows, String answer) {
    this.engine = engine;
    this.allows = allows;
    this.answer = answer;
  }

  /** Waits until a session stands like this. */
  public SessionSnapshot await(SessionId id, Predicate<SessionSnapshot> like)
      throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    synchronized (this) {
      while (true) {
        SessionSnapshot now = seen.get(id);
        if (now != null && like.test(now)) {
          return now;
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("It did not come to that: " + now);
        }
        wait(left);
      }
    }
  }

  /** Waits until an event of a session has been told that is like this. */
  public void awaitEvent(SessionId id, Predicate<Recorded> like) throws InterruptedException {
    long end = System.nanoTime() + DEADLINE.toNanos();
    synchronized (this) {
      while (told.getOrDefault(id, List.of()).stream().noneMatch(like)) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          throw new AssertionError("It was not told: " + told.get(id));
        }
        wait(left);
      }
    }
  }

  /** Waits until the agent speaks in this turn: then it surely has its prompt. */
  public void awaitWords(SessionId id, int turn) throws InterruptedException {
    await(
        id,
        now -> now.state() == SessionState.WORKING && now.turn() == turn && talking.contains(id));
  }

  /** Waits until the session's turn is over. */
  public SessionSnapshot awaitEnd(SessionId id) throws InterruptedException {
    return await(id, now -> !now.state().takesSlot() && now.state() != SessionState.QUEUED);
  }

  @Override
  public void changed(SessionSnapshot session) {
    for (ApprovalAsked asked : session.approvals()) {
      if (answered.add(session.id() + asked.requestId())) {
        Option option =
            asked.options().stream().filter(o -> o.allows() == allows).findFirst().orElseThrow();
        engine.fleet().answer(session.id(), asked.requestId(), asked.exact(), option.id(), null);
      }
    }
    for (QuestionAsked asked : session.questions()) {
      if (answered.add(session.id() + asked.questionId())) {
        engine.fleet().answerQuestion(session.id(), asked.questionId(), answer);
      }
    }
    synchronized (this) {
      seen.put(session.id(), session);
      notifyAll();
    }
  }

  @Override
  public void recorded(List<Recorded> events) {
    synchronized (this) {
      for (Recorded recorded : events) {
        told.computeIfAbsent(recorded.session(), _ -> new ArrayList<>()).add(recorded);
        if (recorded.event() instanceof TurnStarted) {
          talking.remove(recorded.session());
        }
      }
      notifyAll();
    }
  }

  @Override
  public void tail(SessionId session, String id, TailKind kind, String delta) {
    synchronized (this) {
      talking.add(session);
      notifyAll();
    }
  }

  @Override
  public void tailDropped(SessionId session, String id) {}

  @Override
  public void queueChanged(Slots slots) {}

  @Override
  public void journalStopped(String sentence) {
    throw new AssertionError(sentence);
  }
}
