package dev.muster.desktop.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.event.Limits;
import dev.muster.engine.event.PermissionMode;
import dev.muster.engine.event.SessionId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NewSessionModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeBackend backend = new FakeBackend();
  private final List<SessionId> made = new ArrayList<>();
  private NewSessionModel model;

  @BeforeEach
  void open() {
    backend.fleet().subscribe(pump);
    model = new NewSessionModel(backend, pump, FakeBackend.project());
  }

  private void submit(boolean first) {
    model.submit(first, made::addAll);
    frames.settle();
  }

  @Test
  void a_real_agent_is_offered_before_the_scripted_one_and_never_one_that_cannot_work() {
    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.MUSTER);
    assertThat(model.modelProperty().get()).isEqualTo("sonnet");
    assertThat(NewSessionModel.choose(List.of(FakeBackend.CLAUDE), "claude")).isNull();
    assertThat(NewSessionModel.choose(backend.agents(), "rehearsal"))
        .isEqualTo(FakeBackend.REHEARSAL);
  }

  @Test
  void the_users_defaults_are_chosen() {
    backend.changeSettings(
        s -> s.withDefaultAgent("rehearsal").withDefaultMode(PermissionMode.SUGGEST));
    model = new NewSessionModel(backend, pump, FakeBackend.project());

    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.REHEARSAL);
    assertThat(model.modeProperty().get()).isEqualTo(PermissionMode.SUGGEST);
    assertThat(model.startFromProperty().get()).isEqualTo("main");
  }

  @Test
  void how_hard_it_thinks_goes_along_only_when_it_was_chosen() {
    model.textProperty().set("one");
    model.effortProperty().set("high");
    submit(false);
    assertThat(lastOptions()).isEqualTo(Map.of("effort", "high"));

    model.agentProperty().set(FakeBackend.REHEARSAL);
    model.textProperty().set("two");
    submit(false);
    assertThat(lastOptions()).isEmpty();
  }

  @Test
  void agents_that_are_looked_for_again_change_nothing_of_what_was_chosen() {
    model.modelProperty().set("opus");
    model.effortProperty().set("high");
    backend.agents = List.of(FakeBackend.MUSTER, FakeBackend.REHEARSAL);
    model.refreshAgents();
    assertThat(model.agents()).hasSize(2);
    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.MUSTER);
    assertThat(model.modelProperty().get()).isEqualTo("opus");

    backend.agents = List.of(FakeBackend.REHEARSAL);
    model.refreshAgents();
    assertThat(model.agentProperty().get())
        .as("who is gone cannot work")
        .isEqualTo(FakeBackend.REHEARSAL);
    assertThat(model.modelProperty().get()).isNull();
  }

  @Test
  void a_real_agent_that_comes_later_is_offered_unless_the_scripted_one_was_chosen() {
    backend.agents = List.of(FakeBackend.CLAUDE, FakeBackend.REHEARSAL);
    model = new NewSessionModel(backend, pump, FakeBackend.project());
    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.REHEARSAL);

    backend.agents = List.of(FakeBackend.CLAUDE, FakeBackend.REHEARSAL, FakeBackend.MUSTER);
    model.refreshAgents();
    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.MUSTER);

    model.chooseAgent(FakeBackend.REHEARSAL);
    backend.agents = List.of(FakeBackend.REHEARSAL, FakeBackend.MUSTER);
    model.refreshAgents();
    assertThat(model.agentProperty().get()).isEqualTo(FakeBackend.REHEARSAL);
  }

  private Map<String, String> lastOptions() {
    return backend.fleet().session(made.getLast()).orElseThrow().options();
  }

  @Test
  void nothing_can_be_started_without_a_task() {
    assertThat(model.ready().get()).isFalse();
    model.textProperty().set("  \n ");
    assertThat(model.ready().get()).isFalse();
    model.textProperty().set("Add rate limiting");
    assertThat(model.ready().get()).isTrue();
  }

  @Test
  void one_task_of_several_lines_is_one_session() {
    model.textProperty().set("Add rate limiting\nand tests");
    submit(true);

    assertThat(backend.fleet().asked()).containsExactly("create Add rate limiting first");
    assertThat(made).hasSize(1);
    assertThat(model.textProperty().get()).isEmpty();
  }

  @Test
  void many_tasks_are_one_session_per_line_in_their_order() {
    model.manyProperty().set(true);
    model.textProperty().set("one\n\n  two \nthree");
    submit(true);

    assertThat(backend.fleet().asked()).containsExactly("create one", "create two", "create three");
    assertThat(made).hasSize(3);
  }

  @Test
  void a_task_that_could_not_be_stored_is_still_there() {
    model.textProperty().set("Add rate limiting");
    backend.fleet().refuse("The disk is full. Nothing was started.");
    submit(true);

    assertThat(model.textProperty().get()).isEqualTo("Add rate limiting");
    assertThat(model.problemProperty().get()).isEqualTo("The disk is full. Nothing was started.");
    assertThat(model.busyProperty().get()).isFalse();
    assertThat(made).isEmpty();
  }

  @Test
  void a_list_that_looks_like_a_mistake_starts_nothing() {
    model.manyProperty().set(true);
    model.textProperty().set("task\n".repeat(NewSessionModel.MOST_TASKS + 1));
    submit(false);

    assertThat(backend.fleet().asked()).isEmpty();
    assertThat(model.problemProperty().get()).contains("51 tasks");
  }

  @Test
  void limits_are_read_as_people_write_them() {
    model.dollarsProperty().set(" $2,50 ");
    model.minutesProperty().set("30 min");
    assertThat(model.limits()).isEqualTo(new Limits(2_500_000L, null, 30));
    model.dollarsProperty().set("");
    model.minutesProperty().set("");
    assertThat(model.limits()).isEqualTo(Limits.NONE);
  }

  @Test
  void a_limit_that_is_no_number_is_said_and_nothing_is_lost() {
    model.textProperty().set("Task");
    model.dollarsProperty().set("two");
    submit(true);

    assertThat(model.problemProperty().get()).contains("“two”");
    assertThat(model.textProperty().get()).isEqualTo("Task");
    assertThat(backend.fleet().asked()).isEmpty();
  }

  @Test
  void rivals_get_the_same_task_each_in_a_session_of_its_own() {
    model.textProperty().set("Mend it");
    assertThat(model.possibleRivals())
        .extracting(Rival::words)
        .contains("Muster agent · opus", "Rehearsal (scripted)")
        .noneMatch(words -> words.contains("Claude"));
    model.rivals().add(new Rival(FakeBackend.MUSTER, "opus"));
    model.rivals().add(new Rival(FakeBackend.REHEARSAL, null));
    assertThat(model.count()).isEqualTo(3);
    submit(false);
    assertThat(made).hasSize(3);
    assertThat(made.stream().map(id -> backend.fleet().snapshot(id)))
        .extracting(s -> s.agentId() + " " + s.model())
        .containsExactly("muster sonnet", "muster opus", "rehearsal null");
    assertThat(backend.fleet().asked().stream().filter(what -> what.startsWith("create")))
        .containsOnly("create Mend it");
    assertThat(model.rivals()).isEmpty();
  }

  @Test
  void with_many_tasks_there_is_no_race() {
    model.rivals().add(new Rival(FakeBackend.MUSTER, "opus"));
    model.manyProperty().set(true);
    model.textProperty().set("one\ntwo");
    assertThat(model.count()).isEqualTo(2);
    submit(false);
    assertThat(made).hasSize(2);
  }
}
