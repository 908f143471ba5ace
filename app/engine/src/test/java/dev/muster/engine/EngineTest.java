package dev.muster.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.engine.agent.AgentListener.TailKind;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {
  @TempDir Path home;

  private Engine open() throws EngineException {
    return Engine.open(new EngineOptions(DataFolder.at(home), Map.of()));
  }

  @Test
  void one_muster_owns_a_data_folder_at_a_time() throws Exception {
    try (Engine ignored = open()) {
      assertThatThrownBy(this::open).isInstanceOf(EngineException.Owned.class);
    }
    open().close();
  }

  @Test
  void without_any_key_the_agents_say_what_they_lack_and_the_rehearsal_is_ready() throws Exception {
    try (Engine engine = open()) {
      assertThat(engine.agents()).extracting("id").contains("muster-anthropic", "rehearsal");
      engine
          .agents()
          .forEach(
              agent -> {
                assertThat(agent.availability().ready()).isEqualTo(agent.scripted());
                if (!agent.scripted()) {
                  assertThat(agent.availability().remedy()).isNotBlank();
                }
              });
    }
  }

  @Test
  void nine_sessions_of_the_demo_run_side_by_side_to_their_end() throws Exception {
    try (Engine engine = open()) {
      Engine.DemoReady demo = engine.makeDemo().get(60, TimeUnit.SECONDS);
      engine.changeSettings(s -> s.withSlots(9)).get(10, TimeUnit.SECONDS);
      Person person = new Person(engine);
      List<SessionId> ids = new ArrayList<>();
      try (var ignored = engine.fleet().subscribe(person)) {
        for (SessionSpec spec : demo.sessions()) {
          Map<String, String> fast = new HashMap<>(spec.options());
          fast.put("pace", "0");
          ids.add(
              engine
                  .fleet()
                  .create(
                      new SessionSpec(
                          spec.task(),
                          spec.title(),
                          spec.repository(),
                          spec.agentId(),
                          spec.model(),
                          spec.mode(),
                          spec.startFrom(),
                          spec.limits(),
                          spec.attachments(),
                          spec.first(),
                          fast))
                  .get(60, TimeUnit.SECONDS));
        }
        for (SessionId id : ids) {
          person.awaitEnd(id);
        }
      }
      for (SessionId id : ids) {
        SessionSnapshot end = engine.fleet().session(id).orElseThrow();
        assertThat(end.state()).as(end.title() + ": " + end.reason()).isEqualTo(SessionState.READY);
        assertThat(end.scripted()).isTrue();
      }
      assertThat(engine.fleet().sessions()).hasSize(9);
    }
  }

  /** Says yes to what it is asked, once. */
  private static final class Person implements FleetListener {
    private final Engine engine;
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<SessionId, SessionSnapshot> seen = new ConcurrentHashMap<>();

    Person(Engine engine) {
      this.engine = engine;
    }

    void awaitEnd(SessionId id) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      synchronized (seen) {
        while (!ended(seen.get(id))) {
          long left = deadline - System.nanoTime();
          if (left <= 0) {
            throw new AssertionError("It did not end: " + seen.get(id));
          }
          TimeUnit.NANOSECONDS.timedWait(seen, left);
        }
      }
    }

    private static boolean ended(SessionSnapshot session) {
      return session != null
          && !session.state().takesSlot()
          && session.state() != SessionState.QUEUED;
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
          String answer = asked.options().isEmpty() ? "yes" : asked.options().getFirst();
          engine.fleet().answerQuestion(session.id(), asked.questionId(), answer);
        }
      }
      synchronized (seen) {
        seen.put(session.id(), session);
        seen.notifyAll();
      }
    }

    @Override
    public void recorded(List<Recorded> events) {}

    @Override
    public void tail(SessionId session, String id, TailKind kind, String delta) {}

    @Override
    public void tailDropped(SessionId session, String id) {}

    @Override
    public void queueChanged(Slots slots) {}

    @Override
    public void journalStopped(String sentence) {
      throw new AssertionError(sentence);
    }
  }
}
