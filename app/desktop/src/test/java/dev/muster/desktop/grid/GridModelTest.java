package dev.muster.desktop.grid;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.desktop.live.FleetModel;
import dev.muster.desktop.live.Group;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.event.ClosedAs;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GridModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeFleet fleet = new FakeFleet();
  private FleetModel sessions;
  private GridModel grid;

  @BeforeEach
  void open() {
    fleet.subscribe(pump);
    sessions = new FleetModel(fleet.sessions(), fleet.slots());
    pump.listen(sessions);
    grid = new GridModel(sessions);
  }

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      fleet.addWorking("t" + (sessions.items().size() + 1));
      frames.settle();
    }
  }

  private List<String> places() {
    return grid.places().stream().map(item -> item.now().title()).toList();
  }

  private String focused() {
    return grid.focused() == null ? null : grid.focused().now().title();
  }

  private SessionId closeFirst() {
    SessionId first = grid.places().getFirst().id();
    fleet.move(first, SessionState.READY, null);
    fleet.close(first, ClosedAs.KEPT);
    frames.settle();
    return first;
  }

  @Test
  void the_automatic_layout_has_room_for_all_up_to_nine() {
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(1, 1));
    add(2);
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(1, 2));
    add(1);
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(2, 2));
    add(2);
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(2, 3));
    add(2);
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(3, 3));
    assertThat(places()).containsExactly("t1", "t2", "t3", "t4", "t5", "t6", "t7");
  }

  @Test
  void the_automatic_layout_has_no_more_panes_on_a_page_than_can_be_read() {
    add(9);
    grid.focus(grid.places().get(6));
    grid.setRoom(new GridLayout.Size(2, 2));
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(2, 2));
    assertThat(grid.pagesProperty().get()).isEqualTo(3);
    assertThat(places()).as("the page of the focused one").contains("t7");
    assertThat(focused()).isEqualTo("t7");

    grid.setRoom(new GridLayout.Size(9, 1));
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(9, 1));
    grid.setRoom(new GridLayout.Size(4, 4));
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(3, 3));
  }

  @Test
  void a_chosen_layout_has_no_more_panes_on_a_page_than_can_be_read_either() {
    grid.layoutProperty().set(GridLayout.NINE);
    add(9);
    assertThat(grid.reducedProperty().get()).isFalse();
    grid.focus(grid.places().get(6));
    grid.setRoom(new GridLayout.Size(2, 2));
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(2, 2));
    assertThat(grid.reducedProperty().get()).isTrue();
    assertThat(grid.pagesProperty().get()).isEqualTo(3);
    assertThat(places()).as("the page of the focused one").contains("t7");
    assertThat(grid.layoutProperty().get()).as("what was chosen stays").isEqualTo(GridLayout.NINE);

    grid.layoutProperty().set(GridLayout.TWO);
    grid.setRoom(new GridLayout.Size(2, 1));
    assertThat(grid.sizeProperty().get())
        .as("two find room below each other")
        .isEqualTo(new GridLayout.Size(2, 1));
    grid.layoutProperty().set(GridLayout.NINE);
    grid.setRoom(new GridLayout.Size(3, 3));
    assertThat(grid.sizeProperty().get()).isEqualTo(new GridLayout.Size(3, 3));
    assertThat(grid.reducedProperty().get()).isFalse();
  }

  @Test
  void what_does_not_fit_is_on_the_next_page() {
    grid.layoutProperty().set(GridLayout.FOUR);
    add(6);
    assertThat(grid.pagesProperty().get()).isEqualTo(2);
    assertThat(places()).containsExactly("t1", "t2", "t3", "t4");

    grid.turn(1);
    assertThat(places()).containsExactly("t5", "t6");
    assertThat(focused()).isEqualTo("t5");
    grid.turn(1);
    assertThat(grid.pageProperty().get()).isEqualTo(1);
  }

  @Test
  void a_session_keeps_its_place_when_its_state_changes() {
    grid.layoutProperty().set(GridLayout.FOUR);
    add(3);
    fleet.move(grid.places().get(1).id(), SessionState.NEEDS_YOU, null);
    frames.settle();

    assertThat(places()).containsExactly("t1", "t2", "t3");
  }

  @Test
  void the_focus_moves_by_places_and_over_the_edge_to_the_next_page() {
    grid.layoutProperty().set(GridLayout.FOUR);
    add(6);
    assertThat(focused()).isEqualTo("t1");
    grid.move(1, 0);
    assertThat(focused()).isEqualTo("t2");
    grid.move(0, 1);
    assertThat(focused()).isEqualTo("t4");
    grid.move(1, 0);
    assertThat(focused()).isEqualTo("t5");
    assertThat(places()).containsExactly("t5", "t6");
    grid.move(-1, 0);
    assertThat(places()).contains("t4");
    grid.step(-4);
    assertThat(focused()).isEqualTo("t6");
  }

  @Test
  void a_layout_of_one_shows_the_one_with_the_focus() {
    add(3);
    grid.focus(grid.places().get(2));
    grid.layoutProperty().set(GridLayout.ONE);

    assertThat(places()).containsExactly("t3");
    assertThat(grid.pageProperty().get()).isEqualTo(2);
  }

  @Test
  void a_closed_session_gives_its_place_free_and_the_focus_goes_on() {
    add(2);
    closeFirst();

    assertThat(places()).containsExactly("t2");
    assertThat(focused()).isEqualTo("t2");
  }

  @Test
  void a_closed_session_can_be_looked_at_until_another_gets_the_focus() {
    add(2);
    closeFirst();

    grid.focus(sessions.group(Group.CLOSED).getFirst());
    assertThat(places()).containsExactly("t2", "t1");
    assertThat(focused()).isEqualTo("t1");

    grid.focus(grid.places().getFirst());
    assertThat(places()).containsExactly("t2");
  }

  @Test
  void a_filter_shows_one_agents_sessions_and_is_lifted_by_going_to_another() {
    add(1);
    fleet.add("other", "project-1", "rehearsal");
    frames.settle();
    grid.agentProperty().set("rehearsal");
    assertThat(places()).containsExactly("other");

    grid.focus(sessions.items().getFirst());

    assertThat(places()).containsExactly("t1", "other");
    assertThat(focused()).isEqualTo("t1");
  }

  @Test
  void the_page_follows_the_focused_session_when_more_are_shown() {
    grid.layoutProperty().set(GridLayout.TWO);
    add(3);
    SessionId away = fleet.add("away", "project-2", "muster");
    sessions.projectProperty().set("project-2");
    frames.settle();
    grid.focus(sessions.find(away).orElseThrow());
    assertThat(places()).containsExactly("away");

    sessions.projectProperty().set(null);

    assertThat(focused()).isEqualTo("away");
    assertThat(places()).containsExactly("t3", "away");
    assertThat(grid.pageProperty().get()).isEqualTo(1);
  }

  @Test
  void going_to_a_session_of_another_project_shows_that_project() {
    add(1);
    fleet.add("away", "project-2", "muster");
    sessions.projectProperty().set("project-1");
    frames.settle();
    assertThat(places()).containsExactly("t1");

    grid.focus(sessions.items().getLast());

    assertThat(sessions.projectProperty().get()).isEqualTo("project-2");
    assertThat(places()).containsExactly("away");
  }
}
