package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Moving;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The keys of the dialog in which work is landed. */
@FxTest
class LandingKeysTest {
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
    landing.possible = Set.of(Moving.NEW_BRANCH);
    Fx.run(() -> window.view.reviews().open(window.model.fleet().find(id).orElseThrow()));
    Fx.until("the review", () -> review.stage().isPresent());
    Fx.pulses(3);
    review.press(KeyCode.M, KeyCode.CONTROL);
    review.untilSays("main gets one commit more.");
    Fx.until("the message has the keyboard", () -> review.focus() instanceof TextArea);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void tab_leaves_the_message_and_types_nothing() {
    TextArea message = (TextArea) review.focus();
    String before = Fx.get(message::getText);
    review.press(KeyCode.TAB);
    Fx.until("something else has the keyboard", () -> review.focus() != message);
    String after = Fx.get(message::getText);
    assertThat(after).isEqualTo(before);
  }

  @Test
  void enter_does_nothing_that_is_not_offered() {
    review.press(KeyCode.ENTER, KeyCode.CONTROL);
    review.press(KeyCode.TAB);
    Fx.until("something else has the keyboard", () -> !(review.focus() instanceof TextArea));
    assertThat(landing.asked).noneMatch(asked -> asked.startsWith("land "));
  }
}
