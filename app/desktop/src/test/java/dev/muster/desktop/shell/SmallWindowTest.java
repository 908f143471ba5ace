package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.Composer;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.session.NewSessionView;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a window of 800 by 500 shows: less of it, but nothing cut off or over something else. */
@FxTest
class SmallWindowTest {
  private final TestWindow window = new TestWindow().sized(800, 500);

  @AfterEach
  void close() {
    window.close();
  }

  /** Where it stands in the window, without its shadow. */
  private static Bounds at(Node node) {
    return Fx.get(() -> node.localToScene(node.getLayoutBounds()));
  }

  private Node owner() {
    return Fx.get(() -> window.view.getScene().getFocusOwner());
  }

  @Test
  void a_new_session_can_be_started_and_scrolls_to_what_has_the_keyboard() {
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    Fx.pulses(3);
    NewSessionView card = window.first(NewSessionView.class);
    Node start =
        window
            .find(n -> n instanceof Button b && "Start".equals(b.getText()))
            .orElseThrow(() -> new AssertionError("no Start"));
    assertThat(at(start).getMaxY()).isLessThanOrEqualTo(500);
    assertThat(at(card).getMaxY()).isLessThanOrEqualTo(500);

    ScrollPane scroll = (ScrollPane) Fx.get(() -> card.lookup(".scroll-pane"));
    Node first = owner();
    int scrolled = 0;
    for (int i = 0; i < 40; i++) {
      window.press(KeyCode.TAB);
      Node now = owner();
      if (now == first) {
        break;
      }
      Bounds seen = at(scroll);
      if (isInside(now, scroll)) {
        scrolled++;
        assertThat(at(now).getMinY()).as("top of %s", now).isGreaterThanOrEqualTo(seen.getMinY());
        assertThat(at(now).getMaxY()).as("end of %s", now).isLessThanOrEqualTo(seen.getMaxY());
      }
    }
    assertThat(scrolled).as("places in the part that scrolls").isGreaterThan(3);
  }

  private static boolean isInside(Node node, Node around) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (each == around) {
        return true;
      }
    }
    return false;
  }

  @Test
  void nine_sessions_are_spread_over_pages_of_panes_that_can_be_read() {
    nineSessions();
    eachCanBeRead();
  }

  @Test
  void three_by_three_panes_are_spread_over_pages_as_well_and_that_is_said() {
    nineSessions();
    window.press(KeyCode.DIGIT4, KeyCode.CONTROL);
    GridLayout chosen = Fx.get(() -> window.model.grid().layoutProperty().get());
    assertThat(chosen).isEqualTo(GridLayout.NINE);
    eachCanBeRead();
    int places = Fx.get(() -> window.model.grid().sizeProperty().get().places());
    window.untilSays(", " + places + " fit");
  }

  private void nineSessions() {
    for (int i = 1; i <= 9; i++) {
      window.fleet.addWorking("Session number " + i);
    }
    window.openWithProject();
  }

  private void eachCanBeRead() {
    window.until("the panes have found room", () -> window.model.grid().pagesProperty().get() > 1);
    int places = Fx.get(() -> window.model.grid().places().size());
    window.until("its panes are made", () -> window.view.grid().panes().size() == places);
    Fx.pulses(3);
    List<PaneView> panes = Fx.get(() -> window.view.grid().panes());
    assertThat(panes).hasSizeBetween(1, 4);
    for (PaneView pane : panes) {
      Bounds outside = at(pane);
      assertThat(at(inside(pane, LogView.class)).getHeight()).isGreaterThan(20);
      assertThat(at(inside(pane, Composer.class)).getMaxY()).isLessThanOrEqualTo(outside.getMaxY());
      for (PaneView other : panes) {
        assertThat(pane == other || !shrunk(at(other)).intersects(shrunk(outside))).isTrue();
      }
    }
    window.press(KeyCode.PAGE_DOWN, KeyCode.ALT);
    assertThat(Fx.get(() -> window.model.grid().pageProperty().get())).isEqualTo(1);
    window.until(
        "the keyboard is in a pane of the new page",
        () ->
            window.view.grid().panes().stream()
                .anyMatch(pane -> !panes.contains(pane) && pane.isFocusWithin()));
  }

  /** Clips may touch each other, to a fraction of a pixel. */
  private static Bounds shrunk(Bounds all) {
    return new javafx.geometry.BoundingBox(
        all.getMinX() + 1, all.getMinY() + 1, all.getWidth() - 2, all.getHeight() - 2);
  }

  private static <T extends Node> T inside(Node around, Class<T> kind) {
    List<Node> all = new ArrayList<>();
    Fx.run(() -> collect(around, all));
    return kind.cast(
        all.stream()
            .filter(kind::isInstance)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no " + kind)));
  }

  private static void collect(Node node, List<Node> into) {
    into.add(node);
    if (node instanceof javafx.scene.Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
    }
  }
}
