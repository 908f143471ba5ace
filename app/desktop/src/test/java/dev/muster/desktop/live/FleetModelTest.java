package dev.muster.desktop.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.MoneyEvent.LimitSeen;
import dev.muster.engine.event.MoneyEvent.UsageReported;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.session.AgentLoad;
import dev.muster.engine.session.FleetListener.Slots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeFleet fleet = new FakeFleet();
  private FleetModel model;

  @BeforeEach
  void open() {
    fleet.subscribe(pump);
    model = new FleetModel(fleet.sessions(), fleet.slots());
    pump.listen(model);
  }

  private List<String> titles(Group group) {
    frames.settle();
    return model.group(group).stream().map(item -> item.now().title()).toList();
  }

  @Test
  void what_was_put_away_is_no_longer_listed_as_closed_until_it_is_taken_back() {
    SessionId one = fleet.addWorking("one");
    SessionId two = fleet.addWorking("two");
    for (SessionId id : List.of(one, two)) {
      fleet.emit(
          id, new StateChanged(SessionState.WORKING, SessionState.CLOSED, null, ClosedAs.KEPT));
    }
    assertThat(titles(Group.CLOSED)).containsExactlyInAnyOrder("one", "two");
    model.shelved(Map.of(one, Shelf.ARCHIVED));
    assertThat(titles(Group.CLOSED)).containsExactly("two");
    model.shelved(Map.of(one, Shelf.ACTIVE, two, Shelf.TRASHED));
    assertThat(titles(Group.CLOSED)).containsExactly("one");
  }

  @Test
  void of_an_accounts_windows_the_newest_word_is_shown_until_they_begin_anew() {
    Instant later = Instant.now().plusSeconds(3_600);
    SessionId one = fleet.addWorking("one");
    SessionId two = fleet.addWorking("two");
    fleet.emit(one, new LimitSeen("5 h", 0.4, later));
    fleet.pass(5);
    fleet.emit(two, new LimitSeen("5 h", 0.6, later), new LimitSeen("week", 0.1, null));
    fleet.emit(one, new LimitSeen("day", 0.9, Instant.now().minusSeconds(60)));
    frames.settle();

    assertThat(model.windowsProperty().get())
        .extracting(AccountWindow::window, AccountWindow::used)
        .containsExactly(tuple("5 h", 0.6), tuple("week", 0.1));
  }

  @Test
  void what_its_processes_take_is_shown_with_the_session_until_they_are_gone() {
    SessionId id = fleet.addWorking("one");
    pump.load(id, new AgentLoad(412_000_000, 0.35, 3));
    frames.settle();
    SessionItem item = model.find(id).orElseThrow();
    assertThat(item.loadProperty().get()).isEqualTo(new AgentLoad(412_000_000, 0.35, 3));

    pump.load(id, AgentLoad.NONE);
    frames.settle();
    assertThat(item.loadProperty().get()).isEqualTo(AgentLoad.NONE);
  }

  @Test
  void every_session_stands_under_the_heading_that_says_what_it_wants() {
    SessionId asks = fleet.addWorking("asks");
    fleet.move(asks, SessionState.NEEDS_YOU, null);
    SessionId failed = fleet.addWorking("failed");
    fleet.pass(60);
    fleet.move(failed, SessionState.FAILED, "The key is not valid.");
    fleet.addWorking("works");
    SessionId done = fleet.addWorking("done");
    fleet.move(done, SessionState.READY, null);
    SessionId stopped = fleet.addWorking("stopped");
    fleet.move(stopped, SessionState.STOPPED, null);
    fleet.add("waits");

    assertThat(titles(Group.NEEDS_YOU)).containsExactly("asks", "failed");
    assertThat(titles(Group.WORKING)).containsExactly("works");
    assertThat(titles(Group.READY)).containsExactly("done");
    assertThat(titles(Group.STOPPED)).containsExactly("stopped");
    assertThat(titles(Group.QUEUE)).containsExactly("waits");
    assertThat(model.needYouProperty().get()).isEqualTo(2);
    assertThat(model.atWork()).isEqualTo(2);
  }

  @Test
  void an_item_stays_the_same_object_while_its_session_changes() {
    SessionId id = fleet.addWorking("one");
    frames.settle();
    SessionItem before = model.find(id).orElseThrow();

    fleet.move(id, SessionState.READY, null);
    frames.settle();

    assertThat(model.find(id).orElseThrow()).isSameAs(before);
    assertThat(before.now().state()).isEqualTo(SessionState.READY);
  }

  @Test
  void a_state_that_arrives_late_does_not_undo_a_newer_one() {
    SessionId id = fleet.addWorking("one");
    var old = fleet.snapshot(id);
    fleet.move(id, SessionState.READY, null);
    frames.settle();

    pump.changed(old);
    frames.settle();

    assertThat(model.find(id).orElseThrow().now().state()).isEqualTo(SessionState.READY);
  }

  @Test
  void the_queue_is_shown_in_the_order_it_will_be_taken() {
    SessionId first = fleet.add("first");
    SessionId second = fleet.add("second");
    fleet.slots(new Slots(8, 8, List.of(second, first)));

    assertThat(titles(Group.QUEUE)).containsExactly("second", "first");
    assertThat(model.queuePlace(first)).isEqualTo(2);
  }

  @Test
  void only_the_current_project_is_listed_but_all_that_need_you_are_counted() {
    fleet.add("here", "project-1", "muster");
    SessionId away = fleet.add("away", "project-2", "muster");
    fleet.move(away, SessionState.STARTING, null);
    fleet.move(away, SessionState.FAILED, "No such branch.");
    model.projectProperty().set("project-1");

    assertThat(titles(Group.NEEDS_YOU)).isEmpty();
    assertThat(model.needYouProperty().get()).isEqualTo(1);
    assertThat(model.nextThatNeedsYou(null).orElseThrow().now().title()).isEqualTo("away");
  }

  @Test
  void jumping_goes_from_one_that_needs_you_to_the_next_and_around() {
    SessionId a = fleet.addWorking("a");
    SessionId b = fleet.addWorking("b");
    fleet.move(a, SessionState.NEEDS_YOU, null);
    fleet.move(b, SessionState.NEEDS_YOU, null);
    frames.settle();

    assertThat(model.nextThatNeedsYou(null).orElseThrow().id()).isEqualTo(a);
    assertThat(model.nextThatNeedsYou(a).orElseThrow().id()).isEqualTo(b);
    assertThat(model.nextThatNeedsYou(b).orElseThrow().id()).isEqualTo(a);
  }

  @Test
  void what_was_spent_says_how_many_sessions_do_not_report_it() {
    SessionId a = fleet.addWorking("a");
    SessionId b = fleet.addWorking("b");
    fleet.emit(a, new UsageReported("m", 100, 10, 0, 0, 410_000L, null, null));
    fleet.emit(b, new UsageReported("m", 100, 10, 0, 0, null, null, null));
    frames.settle();

    assertThat(model.spendingProperty().get()).isEqualTo(new Spending(410_000, 2, 1));
  }

  @Test
  void a_closed_session_leaves_the_grid_but_stays_in_the_list_of_closed_ones() {
    SessionId id = fleet.addWorking("one");
    fleet.move(id, SessionState.READY, null);
    fleet.emit(id, new StateChanged(SessionState.READY, SessionState.CLOSED, null, ClosedAs.KEPT));

    assertThat(titles(Group.CLOSED)).containsExactly("one");
    assertThat(model.open()).isEmpty();
  }
}
