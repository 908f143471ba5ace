package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.git.ConflictText;
import dev.muster.engine.git.ConflictTexts;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Resolution;
import java.util.List;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with the conflicts of a rebase: one commit after the other, then the plan. */
@FxTest
class RebaseFlowTest {
  private static final String MERGED =
      "one\n<<<<<<< main\nours\n=======\ntheirs\n>>>>>>> Say more\ntwo\n";
  private final ReviewedSession session = new ReviewedSession();
  private final ReviewScene review = session.scene;
  private final FakeLanding landing = session.landing;

  @BeforeEach
  void open() {
    landing.conflicts = List.of(conflict("a.txt"), conflict("b.txt"));
    landing.later.add(List.of(conflict("c.txt")));
    for (String path : List.of("a.txt", "b.txt", "c.txt")) {
      landing.texts.put(
          path, new ConflictTexts(text("base\n"), text("ours\n"), text("theirs\n"), text(MERGED)));
    }
    session.open().openReview();
    land();
    review.fire("landing.resolve");
    review.untilSays("2 conflicts left");
  }

  private static MergeConflict conflict(String path) {
    return new MergeConflict(
        path,
        MergeConflict.Kind.BOTH_MODIFIED,
        "Both changed the same lines.",
        null,
        null,
        null,
        null);
  }

  private static ConflictText text(String text) {
    return new ConflictText(text, text.length(), false, true);
  }

  /** Asks for a rebase, as far as its conflicts. */
  private void land() {
    session.land();
    press("Rebase");
    Fx.until(
        "the plan of a rebase",
        () ->
            landing.asked.contains("plan REBASE onto main")
                && review.find("landing.resolve").isPresent());
  }

  private void press(String title) {
    Fx.run(
        () ->
            review.all().stream()
                .filter(ButtonBase.class::isInstance)
                .map(ButtonBase.class::cast)
                .filter(button -> button.getText().equals(title))
                .forEach(ButtonBase::fire));
  }

  @AfterEach
  void close() {
    session.close();
  }

  private static List<String> paths(List<Resolution> resolutions) {
    return resolutions.stream().map(Resolution::path).toList();
  }

  @Test
  void commit_after_commit_is_resolved_and_then_the_plan_is_shown() {
    assertThat(review.says("Resolve conflicts of commit 1 of 2")).isTrue();
    assertThat(review.says("“Say more” by Ada")).isTrue();
    review.press(KeyCode.RIGHT, KeyCode.ALT);
    review.untilSays("1 conflict left");
    review.press(KeyCode.DOWN, KeyCode.ALT);
    review.press(KeyCode.LEFT, KeyCode.ALT);
    review.untilSays("All resolved");
    review.fire("conflict.resolve");
    review.untilSays("Resolve conflicts of commit 2 of 2");
    assertThat(review.says("“Say it again” by Ada")).isTrue();
    review.untilSays("main and the commits before");
    review.fire("conflict.whole-session");
    review.untilSays("All resolved");
    review.fire("conflict.resolve");
    review.untilSays("main gets one commit more.");
    assertThat(landing.kept.stream().map(RebaseFlowTest::paths).toList())
        .containsExactly(List.of("a.txt", "b.txt"), List.of("c.txt"));
    assertThat(landing.asked).as("nothing was landed").noneMatch(a -> a.startsWith("land "));
    assertThat(landing.asked).as("no merge was made").noneMatch(a -> a.startsWith("resolve"));
  }

  @Test
  void what_was_resolved_of_a_commit_is_stored_when_it_is_left() {
    review.press(KeyCode.RIGHT, KeyCode.ALT);
    review.untilSays("1 conflict left");
    review.press(KeyCode.ESCAPE);
    Fx.until("it is stored", () -> landing.asked.contains("keep"));
    assertThat(landing.kept.stream().map(RebaseFlowTest::paths).toList())
        .containsExactly(List.of("a.txt"));
    assertThat(review.find("conflict.resolve")).isEmpty();
  }

  @Test
  void all_of_it_can_be_resolved_anew_after_a_question() {
    review.fire("conflict.whole-target");
    review.fire("conflict.whole-target");
    review.untilSays("All resolved");
    review.fire("conflict.resolve");
    review.untilSays("Resolve conflicts of commit 2 of 2");
    review.press(KeyCode.ESCAPE);
    land();
    review.fire("landing.anew");
    review.untilSays("Resolve all conflicts anew?");
    assertThat(landing.asked).doesNotContain("anew");
    press("Resolve anew");
    Fx.until("they are put aside", () -> landing.asked.contains("anew"));
    Fx.until("the plan again", () -> review.find("landing.resolve").isPresent());
  }

  @Test
  void a_refusal_is_told_and_what_was_made_of_it_is_kept() {
    review.fire("conflict.whole-target");
    review.fire("conflict.whole-target");
    review.untilSays("All resolved");
    landing.refusal = "The disk is full.";
    review.fire("conflict.resolve");
    review.untilSays("The disk is full.");
    assertThat(review.says("All resolved")).isTrue();
  }
}
