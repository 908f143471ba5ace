package dev.muster.desktop.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.desktop.live.ManualFrames;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.LandingPlan;
import dev.muster.engine.git.LandingPlan.Outcome;
import dev.muster.engine.git.LandingWay;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Moving;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LandingModelTest {
  private final ManualFrames frames = new ManualFrames();
  private final EventPump pump = new EventPump(frames);
  private final FakeLanding source = new FakeLanding();
  private final LandingModel model =
      new LandingModel(new SessionId("stest00001"), source, pump, id -> "");

  @BeforeEach
  void look() {
    model.look();
    frames.settle();
  }

  private void prepare() {
    model.prepare();
    frames.settle();
    source.asked.clear();
  }

  private LandingPlan plan() {
    LandingPlan plan = model.planProperty().get();
    assertThat(plan).isNotNull();
    return plan;
  }

  @Test
  void a_target_and_a_message_are_proposed_and_what_would_happen_is_shown() {
    assertThat(model.targets()).containsExactly("main", "next");
    assertThat(LandingBar.words(model.forecastProperty().get()))
        .isEqualTo("1 commit behind, merges cleanly");
    prepare();
    assertThat(model.messageProperty().get()).isEqualTo("Mend it\n");
    assertThat(plan().request().target()).isEqualTo("main");
    assertThat(plan().request().way()).isEqualTo(LandingWay.SQUASH);
  }

  @Test
  void with_another_target_or_way_it_is_computed_anew_and_the_last_question_counts() {
    prepare();
    model.targetProperty().set("next");
    model.plan();
    model.wayProperty().set(LandingWay.REBASE);
    model.plan();
    assertThat(model.planProperty().get()).isNull();
    frames.settle();
    assertThat(plan().request().target()).isEqualTo("next");
    assertThat(plan().request().way()).isEqualTo(LandingWay.REBASE);
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void what_is_landed_is_what_was_shown_with_the_message_as_it_is_now() {
    prepare();
    model.messageProperty().set("Mend it for good");
    model.land(Moving.BRANCH);
    frames.settle();
    assertThat(source.asked)
        .containsSequence("plan SQUASH onto main", "land BRANCH Mend it for good");
    assertThat(model.landedProperty().get()).isNotNull();
  }

  @Test
  void nothing_is_landed_when_the_target_moved_while_the_message_was_written() {
    prepare();
    model.messageProperty().set("Mend it for good");
    source.targetAt = "e".repeat(40);
    model.land(Moving.BRANCH);
    frames.settle();
    assertThat(source.asked).noneMatch(asked -> asked.startsWith("land"));
    assertThat(model.problemProperty().get()).contains("no longer what was shown");
    assertThat(model.busyProperty().get()).isFalse();
  }

  @Test
  void conflicts_are_handed_to_the_agent() {
    source.conflicts =
        List.of(
            new MergeConflict(
                "a.txt",
                MergeConflict.Kind.BOTH_MODIFIED,
                "Both changed the same lines.",
                null,
                null,
                null,
                null));
    prepare();
    assertThat(plan().outcome()).isEqualTo(Outcome.CONFLICTS);
    boolean[] closed = new boolean[1];
    model.handBack(() -> closed[0] = true);
    frames.settle();
    assertThat(source.asked).contains("hand back");
    assertThat(closed[0]).isTrue();
  }

  @Test
  void a_landing_is_taken_back_after_it_was_said_what_that_does() {
    prepare();
    model.land(Moving.BRANCH);
    frames.settle();
    model.askUndo(
        (tells, yes) -> {
          assertThat(tells).containsExactly("main goes back.");
          yes.run();
        });
    frames.settle();
    frames.settle();
    assertThat(source.asked).contains("undoing", "undo");
    assertThat(model.landedProperty().get()).isNull();
  }

  @Test
  void a_refusal_is_told_and_the_plan_stays() {
    prepare();
    source.refusal = "The agent is at work.";
    model.land(Moving.BRANCH);
    frames.settle();
    assertThat(model.problemProperty().get()).isEqualTo("The agent is at work.");
    assertThat(model.landedProperty().get()).isNull();
    assertThat(model.busyProperty().get()).isFalse();
    assertThat(plan().ready()).isTrue();
    assertThat(source.asked.getLast()).as("it is looked at again").startsWith("plan");
  }
}
