package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.MeterBar;
import dev.muster.engine.imported.ImportException;
import dev.muster.engine.imported.ImportProgress;
import dev.muster.engine.imported.ImportReport;
import dev.muster.engine.imported.ImportReport.OfAgent;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Importing old conversations in the window. */
@FxTest
class ImportFlowTest {
  private final TestWindow window = new TestWindow();

  @AfterEach
  void close() {
    window.close();
  }

  private static ImportReport report(int added, int known, boolean dryRun, boolean cancelled) {
    return new ImportReport(
        List.of(
            new OfAgent(
                "claude",
                "Claude Code",
                "/home/you/.claude",
                true,
                added + known,
                added,
                0,
                known,
                0,
                0,
                0),
            new OfAgent("codex", "Codex", "/home/you/.codex", false, 0, 0, 0, 0, 0, 0, 0)),
        List.of("/home/you/.claude/projects/x cannot be read."),
        0,
        dryRun,
        cancelled);
  }

  private String focused() {
    return Fx.get(
        () ->
            window.view.getScene().getFocusOwner() instanceof Button button
                ? button.getText()
                : "");
  }

  @Test
  void what_was_done_without_muster_is_imported_by_keyboard_alone() {
    window.openWithProject();
    window.press(KeyCode.I, KeyCode.CONTROL, KeyCode.SHIFT);
    window.untilSays("Looks for conversations");
    assertThat(focused()).isEqualTo("Cancel");

    window.backend.looked.complete(report(3, 2, true, false));
    window.untilSays("Claude Code: 3 new, 2 already in history");
    assertThat(window.says("Codex: no conversations in /home/you/.codex")).isTrue();
    assertThat(window.says("projects/x cannot be read")).isTrue();
    assertThat(focused()).isEqualTo("Import 3 conversations");

    window.press(KeyCode.ENTER);
    window.until("it is begun", () -> window.backend.asked.contains("import conversations"));
    window.backend.importing.progress(new ImportProgress(1, 4, 25, 100));
    window.untilSays("1 of 4 conversations");
    MeterBar meter = window.first(MeterBar.class);
    assertThat(Fx.get(() -> meter.valueProperty().get())).isEqualTo(0.25);
    assertThat(Fx.get(meter::getAccessibleText)).isEqualTo("How much is read");
    assertThat(focused()).isEqualTo("Stop");

    window.backend.imported.complete(report(3, 2, false, false));
    window.untilSays("Claude Code: 3 imported, 2 already in history");
    assertThat(focused()).isEqualTo("Close");
    window.press(KeyCode.ENTER);
    assertThat(Fx.get(() -> window.view.overlay().isOpen())).isFalse();
    assertThat(window.fleet.sessions()).isEmpty();
  }

  @Test
  void it_can_be_stopped_and_says_what_stays() {
    window.openWithProject();
    window.backend.looked.complete(report(3, 0, true, false));
    window.run(() -> window.view.actions().importConversations().run());
    window.untilSays("3 new");
    window.press(KeyCode.ENTER);
    window.until("it is begun", () -> window.backend.asked.contains("import conversations"));
    assertThat(window.backend.importing.cancelled()).isFalse();

    window.click(window.byId("import-stop"));
    assertThat(window.backend.importing.cancelled()).isTrue();
    window.backend.imported.complete(report(1, 0, false, true));
    window.untilSays("Stopped before the end. What was taken in stays");
  }

  @Test
  void closing_it_stops_it_and_what_came_of_it_is_told_all_the_same() {
    window.openWithProject();
    window.backend.looked.complete(report(3, 0, true, false));
    window.run(() -> window.view.actions().importConversations().run());
    window.untilSays("3 new");
    window.press(KeyCode.ENTER);
    window.until("it is begun", () -> window.backend.asked.contains("import conversations"));
    window.press(KeyCode.ESCAPE);
    assertThat(window.backend.importing.cancelled()).isTrue();
    window.backend.imported.complete(report(1, 0, false, true));
    window.untilSays("Claude Code: 1 imported");
  }

  @Test
  void where_there_is_nothing_new_there_is_nothing_to_press() {
    window.openWithProject();
    window.backend.looked.complete(report(0, 5, true, false));
    window.run(() -> window.view.actions().importConversations().run());
    window.untilSays("There is nothing new to import.");
    assertThat(window.find(node -> "import-go".equals(node.getId()))).isEmpty();
    assertThat(focused()).isEqualTo("Close");
  }

  @Test
  void a_failure_is_told_in_its_own_sentence() {
    window.openWithProject();
    window.backend.looked.completeExceptionally(
        new ImportException("Conversations are being imported already."));
    window.run(() -> window.view.actions().importConversations().run());
    window.untilSays("Conversations are being imported already.");
    assertThat(focused()).isEqualTo("Close");
  }

  @Test
  void it_stands_in_the_menu_of_projects() {
    window.openWithProject();
    MenuButton menu =
        (MenuButton)
            window
                .find(
                    node ->
                        node instanceof MenuButton button
                            && button.getStyleClass().contains("project-switcher"))
                .orElseThrow();
    Fx.run(menu::show);
    assertThat(Fx.get(() -> menu.getItems().getLast().getText()))
        .isEqualTo("Import conversations…");
    Fx.run(() -> menu.getItems().getLast().fire());
    window.untilSays("Looks for conversations");
    Fx.run(menu::hide);
  }
}
