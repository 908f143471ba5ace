package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaneModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeBackend backend = new FakeBackend();
  private final FakeFleet fleet = backend.fleet();
  private final RowList log = new RowList();
  private SessionId id;
  private PaneModel pane;

  @BeforeEach
  void open() {
    fleet.subscribe(pump);
    id = fleet.addWorking("One");
    FleetModel model = new FleetModel(fleet.sessions(), fleet.slots());
    pump.listen(model);
    pane = new PaneModel(model.find(id).orElseThrow(), backend, pump, log);
  }

  private void say(String text) {
    fleet.emit(id, new MessageAdded("m" + text, text, null));
  }

  private List<String> said() {
    frames.settle();
    return log.texts().stream().filter(text -> text.startsWith("say")).toList();
  }

  @Test
  void a_pane_shows_what_was_before_and_what_comes() {
    say("say 1");
    pane.show();
    say("say 2");
    assertThat(said()).containsExactly("say 1", "say 2");
    say("say 3");
    assertThat(said()).containsExactly("say 1", "say 2", "say 3");
  }

  @Test
  void a_hidden_pane_keeps_nothing_and_catches_up_when_it_is_shown_again() {
    pane.show();
    say("say 1");
    frames.settle();
    pane.hide();
    assertThat(log.shown()).isEmpty();

    say("say 2");
    assertThat(said()).isEmpty();
    pane.show();

    assertThat(said()).containsExactly("say 1", "say 2");
  }

  @Test
  void a_pane_that_lost_the_thread_reads_its_tail_again() {
    pane.show();
    frames.settle();
    for (int i = 0; i < 9_000; i++) {
      say("say " + i);
    }

    assertThat(said()).hasSize(PaneModel.FIRST_EVENTS).endsWith("say 8999");
    say("say on");
    assertThat(said()).endsWith("say 8999", "say on");
  }

  @Test
  void earlier_events_are_named_and_come_when_asked_for() {
    for (int i = 0; i < 600; i++) {
      say("say " + i);
    }
    pane.show();
    assertThat(said()).hasSize(PaneModel.FIRST_EVENTS);
    assertThat(log.texts().getFirst()).contains("earlier events are in the journal");

    assertThat(pane.activate(log.shown().getFirst())).isTrue();

    assertThat(said()).hasSize(600);
    assertThat(log.texts().getFirst()).doesNotContain("earlier");
  }

  @Test
  void streaming_text_shows_before_it_is_stored() {
    pane.show();
    frames.settle();
    pump.tail(id, "m1", TailKind.MESSAGE, "say so");
    frames.settle();
    assertThat(log.tail.text()).isEqualTo("say so");

    fleet.emit(id, new MessageAdded("m1", "say so.", null));

    assertThat(said()).containsExactly("say so.");
    assertThat(log.tail).isNull();
  }

  @Test
  void the_diff_is_asked_for_only_while_it_is_looked_at_and_only_when_files_changed() {
    pane.show();
    fleet.emit(id, new TreeChanged("tree-1", List.of(), 14, 1));
    frames.settle();
    assertThat(backend.asked).isEmpty();

    pane.tabProperty().set(PaneModel.Tab.DIFF);
    frames.settle();
    assertThat(backend.asked)
        .containsExactly("changes " + id, "diff src/pool.ts", "diff test/pool.test.ts");
    assertThat(pane.diff().shownProperty().get().files()).hasSize(2);

    say("say 1");
    frames.settle();
    pane.tabProperty().set(PaneModel.Tab.LOG);
    pane.tabProperty().set(PaneModel.Tab.DIFF);
    frames.settle();
    assertThat(backend.asked).hasSize(3);

    fleet.emit(id, new TreeChanged("tree-2", List.of(), 15, 1));
    frames.settle();
    assertThat(backend.asked).hasSize(6);
  }
}
