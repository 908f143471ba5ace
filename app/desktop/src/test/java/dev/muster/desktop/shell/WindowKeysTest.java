package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.LogView;
import dev.muster.desktop.grid.PaneModel.Tab;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which keys reach what, wherever the keyboard's focus is. */
@FxTest
class WindowKeysTest {
  private final TestWindow window = new TestWindow();
  private final FakeFleet fleet = window.fleet;

  @AfterEach
  void close() {
    window.close();
  }

  private SessionId asking(String title) {
    SessionId id = fleet.addWorking(title);
    fleet.emit(
        id,
        new ApprovalAsked(
            "r-" + title,
            null,
            Subject.RUN,
            "Run a command",
            "npm install " + title,
            List.of(),
            List.of(
                new Option("once", "Allow once", true, Reach.ONCE, null),
                new Option("deny", "Deny", false, Reach.ONCE, null)),
            null));
    fleet.move(id, SessionState.NEEDS_YOU, null);
    return id;
  }

  private PaneView paneWithFocusInComposer(SessionId id) {
    window.openWithProject();
    PaneView pane = window.pane(id);
    window.readyCard();
    window.run(pane::focusComposer);
    assertThat(Fx.get(() -> pane.composer().isTyping())).isTrue();
    return pane;
  }

  private void untilAllowed(SessionId id, String title) {
    window.until(
        "it was answered",
        () ->
            fleet
                .asked()
                .contains(
                    "answer " + id + " r-" + title + " [npm install " + title + "] once null"));
  }

  @Test
  void the_key_to_answer_leaves_the_composer_for_the_card() {
    SessionId id = asking("one");
    PaneView pane = paneWithFocusInComposer(id);

    window.press(KeyCode.K, KeyCode.CONTROL);
    window.strike(KeyCode.Y, "y");

    untilAllowed(id, "one");
    assertThat(Fx.get(() -> pane.composer().draftProperty().get())).isEmpty();
  }

  @Test
  void the_key_to_answer_leaves_the_log_for_the_card() {
    SessionId id = asking("one");
    PaneView pane = paneWithFocusInComposer(id);
    LogView log = (LogView) window.find(LogView.class::isInstance).orElseThrow();
    window.run(log::requestFocus);

    window.press(KeyCode.K, KeyCode.CONTROL);
    window.strike(KeyCode.Y, "y");

    untilAllowed(id, "one");
    assertThat(Fx.get(() -> pane.composer().draftProperty().get())).isEmpty();
  }

  @Test
  void the_key_to_the_next_that_needs_you_answers_also_when_one_writes_to_it() {
    SessionId id = asking("one");
    paneWithFocusInComposer(id);

    window.press(KeyCode.J, KeyCode.CONTROL);
    window.strike(KeyCode.Y, "y");

    untilAllowed(id, "one");
  }

  @Test
  void a_key_that_opens_the_note_is_not_typed_into_it() {
    SessionId id = asking("one");
    paneWithFocusInComposer(id);

    window.press(KeyCode.K, KeyCode.CONTROL);
    window.strike(KeyCode.N, "n");
    window.type("use pnpm");
    window.press(KeyCode.ENTER);

    window.until(
        "it was denied",
        () -> fleet.asked().contains("answer " + id + " r-one [npm install one] deny use pnpm"));
  }

  @Test
  void the_keys_of_the_tabs_work_while_one_writes_and_type_nothing() {
    SessionId id = fleet.addWorking("one");
    window.openWithProject();
    PaneView pane = window.pane(id);
    window.press(KeyCode.L, KeyCode.CONTROL);
    window.type("half");

    window.strike(KeyCode.D, "d", KeyCode.ALT);
    assertThat(Fx.get(() -> pane.model().tabProperty().get())).isEqualTo(Tab.DIFF);
    window.strike(KeyCode.P, "p", KeyCode.ALT);
    assertThat(Fx.get(() -> pane.model().tabProperty().get())).isEqualTo(Tab.PLAN);
    window.strike(KeyCode.L, "l", KeyCode.ALT);
    assertThat(Fx.get(() -> pane.model().tabProperty().get())).isEqualTo(Tab.LOG);
    window.strike(KeyCode.X, "x", KeyCode.ALT);

    assertThat(Fx.get(() -> pane.composer().draftProperty().get())).isEqualTo("half");
  }

  @Test
  void after_an_interrupt_the_keyboard_stays_in_its_pane() {
    SessionId first = fleet.addWorking("one");
    fleet.addWorking("two");
    fleet.emit(first, new TurnStarted(null));
    window.openWithProject();
    PaneView pane = window.pane(first);
    Node stop =
        window
            .find(
                node ->
                    node instanceof Button
                        && "session.interrupt".equals(node.getId())
                        && node.getStyleClass().contains("pane-stop"))
            .orElseThrow();
    window.run(stop::requestFocus);
    window.press(KeyCode.SPACE);
    window.until("it was interrupted", () -> fleet.asked().contains("interrupt " + first));

    fleet.move(first, SessionState.STOPPED, "You interrupted it.");
    window.until("the button is gone", () -> !stop.isVisible());
    Fx.pulses(3);

    assertThat(window.focusedTitle()).isEqualTo("one");
    assertThat(Fx.get(pane::isFocusWithin)).isTrue();
  }
}
