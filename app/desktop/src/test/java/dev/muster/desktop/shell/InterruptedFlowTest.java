package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.UnfinishedLanding;
import dev.muster.engine.review.SessionLandings.Interrupted;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person sees and does when Muster was killed while it landed something. */
@FxTest
class InterruptedFlowTest {
  private static final String SENTENCE = "A landing on main was cut short before it moved.";
  private final TestWindow window = new TestWindow();
  private final FakeLanding landing = window.backend.review().landing;
  private SessionId id;

  @BeforeEach
  void open() {
    id = window.fleet.addWorking("Flaky test");
    landing.interrupted = List.of(cutShort(true));
    window.openWithProject();
    Fx.until("it is told", () -> window.says(SENTENCE));
  }

  @AfterEach
  void close() {
    window.close();
  }

  private Interrupted cutShort(boolean canFinish) {
    return new Interrupted(
        id,
        new UnfinishedLanding(
            id.value(), "refs/muster/landing/" + id, "f".repeat(40), SENTENCE, canFinish, true));
  }

  @Test
  void it_is_told_with_the_sessions_name_and_finished_by_key() {
    assertThat(window.says("“Flaky test”: " + SENTENCE)).isTrue();
    window.press(KeyCode.M, KeyCode.CONTROL, KeyCode.SHIFT);
    Fx.until("a button has the keyboard", () -> "Finish".equals(focused()));
    window.press(KeyCode.SPACE);
    Fx.until("what came of it", () -> window.says("The work was squashed onto main"));
    assertThat(landing.asked).contains("finish " + id);
    Fx.until("it is gone", () -> !window.says(SENTENCE));
  }

  @Test
  void what_came_of_it_is_not_told_in_the_review_of_another_session() {
    window.backend.review().fleet = window.fleet;
    SessionId other = window.fleet.addWorking("Callbacks to async");
    Fx.until("the other", () -> window.model.fleet().find(other).isPresent());
    Fx.run(() -> window.view.reviews().open(window.model.fleet().find(other).orElseThrow()));
    ReviewScene review = new ReviewScene("Review: Callbacks to async");
    Fx.until("its review", () -> review.stage().isPresent());
    Fx.run(() -> button("Finish").fire());
    Fx.until("what came of it", () -> window.says("“Flaky test”: The work was squashed onto main"));
    Fx.pulses(3);
    assertThat(review.says("The work was squashed")).isFalse();
  }

  @Test
  void it_is_taken_back() {
    Fx.run(() -> button("Take back").fire());
    Fx.until("what came of it", () -> window.says("It was taken back."));
    assertThat(landing.asked).contains("take back " + id);
    Fx.until("it is gone", () -> !window.says(SENTENCE));
  }

  @Test
  void a_refusal_is_told_and_it_can_be_tried_again() {
    landing.refusal = "The agent is at work.";
    Fx.run(() -> button("Finish").fire());
    Fx.until("the reason", () -> window.says("The agent is at work."));
    assertThat(window.says(SENTENCE)).isTrue();
    landing.refusal = null;
    Fx.run(() -> button("Finish").fire());
    Fx.until("it is done", () -> !window.says(SENTENCE));
    assertThat(window.says("The agent is at work.")).isFalse();
  }

  @Test
  void what_cannot_be_finished_now_offers_no_button_for_it() {
    landing.interrupted = List.of(cutShort(false));
    Fx.run(() -> button("Look again").fire());
    Fx.until("no way to finish", () -> Fx.get(() -> find("Finish")) == null);
    assertThat(Fx.get(() -> find("Take back"))).isNotNull();
  }

  private String focused() {
    return window.view.getScene().getFocusOwner() instanceof Button button ? button.getText() : "";
  }

  private Button button(String title) {
    Button found = find(title);
    assertThat(found).as(title).isNotNull();
    return found;
  }

  private Button find(String title) {
    for (Node node : window.view.getScene().getRoot().lookupAll(".button")) {
      if (node instanceof Button button && title.equals(button.getText())) {
        return button;
      }
    }
    return null;
  }
}
