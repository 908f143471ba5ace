package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.engine.ProjectInfo;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whose sessions are shown, and that one can see it. */
@FxTest
class ProjectsTest {
  private final TestWindow window = new TestWindow();

  @AfterEach
  void close() {
    window.close();
  }

  private static ProjectInfo other() {
    return new ProjectInfo(
        "project-2",
        "repo1",
        Path.of("/tmp/repo1"),
        "main",
        "0123456789abcdef",
        false,
        List.of("main"),
        null);
  }

  private MenuButton switcher() {
    return (MenuButton)
        window.find(node -> node.getStyleClass().contains("project-switcher")).orElseThrow();
  }

  private List<String> menu() {
    return Fx.get(
        () -> {
          switcher().getOnShowing().handle(null);
          return switcher().getItems().stream()
              .map(MenuItem::getText)
              .filter(text -> text != null)
              .toList();
        });
  }

  @Test
  void a_repository_that_was_only_used_on_the_command_line_is_in_the_menu() {
    window.fleet.addWorking("here");
    window.openWithProject();
    assertThat(menu()).contains("shop").doesNotContain("repo1");

    window.backend.projects.add(other());
    SessionId away = window.fleet.add("away", "project-2", "repo1", "muster");
    window.fleet.move(away, SessionState.NEEDS_YOU, null);

    window.until("it is in the menu", () -> menu().contains("repo1"));
    assertThat(menu()).contains("shop", "All projects");
    window.press(KeyCode.J, KeyCode.CONTROL);
    assertThat(window.focusedTitle()).isEqualTo("away");
    assertThat(Fx.get(() -> switcher().getText())).isEqualTo("repo1");
  }

  @Test
  void a_project_that_is_not_known_yet_is_named_after_its_sessions() {
    window.fleet.addWorking("here");
    window.openWithProject();
    SessionId away = window.fleet.add("away", "project-2", "repo1", "muster");
    window.fleet.move(away, SessionState.NEEDS_YOU, null);
    window.until("it needs you", () -> window.model.fleet().needYouProperty().get() == 1);

    window.press(KeyCode.J, KeyCode.CONTROL);

    assertThat(Fx.get(() -> switcher().getText())).isEqualTo("repo1");
    assertThat(menu()).contains("shop", "repo1", "All projects");
  }

  @Test
  void rows_and_panes_name_their_project_while_all_are_shown() {
    window.fleet.addWorking("Same task");
    window.fleet.add("Same task", "project-2", "repo1", "muster");
    window.backend.projects.add(other());
    window.openWithProject();
    assertThat(labels()).noneMatch(text -> text.contains("shop · "));

    window.run(() -> window.model.choose(null));

    window.until("both panes are there", () -> window.view.grid().panes().size() == 2);
    for (String label :
        List.of("shop · muster/", "repo1 · from main", "shop · Muster agent", "repo1 · waits")) {
      window.until(
          "it says " + label, () -> labels().stream().anyMatch(text -> text.startsWith(label)));
    }
  }

  @Test
  void the_rows_are_those_of_the_project_that_is_shown() {
    window.fleet.addWorking("here");
    window.fleet.addWorking("here too");
    window.backend.projects.add(other());
    SessionId away = window.fleet.add("away", "project-2", "repo1", "muster");
    window.fleet.move(away, SessionState.STARTING, null);
    window.openWithProject();
    window.run(() -> window.model.choose(FakeBackend.project()));
    Fx.pulses(3);

    window.run(() -> window.model.choose(other()));
    Fx.pulses(3);

    assertThat(rowTitles()).containsExactly("away");
  }

  private List<String> rowTitles() {
    return Fx.get(
        () ->
            window.all().stream()
                .filter(node -> node.getStyleClass().contains("sidebar-title"))
                .map(node -> ((Labeled) node).getText())
                .toList());
  }

  private List<String> labels() {
    return Fx.get(
        () ->
            window.all().stream()
                .filter(Labeled.class::isInstance)
                .map(node -> ((Labeled) node).getText())
                .filter(text -> text != null)
                .toList());
  }
}
