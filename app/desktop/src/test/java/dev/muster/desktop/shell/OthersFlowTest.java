package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Combined;
import dev.muster.engine.git.Combined.LeftOutSession;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import java.util.List;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Comparing a session with another one, and all together with their branch. */
@FxTest
class OthersFlowTest {
  private final TestWindow window = new TestWindow();
  private final FakeReview review = window.backend.review();
  private final ReviewScene scene = new ReviewScene("Review: Flaky test");
  private SessionId other;
  private MenuButton against;

  @BeforeEach
  void open() {
    review.changed("t1", Changes.modified("pool.ts", 'b', 1, 1));
    review.points =
        List.of(
            new ComparePoint(Kind.BASE, 0, "main@4f2c1e", "0".repeat(40), 0, 0),
            new ComparePoint(Kind.SESSION, 0, "Callbacks to async", "5".repeat(40), 3, 1));
    SessionId id = window.fleet.addWorking("Flaky test");
    other = window.fleet.addWorking("Callbacks to async");
    window.openWithProject();
    window.pane(id);
    window.run(() -> window.view.goTo(window.model.fleet().find(id).orElseThrow()));
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review window", () -> scene.find("review.against").isPresent());
    against = (MenuButton) scene.find("review.against").orElseThrow();
    Fx.until("its points", () -> review.asked.contains("points"));
    Fx.pulses(4);
    Fx.run(against::show);
  }

  @AfterEach
  void close() {
    window.close();
  }

  private MenuItem item(String id) {
    return Fx.get(
        () ->
            against.getItems().stream()
                .filter(one -> id.equals(one.getId()))
                .findFirst()
                .orElseThrow());
  }

  @Test
  void another_sessions_files_are_compared_with_and_it_is_said_which_side_is_whose() {
    Menu sessions = (Menu) item("review.against.session");
    Fx.run(() -> sessions.getItems().getFirst().fire());
    Fx.until("it is asked", () -> review.asked.contains("changes " + "5".repeat(40) + " null"));
    scene.untilSays("Before: the files of “Callbacks to async”");
    assertThat(scene.says("Against: “Callbacks to async”")).isTrue();
  }

  @Test
  void all_sessions_are_shown_together_and_those_left_out_are_named() {
    review.together =
        new Combined(
            "main",
            "a".repeat(40),
            "b".repeat(40),
            List.of("sfake0001"),
            List.of(new LeftOutSession(other.value(), List.of("pool.ts"), 0, "")));
    Fx.run(item("review.against.together")::fire);
    Fx.until(
        "it is asked",
        () -> review.asked.contains("changes " + "a".repeat(40) + " " + "b".repeat(40)));
    scene.untilSays("main with the work of 1 of 2 sessions, merged in memory.");
    assertThat(scene.says("Left out: “Callbacks to async”, conflicts in pool.ts.")).isTrue();
    assertThat(scene.says("Against: main · all sessions together")).isTrue();
    assertThat(scene.find("review.sheet")).isPresent();
  }
}
