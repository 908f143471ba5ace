package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import java.util.List;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuItem;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A session's menu in the sidebar, and the list of all commands. */
@FxTest
class SessionMenuTest {
  private final ReviewedSession session = new ReviewedSession();
  private final ReviewScene review = session.scene;
  private final FakeLanding landing = session.landing;
  private final TestWindow window = session.window;

  @BeforeEach
  void open() {
    session.open();
  }

  @AfterEach
  void close() {
    session.close();
  }

  private ListView<?> sidebar() {
    return (ListView<?>)
        window
            .find(node -> node.getStyleClass().contains("sidebar-list"))
            .orElseThrow(() -> new AssertionError("no list"));
  }

  private void choose(ListView<?> list) {
    window.until(
        "the session's row",
        () -> list.getItems().stream().anyMatch(row -> row instanceof SidebarModel.Row.Session));
    window.run(
        () -> {
          for (int i = 0; i < list.getItems().size(); i++) {
            if (list.getItems().get(i) instanceof SidebarModel.Row.Session) {
              list.getSelectionModel().select(i);
            }
          }
          list.requestFocus();
        });
  }

  private static List<String> titles() {
    return ReviewScene.menu().stream().map(MenuItem::getText).toList();
  }

  @Test
  void the_menu_of_a_session_comes_by_key_and_lands_its_work() {
    ListView<?> list = sidebar();
    choose(list);
    Fx.press(list, KeyCode.F10, KeyCode.SHIFT);
    Fx.until("the menu", () -> !ReviewScene.menu().isEmpty());
    assertThat(titles())
        .contains("Review changes", "Land the work…", "Pull request…", "Race view…", "Rename…");
    ReviewScene.menu().stream()
        .filter(item -> "Land the work…".equals(item.getText()))
        .forEach(item -> Fx.run(item::fire));
    Fx.until("the review", () -> review.stage().isPresent());
    review.untilSays("main gets one commit more.");
    assertThat(landing.asked).noneMatch(asked -> asked.startsWith("land "));
  }

  @Test
  void a_request_for_a_menu_shows_one_and_not_two() {
    ListView<?> list = sidebar();
    choose(list);
    for (int i = 0; i < 2; i++) {
      Fx.run(
          () ->
              list.fireEvent(
                  new ContextMenuEvent(
                      ContextMenuEvent.CONTEXT_MENU_REQUESTED, 5, 5, 50, 50, true, null)));
    }
    Fx.until("the menu", () -> !ReviewScene.menu().isEmpty());
    assertThat(titles()).containsOnlyOnce("Review changes");
  }
}
