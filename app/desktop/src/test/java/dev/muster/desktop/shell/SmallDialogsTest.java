package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.Action;
import dev.muster.desktop.live.FakeHistory;
import dev.muster.desktop.live.HistoryEntry;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.Shelf;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * In windows of 800 by 500 what can be done in a dialog can be read and reached, and has a name.
 */
@FxTest
class SmallDialogsTest {
  private final ReviewedSession session = new ReviewedSession();
  private final TestWindow window = session.window.sized(800, 500);
  private final ReviewScene review = session.scene;

  @AfterEach
  void close() {
    session.close();
  }

  private static void isWhole(String what, Parent root) {
    Fx.pulses(4);
    assertThat(Faults.in(root)).as(what).isEmpty();
  }

  @Test
  void the_dialogs_of_the_window_are_whole() {
    session.open();
    isWhole("the window", window.view);
    for (String id :
        List.of(
            "window.new",
            "window.open",
            "window.import",
            "window.palette",
            "window.settings",
            "window.landing-order",
            "window.agents",
            "window.machine",
            "window.shortcuts")) {
      Action action = Fx.get(() -> window.view.actions().all().find(id).orElseThrow());
      Fx.run(action::run);
      Fx.until(id, () -> window.view.overlay().isOpen());
      isWhole(id, window.view.overlay());
      Fx.run(() -> window.view.overlay().close());
    }
  }

  @Test
  void the_dialogs_of_the_review_are_whole() {
    Comment draft =
        new Comment(
            "c1",
            new Place("a.txt", Side.NEW, 10, 10, "is", "b".repeat(40)),
            "Why?",
            "you",
            null,
            Instant.EPOCH,
            Comment.Status.DRAFT,
            null,
            0);
    session.review.state = new ReviewState(List.of(draft), Map.of(), List.of(), List.of());
    session.open().openReview();
    review.untilSays("Send 1 comment to agent");
    Stage stage = review.stage().orElseThrow();
    Fx.run(
        () -> {
          stage.setWidth(800);
          stage.setHeight(500);
        });
    Parent root = Fx.get(() -> stage.getScene().getRoot());
    isWhole("the review", root);
    session.land();
    review.untilSays("main gets");
    isWhole("landing", root);
    Fx.run(
        () ->
            review.all().stream()
                .filter(node -> node instanceof ToggleButton way && "Rebase".equals(way.getText()))
                .forEach(way -> ((ToggleButton) way).fire()));
    review.untilSays("Each commit keeps its own message.");
    isWhole("a rebase", root);
    review.press(KeyCode.ESCAPE);
    review.press(KeyCode.P, KeyCode.CONTROL);
    review.untilSays("Create a pull request");
    isWhole("a pull request", root);
  }

  @Test
  void the_dialogs_of_the_history_are_whole() {
    session.open();
    FakeHistory history = window.backend.history();
    window.press(KeyCode.H, KeyCode.CONTROL);
    Fx.until("the sessions are asked for", () -> !history.due.isEmpty());
    List<HistoryEntry> entries = List.of(entry(session.id()), entry(new SessionId("sother12345")));
    Fx.run(() -> history.due.forEach(due -> due.complete(FakeHistory.page("", entries))));
    window.untilSays("Wait for the database");
    isWhole("the history", window.view);
    for (String id : List.of("history.prune", "history.export-several")) {
      Fx.run(() -> ((ButtonBase) window.byId(id)).fire());
      Fx.run(() -> history.due.forEach(due -> due.complete(FakeHistory.page("", entries))));
      Fx.until(id, () -> window.view.overlay().isOpen());
      isWhole(id, window.view.overlay());
      Fx.run(() -> window.view.overlay().close());
    }
  }

  private static HistoryEntry entry(SessionId id) {
    return new HistoryEntry(
        id,
        "Wait for the database in every test of the users",
        "p1",
        "shop",
        "/home/you/shop",
        "muster",
        "Muster agent",
        "sonnet",
        false,
        SessionState.CLOSED,
        null,
        Shelf.ACTIVE,
        null,
        null,
        "a first prompt that is longer than there is room for it",
        Instant.parse("2026-11-01T10:00:00Z"),
        Instant.parse("2026-11-01T10:05:00Z"),
        Duration.ofMinutes(5),
        1,
        9,
        100,
        null,
        0,
        0,
        0,
        0,
        0,
        0,
        null);
  }
}
