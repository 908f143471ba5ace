package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.live.FakeLanding;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.git.ConflictOrigins;
import dev.muster.engine.git.ConflictOrigins.Origin;
import dev.muster.engine.git.ConflictText;
import dev.muster.engine.git.ConflictTexts;
import dev.muster.engine.git.MergeConflict;
import dev.muster.engine.git.Resolution;
import java.util.List;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does with conflicts: looks at three sides, takes one or both, and lands. */
@FxTest
class ConflictFlowTest {
  private static final String MERGED =
      "one\r\n<<<<<<< main\r\nours\r\n=======\r\ntheirs\r\n>>>>>>> muster/x\r\ntwo\r\n"
          + "<<<<<<< main\r\nA\r\n=======\r\nB\r\n>>>>>>> muster/x\r\n";
  private final ReviewedSession session = new ReviewedSession();
  private final ReviewScene review = session.scene;
  private final FakeLanding landing = session.landing;
  private final TestWindow window = session.window;

  @BeforeEach
  void open() {
    landing.conflicts =
        List.of(
            conflict("a.txt", MergeConflict.Kind.BOTH_MODIFIED, "Both changed the same lines."),
            conflict(
                "p.png", MergeConflict.Kind.BINARY, "Both changed this file, which is no text."));
    landing.texts.put(
        "a.txt",
        new ConflictTexts(text("base\r\n"), text("ours\r\n"), text("theirs\r\n"), text(MERGED)));
    landing.texts.put(
        "p.png",
        new ConflictTexts(
            null,
            new ConflictText("", 9, false, false),
            new ConflictText("", 7, false, false),
            null));
    SessionId other = window.fleet.addWorking("Callbacks to async");
    landing.origins =
        new ConflictOrigins(
            List.of(new Origin("a".repeat(40), "Await the pool", "Ada", other.value())),
            List.of(new Origin("b".repeat(40), "Wait for it", "Muster", "")));
    session.open().openReview().land();
    Fx.until("the conflicts", () -> review.find("landing.resolve").isPresent());
    review.fire("landing.resolve");
    review.untilSays("3 conflicts left");
  }

  private static MergeConflict conflict(String path, MergeConflict.Kind kind, String sentence) {
    return new MergeConflict(path, kind, sentence, null, null, null, null);
  }

  private static ConflictText text(String text) {
    return new ConflictText(text, text.length(), false, true);
  }

  @AfterEach
  void close() {
    session.close();
  }

  private CodeArea area(String id) {
    return (CodeArea) review.find(id).orElseThrow(() -> new AssertionError(id));
  }

  private String result() {
    CodeArea area = area("conflict.result");
    return Fx.get(area::getText);
  }

  private boolean canResolve() {
    Button button = (Button) review.find("conflict.resolve").orElseThrow();
    return !Fx.get(button::isDisabled);
  }

  @Test
  void sides_are_taken_by_key_and_the_file_keeps_its_line_ends() {
    assertThat(review.says("Await the pool (session “Callbacks to async”)")).isTrue();
    assertThat(review.says("Wait for it (Muster)")).isTrue();
    String target = Fx.get(area("conflict.target")::getText);
    assertThat(target).isEqualTo("ours\n");
    review.press(KeyCode.RIGHT, KeyCode.ALT);
    review.untilSays("2 conflicts left");
    assertThat(result()).startsWith("one\ntheirs\ntwo\n<<<<<<< main");
    review.press(KeyCode.B, KeyCode.ALT);
    // The toolkit sends the letter after the key, though the key was taken.
    CodeArea area = area("conflict.result");
    Fx.run(
        () ->
            area.fireEvent(
                new KeyEvent(
                    KeyEvent.KEY_TYPED, "b", "", KeyCode.UNDEFINED, false, false, true, false)));
    review.untilSays("1 conflict left");
    assertThat(result()).isEqualTo("one\ntheirs\ntwo\nA\nB\n");
    assertThat(canResolve()).isFalse();
    review.press(KeyCode.DOWN, KeyCode.ALT);
    review.untilSays("9 bytes that are no text");
    review.fire("conflict.whole-session");
    review.untilSays("All resolved");
    review.fire("conflict.resolve");
    review.untilSays("main gets one commit more.");
    assertThat(landing.asked).contains("resolve Merge main into muster/mend-it");
    assertThat(landing.resolved)
        .filteredOn(Resolution.Content.class::isInstance)
        .singleElement()
        .satisfies(
            one ->
                assertThat(new String(((Resolution.Content) one).content()))
                    .isEqualTo("one\r\ntheirs\r\ntwo\r\nA\r\nB\r\n"));
    assertThat(landing.resolved).contains(new Resolution.TakeSession("p.png"));
    assertThat(landing.asked).as("nothing was landed").noneMatch(a -> a.startsWith("land "));
  }

  @Test
  void what_was_done_is_still_there_after_leaving_and_coming_back() {
    review.press(KeyCode.LEFT, KeyCode.ALT);
    review.untilSays("2 conflicts left");
    review.press(KeyCode.ESCAPE);
    review.press(KeyCode.M, KeyCode.CONTROL);
    Fx.until("the conflicts", () -> review.find("landing.resolve").isPresent());
    review.fire("landing.resolve");
    review.untilSays("2 conflicts left");
    assertThat(result()).startsWith("one\nours\ntwo\n");
  }

  @Test
  void the_result_can_be_typed_and_undone_and_a_refusal_is_told() {
    CodeArea area = area("conflict.result");
    Fx.run(() -> area.replaceText("mine\n"));
    review.untilSays("1 conflict left");
    Fx.run(area::undo);
    review.untilSays("3 conflicts left");
    Fx.run(() -> area.replaceText("mine\n"));
    review.press(KeyCode.DOWN, KeyCode.ALT);
    review.untilSays("9 bytes that are no text");
    review.fire("conflict.delete");
    review.untilSays("All resolved");
    landing.refusal = "main moved since this was shown.";
    review.fire("conflict.resolve");
    review.untilSays("main moved since this was shown.");
    assertThat(review.says("All resolved")).as("what was made of it is kept").isTrue();
  }
}
