package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.Forecast;
import dev.muster.engine.git.Overlap;
import dev.muster.engine.git.SessionForecast;
import dev.muster.engine.git.SessionForecast.Outcome;
import dev.muster.engine.review.Outlook;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of how sessions would come into their branch, before anybody asks. */
@FxTest
class OutlookFlowTest {
  private final TestWindow window = new TestWindow();
  private SessionId pool;
  private SessionId async;
  private SessionId docs;

  @BeforeEach
  void open() {
    window.backend.review().changed("t1", Changes.modified("src/db/pool.ts", 'b', 1, 1));
    pool = window.fleet.addWorking("Flaky test");
    async = window.fleet.addWorking("Callbacks to async");
    docs = window.fleet.addWorking("Write the docs");
    window.openWithProject();
    window.pane(pool);
    window.backend.outlooks.accept(
        new Outlook(
            List.of(
                new Forecast(
                    "main",
                    "c".repeat(40),
                    List.of(
                        forecast(pool, 0, Outcome.CLEAN),
                        forecast(async, 2, Outcome.CONFLICTS),
                        forecast(docs, 0, Outcome.CLEAN)),
                    List.of(
                        new Overlap(
                            pool.value(),
                            async.value(),
                            Overlap.Kind.SAME_LINES,
                            List.of("src/db/pool.ts"),
                            0)),
                    0,
                    List.of(docs.value(), pool.value(), async.value()),
                    List.of()))));
    window.untilSays("2 behind · conflicts in pool.ts · same lines as Flaky test");
  }

  private static SessionForecast forecast(SessionId id, int behind, Outcome outcome) {
    List<String> conflicts = outcome == Outcome.CONFLICTS ? List.of("src/db/pool.ts") : List.of();
    return new SessionForecast(
        id.value(), "d".repeat(40), 1, behind, outcome, conflicts, 0, 1, "So it is.");
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void the_sidebar_tells_what_somebody_will_have_to_mend_and_nothing_of_the_others() {
    assertThat(window.says("same lines as Callbacks to async")).isTrue();
    assertThat(
            window
                .find(
                    node ->
                        node.getStyleClass().contains("sidebar-session")
                            && node.getParent().getAccessibleText().startsWith("Write the docs")
                            && node.getParent().getAccessibleText().contains("same lines"))
                .isPresent())
        .isFalse();
  }

  @Test
  void the_landing_order_says_why_and_leads_to_the_review_of_the_next() {
    window.press(KeyCode.L, KeyCode.CONTROL, KeyCode.SHIFT);
    window.untilSays("Landing order");
    assertThat(window.says("Merges cleanly with main. No other session touches its files."))
        .isTrue();
    assertThat(window.says("Touches the same lines as “Callbacks to async”, after it, in src/"))
        .isTrue();
    assertThat(window.says("Conflicts with main in src/db/pool.ts, so it must be mended first."))
        .isTrue();
    window.run(((Button) window.byId("landing-order.next"))::fire);
    ReviewScene scene = new ReviewScene("Review: Write the docs");
    Fx.until("the review of the next", () -> scene.stage().isPresent());
  }

  @Test
  void the_review_names_who_touches_the_same_and_a_click_opens_its_review() {
    window.run(() -> window.view.goTo(window.model.fleet().find(pool).orElseThrow()));
    window.press(KeyCode.R, KeyCode.CONTROL);
    ReviewScene scene = new ReviewScene("Review: Flaky test");
    Fx.until("the review", () -> scene.stage().isPresent());
    scene.untilSays("Also touched by");
    assertThat(scene.says("pool.ts conflicts")).isTrue();
    scene.fire("review.touched." + async);
    Fx.until(
        "the other's review",
        () -> new ReviewScene("Review: Callbacks to async").stage().isPresent());
  }
}
