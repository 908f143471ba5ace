package dev.muster.bench;

import dev.muster.engine.Engine;
import dev.muster.engine.EngineOptions;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.demo.Demo;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.FleetListener;
import dev.muster.engine.session.SessionSnapshot;
import dev.muster.engine.session.SessionSpec;
import dev.muster.engine.store.DataFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Makes the home of a Muster that has worked: the nine sessions of the demo, all at rest. */
final class DemoHome {
  /** The one with the long command is interrupted after this, as its text invites to. */
  private static final long INTERRUPT_NANOS = 6_000_000_000L;

  private static final long DEADLINE_NANOS = 120_000_000_000L;

  private DemoHome() {}

  /** Makes it; blocks for some twenty seconds. */
  static void make(Path home) throws Exception {
    try (Engine engine = Engine.open(new EngineOptions(DataFolder.at(home), Map.of()))) {
      engine.changeSettings(s -> s.withSlots(Demo.SESSIONS)).get(30, TimeUnit.SECONDS);
      Path repository = engine.makeDemo().get(60, TimeUnit.SECONDS).project().path();
      List<SessionId> ids = new ArrayList<>();
      try (var _ = engine.fleet().subscribe(new Agreeing(engine))) {
        for (SessionSpec spec : Demo.sessions(repository, 0)) {
          ids.add(engine.fleet().create(spec).get(60, TimeUnit.SECONDS));
        }
        Pace.until(System.nanoTime() + INTERRUPT_NANOS);
        long end = System.nanoTime() + DEADLINE_NANOS;
        while (!ids.stream().allMatch(id -> atRest(engine, id))) {
          for (SessionId id : ids) {
            interruptLongCommand(engine, id);
          }
          if (System.nanoTime() > end) {
            throw new IllegalStateException("The demo did not come to its end.");
          }
          Pace.until(System.nanoTime() + 100_000_000);
        }
      }
    }
  }

  private static void interruptLongCommand(Engine engine, SessionId id) throws Exception {
    boolean longOne =
        engine
            .fleet()
            .session(id)
            .filter(s -> s.state() == SessionState.WORKING && s.activity().contains("--repeat"))
            .isPresent();
    if (longOne) {
      engine.fleet().interrupt(id).get(30, TimeUnit.SECONDS);
    }
  }

  private static boolean atRest(Engine engine, SessionId id) {
    SessionState state = engine.fleet().session(id).map(SessionSnapshot::state).orElseThrow();
    return state == SessionState.READY || state == SessionState.STOPPED;
  }

  /** Says yes to everything, and gives the first answer that is offered. */
  private static final class Agreeing implements FleetListener {
    private final Engine engine;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();

    Agreeing(Engine engine) {
      this.engine = engine;
    }

    @Override
    public void changed(SessionSnapshot session) {
      for (ApprovalAsked asked : session.approvals()) {
        if (answered.add(session.id() + asked.requestId())) {
          Option yes = asked.options().stream().filter(Option::allows).findFirst().orElseThrow();
          engine.fleet().answer(session.id(), asked.requestId(), asked.exact(), yes.id(), null);
        }
      }
      for (QuestionAsked asked : session.questions()) {
        if (answered.add(session.id() + asked.questionId())) {
          engine
              .fleet()
              .answerQuestion(session.id(), asked.questionId(), asked.options().getFirst());
        }
      }
    }

    @Override
    public void recorded(List<Recorded> events) {
      // Only what is asked matters here, and that is in the snapshot.
    }

    @Override
    public void tail(SessionId session, String id, TailKind kind, String delta) {
      // Nobody looks.
    }

    @Override
    public void tailDropped(SessionId session, String id) {
      // Nobody looks.
    }

    @Override
    public void queueChanged(Slots slots) {
      // There is a slot for each.
    }

    @Override
    public void journalStopped(String sentence) {
      throw new IllegalStateException(sentence);
    }
  }
}
