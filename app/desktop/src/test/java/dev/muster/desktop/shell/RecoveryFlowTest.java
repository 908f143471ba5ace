package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeBackend;
import dev.muster.engine.event.LifeEvent.StateChanged;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.Continuation;
import dev.muster.engine.session.RecoveryReport;
import dev.muster.engine.session.RecoveryReport.Cause;
import dev.muster.engine.session.RecoveryReport.Interrupted;
import dev.muster.engine.store.RescueReport;
import dev.muster.engine.store.RescueReport.Missing;
import dev.muster.engine.store.RescueReport.Range;
import dev.muster.engine.store.Storing;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person sees and decides at the start after a crash, and while the disk is full. */
@FxTest
class RecoveryFlowTest {
  private final TestWindow window = new TestWindow();
  private final List<SessionId> ids = new ArrayList<>();

  @AfterEach
  void close() {
    window.close();
  }

  private void crashed(Cause cause, String... titles) {
    List<Interrupted> lost = new ArrayList<>();
    for (String title : titles) {
      SessionId id = window.fleet.addWorking(title);
      ids.add(id);
      window.fleet.emit(
          id, new StateChanged(SessionState.WORKING, SessionState.LOST, "Muster ended.", null));
      var now = window.fleet.session(id).orElseThrow();
      lost.add(
          new Interrupted(
              now,
              Instant.parse("2026-01-02T10:04:00Z"),
              Continuation.of(now, FakeBackend.MUSTER),
              3,
              Instant.parse("2026-01-02T10:00:00Z"),
              lost.isEmpty() ? List.of("It had asked you: Which\nprice?") : List.of(),
              lost.isEmpty() ? 1 : 0,
              4,
              null));
    }
    window.fleet.recovery = new RecoveryReport(cause, lost);
    window.openWithProject();
    Fx.until("it asks", () -> Fx.get(() -> window.model.recovery().asksProperty().get()));
    Fx.pulses(2);
  }

  private Button button(String id) {
    return (Button) window.byId(id);
  }

  private void moved(SessionId id, SessionState to) {
    window.fleet.emit(id, new StateChanged(SessionState.LOST, to, null, null));
  }

  @Test
  void each_session_is_listed_with_what_is_safe_and_all_are_resumed_with_one_key() {
    crashed(Cause.PROGRAM_ENDED, "Fix the price test", "Rate limit");
    assertThat(window.says("Muster or an agent ended while 2 sessions worked")).isTrue();
    assertThat(window.says("1 prompt not sent, kept")).isTrue();
    assertThat(window.says("It had asked you: Which price?")).isTrue();
    assertThat(window.says("4 uncommitted files in its worktree")).isTrue();
    assertThat(window.says("checkpoint of turn 3")).isTrue();
    assertThat(window.says("last heard of 2 Jan")).isTrue();
    assertThat(window.view.getScene().getFocusOwner()).isSameAs(button("recovery.all"));
    window.run(() -> button("recovery.all").fire());
    assertThat(window.fleet.asked()).contains("resume " + ids.get(0), "resume " + ids.get(1));
    ids.forEach(id -> moved(id, SessionState.QUEUED));
    Fx.until("the grid is there", () -> !window.model.recovery().asksProperty().get());
  }

  @Test
  void what_was_resumed_is_in_view_also_when_another_project_was_shown() {
    crashed(Cause.PROGRAM_ENDED, "Fix the price test");
    window.run(() -> window.model.fleet().projectProperty().set("another"));
    window.run(() -> button("recovery.all").fire());
    moved(ids.getFirst(), SessionState.QUEUED);
    Fx.until(
        "its project is shown",
        () -> "project-1".equals(window.model.fleet().projectProperty().get()));
  }

  @Test
  void one_is_left_stopped_and_the_rest_is_put_off() {
    crashed(Cause.MACHINE_RESTARTED, "Fix the price test", "Rate limit");
    assertThat(window.says("The machine was restarted while 2 sessions worked")).isTrue();
    window.run(() -> named("Leave stopped: Rate limit").fire());
    assertThat(window.fleet.asked()).contains("stop " + ids.get(1));
    moved(ids.get(1), SessionState.STOPPED);
    Fx.until("it is decided", () -> window.says("while 1 session worked"));
    window.run(() -> button("recovery.later").fire());
    Fx.until("the grid is there", () -> !window.model.recovery().asksProperty().get());
    assertThat(window.fleet.session(ids.getFirst()).orElseThrow().state())
        .isEqualTo(SessionState.LOST);
  }

  @Test
  void where_nothing_was_running_there_is_no_screen() {
    window.fleet.addWorking("Fix the price test");
    window.openWithProject();
    assertThat(window.model.recovery().asksProperty().get()).isFalse();
    assertThat(window.says("Decide later")).isFalse();
  }

  @Test
  void after_a_rescue_each_session_that_lacks_something_is_listed_until_that_was_seen() {
    window.backend.rescued =
        new RescueReport(
            Instant.parse("2026-01-02T10:00:00Z"),
            "*** in database main ***",
            Path.of("/data/aside/damaged.db"),
            Path.of("/data/aside/damaged-report.txt"),
            40,
            0,
            2,
            List.of(
                new Missing(new SessionId("smwqaaaa"), "Fix the price", List.of(new Range(4, 6))),
                new Missing(new SessionId("smwqbbbb"), "", List.of(new Range(9, 9)))));
    window.openWithProject();
    Fx.until("it is told", () -> window.says("The journal was damaged: 2 sessions lack something"));
    assertThat(window.says("Fix the price")).isTrue();
    assertThat(window.says("smwqaaaa · events 4–6")).isTrue();
    assertThat(window.says("A session whose title is not known")).isTrue();
    assertThat(window.says("3 events lost")).isTrue();
    assertThat(window.says("Leave all stopped")).isFalse();
    window.fleet.addWorking("Something else");
    Fx.pulses(2);
    assertThat(window.model.recovery().asksProperty().get()).isTrue();
    window.run(() -> button("recovery.later").fire());
    Fx.until("the grid is there", () -> !window.model.recovery().asksProperty().get());
  }

  @Test
  void a_full_disk_is_told_across_the_window_until_it_passes() {
    window.openWithProject();
    assertThat(window.says("Try now")).isFalse();
    window.run(
        () ->
            window.pump.storing(
                new Storing.Held(
                    Storing.Cause.DISK_FULL,
                    "The disk that holds /data is full. Everything is kept. Free some space.",
                    1_200_000,
                    3_400_000,
                    4_096,
                    Instant.now())));
    Fx.until("it is told", () -> window.says("The disk that holds /data is full."));
    assertThat(window.says("The agents are held")).isTrue();
    assertThat(window.says("Needed: about 3.4 MB; free now: 5 kB.")).isTrue();
    window.run(() -> button("storing.try").fire());
    assertThat(window.fleet.asked()).contains("try storing");
    window.run(() -> window.pump.storing(new Storing.Fine()));
    Fx.until("it is gone", () -> !window.says("The agents are held"));
  }

  @Test
  void what_the_store_finds_out_about_itself_is_told_in_the_window() {
    window.openWithProject();
    window.run(() -> window.backend.remark("The search index is whole again."));
    Fx.until("it is told", () -> window.says("The search index is whole again."));
  }

  private Button named(String accessible) {
    for (Node node : window.view.getScene().getRoot().lookupAll(".button")) {
      if (node instanceof Button button && accessible.equals(button.getAccessibleText())) {
        return button;
      }
    }
    throw new AssertionError("There is no button " + accessible);
  }
}
