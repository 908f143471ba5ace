package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.event.TurnEvent.End;
import dev.muster.engine.event.TurnEvent.TurnEnded;
import dev.muster.engine.event.TurnEvent.TurnStarted;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import dev.muster.engine.session.RewindPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javafx.scene.control.Button;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Going back to a checkpoint, forward again and forking, as one does it in the review window. */
@FxTest
class RewindFlowTest {
  private final TestWindow window = new TestWindow();
  private final FakeReview review = window.backend.review();
  private final ReviewScene scene = new ReviewScene("Review: ");
  private SessionId id;

  @BeforeEach
  void open() {
    review.changed("t1", Changes.modified("pool.ts", 'b', 1, 1));
    review.diffs.put(
        "pool.ts", CompletableFuture.completedFuture(Changes.replaced("pool.ts", 10, "a", "b")));
    review.points =
        List.of(
            new ComparePoint(Kind.BASE, 0, "main@4f2c1e", "0".repeat(40), 0, 0),
            new ComparePoint(Kind.TURN, 1, "a1", "1".repeat(40), 6, 0),
            new ComparePoint(Kind.TURN, 2, "a2", "2".repeat(40), 34, 2));
    window.fleet.points =
        List.of(
            point(0, null, true, false),
            point(1, "Mend it", true, false),
            point(2, "More", true, true));
    id = window.fleet.addWorking("Flaky test");
    window.fleet.emit(id, new TurnEnded(End.DONE, null));
    window.fleet.emit(id, new TurnStarted(null), new TurnEnded(End.DONE, null));
    window.fleet.move(id, SessionState.READY, null);
    window.openWithProject();
    window.pane(id);
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review window", () -> scene.stage().isPresent());
    Fx.until("the sheet has the keyboard", () -> scene.focus() instanceof DiffSheet);
    scene.untilSays("Turn 2 · now");
  }

  private static RewindPoint point(int turn, String prompt, boolean conversation, boolean here) {
    return new RewindPoint(
        turn, prompt, Instant.EPOCH, String.valueOf(turn).repeat(40), conversation, true, here);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void keys_lead_to_a_checkpoint_and_back_to_it_after_saying_what_will_happen() {
    scene.press(KeyCode.T);
    assertThat(scene.focus().getId()).isEqualTo("review.checkpoint.base");
    scene.press(KeyCode.UP);
    assertThat(scene.focus().getId()).isEqualTo("review.checkpoint.1");
    scene.press(KeyCode.SPACE);
    assertThat(ReviewScene.menu().stream().map(MenuItem::getText))
        .containsExactly("Compare with it", "Go back to here…", "Fork from here…");
    ReviewScene.choose("review.checkpoint.back");
    assertThat(scene.says("Go back to the end of turn 1?")).isTrue();
    assertThat(scene.says("Turn 1 was: “Mend it”")).isTrue();
    assertThat(scene.says("The agent's conversation goes back, too")).isTrue();
    assertThat(scene.says("refs/muster/" + id + "/rewind/")).isTrue();
    assertThat(window.fleet.asked()).doesNotContain("rewind " + id + " 1");
    int before = review.asked.size();
    scene.fire("review.rewind.go");
    assertThat(window.fleet.asked()).contains("rewind " + id + " 1");
    Fx.until("the dialog is gone", () -> scene.find("review.rewind.go").isEmpty());
    assertThat(review.asked.subList(before, review.asked.size())).contains("changes null null");

    scene.press(KeyCode.Z, KeyCode.CONTROL, KeyCode.SHIFT);
    assertThat(scene.says("Go forward again?")).isTrue();
    scene.fire("review.rewind.go");
    assertThat(window.fleet.asked()).contains("forward " + id);
  }

  @Test
  void a_turn_that_ends_while_one_looks_is_listed_as_soon_as_its_checkpoint_is_made() {
    window.fleet.move(id, SessionState.WORKING, null);
    window.fleet.emit(id, new TurnStarted(null), new TurnEnded(End.DONE, null));
    Fx.pulses(4);
    List<ComparePoint> more = new ArrayList<>(review.points);
    more.add(new ComparePoint(Kind.TURN, 3, "a3", "3".repeat(40), 40, 2));
    review.points = more;
    window.fleet.points = List.of(point(2, "More", true, false), point(3, "And more", true, true));
    window.fleet.move(id, SessionState.READY, null);
    scene.untilSays("Turn 3 · now");
  }

  @Test
  void an_agent_that_keeps_its_memory_is_said_to_keep_it() {
    window.fleet.points = List.of(point(1, "Mend it", false, false));
    window.fleet.emit(id, new TurnStarted(null), new TurnEnded(End.DONE, null));
    Fx.pulses(4);
    scene.fire("review.checkpoint.more.1");
    ReviewScene.choose("review.checkpoint.back");
    assertThat(scene.says("cannot go back in its conversation: it keeps its memory")).isTrue();
  }

  @Test
  void while_the_agent_works_nothing_is_done_and_the_turn_can_be_interrupted_first() {
    window.fleet.move(id, SessionState.WORKING, null);
    Fx.pulses(4);
    scene.fire("review.checkpoint.more.1");
    ReviewScene.choose("review.checkpoint.back");
    assertThat(scene.says("The agent is at work, so nothing can be done with its files now."))
        .isTrue();
    assertThat(scene.find("review.rewind.go").map(node -> ((Button) node).isDisabled()))
        .contains(true);
    scene.fire("review.rewind.interrupt");
    assertThat(window.fleet.asked()).contains("interrupt " + id);
    Fx.until("the agent rests", () -> !scene.says("The agent is at work"));
    scene.fire("review.rewind.go");
    assertThat(window.fleet.asked()).contains("rewind " + id + " 1");
  }

  @Test
  void what_is_refused_is_told_and_the_dialog_stays() {
    scene.fire("review.checkpoint.more.1");
    ReviewScene.choose("review.checkpoint.back");
    window.fleet.refuse("Git is at work in the worktree.");
    scene.fire("review.rewind.go");
    scene.untilSays("Git is at work in the worktree.");
    assertThat(scene.find("review.rewind.go")).isPresent();
  }

  @Test
  void a_session_is_forked_at_a_checkpoint_with_a_task_of_its_own() {
    scene.fire("review.checkpoint.more.1");
    ReviewScene.choose("review.checkpoint.fork");
    assertThat(scene.says("Fork from the end of turn 1")).isTrue();
    assertThat(scene.find("review.rewind.go").map(node -> ((Button) node).isDisabled()))
        .as("nothing to do yet")
        .contains(true);
    TextArea task = (TextArea) scene.find("review.fork.task").orElseThrow();
    Fx.type(task, "Try it without a pool");
    scene.fire("review.rewind.go");
    assertThat(window.fleet.asked()).contains("fork " + id + "@1 Try it without a pool");
  }
}
