package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionId;
import java.util.List;
import java.util.concurrent.CompletableFuture;
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
  private final TestWindow window = new TestWindow();
  private final ReviewScene review = new ReviewScene("Review: Flaky test");
  private final FakeLanding landing = window.backend.review().landing;

  @BeforeEach
  void open() {
    window.backend.review().fleet = window.fleet;
    window.backend.review().changed("t1", Changes.modified("a.txt", 'b', 1, 1));
    window
        .backend
        .review()
        .diffs
        .put("a.txt", CompletableFuture.completedFuture(Changes.replaced("a.txt", 3, "was", "is")));
    SessionId id = window.fleet.addWorking("Flaky test");
    window.fleet.emit(id, new TreeChanged("t1", List.of(), 2, 2));
    window.openWithProject();
  }

  @AfterEach
  void close() {
    window.close();
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
