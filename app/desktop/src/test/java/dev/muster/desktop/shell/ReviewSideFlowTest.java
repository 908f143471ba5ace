package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ConversationEvent.MessageAdded;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.SessionRecord;
import dev.muster.engine.review.SessionRecord.Kind;
import dev.muster.engine.review.SessionRecord.Said;
import dev.muster.engine.session.CommandRun;
import dev.muster.engine.session.RanOn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.text.Text;
import javafx.stage.WindowEvent;
import org.fxmisc.richtext.CodeArea;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The right panel of the review window, and editing on its sheet. */
@FxTest
class ReviewSideFlowTest {
  private static final String POOL = "src/db/pool.ts";

  private static final String LONG = "word ".repeat(1_200) + "and its end";

  private final ReviewedSession session = new ReviewedSession();
  private final FakeReview review = session.review;
  private final ReviewScene scene = session.scene;

  private static RanOn on(@Nullable String tree, int edits) {
    return new RanOn(tree, edits, RanOn.Files.SAME);
  }

  @BeforeEach
  void open() {
    session.changed(
        Changes.modified(POOL, 'b', 1, 1),
        Changes.modified("test/user.test.ts", 'c', 1, 1),
        Changes.submodule("vendor/lib", 'd'));
    session.did(new MessageAdded("m1", LONG, null));
    long told = session.window.fleet.snapshot(session.id()).lastSeq();
    review.contents.put("b".repeat(40), "first\nsecond\n");
    review.record =
        new SessionRecord(
            9,
            List.of(
                new CommandRun(
                    "npm test", 0, 41_000, 2, Instant.EPOCH, 9, 3, on("9be1f0aa", 0), true),
                new CommandRun("npm run lint", 0, 900, 1, Instant.EPOCH, 8, 1, on(null, 2), true),
                new CommandRun("ci", 0, 900, 1, Instant.EPOCH, 7, 1, on(null, 0), false),
                new CommandRun("ls <<E\na\nE", 0, 9, 1, Instant.EPOCH, 6, 1, on(null, 0), true)),
            7,
            List.of(
                new Said(3, 1, Instant.EPOCH, Kind.PROMPT, "Make it green", null, true),
                new Said(4, 1, Instant.EPOCH, Kind.EDIT, "Edit", "/w/test/user.test.ts", true),
                new Said(
                    told,
                    1,
                    Instant.EPOCH,
                    Kind.MESSAGE,
                    LONG.substring(0, Said.LONGEST) + "…",
                    null,
                    true)),
            1_234,
            "I changed pool.ts.");
    review.state =
        new ReviewState(
            List.of(
                new Comment(
                    "f1",
                    new Place(POOL, Side.NEW, 13, 13, "is", "b".repeat(40)),
                    "Timeout longer than the test’s",
                    "reliability",
                    "high",
                    Instant.EPOCH,
                    Comment.Status.DRAFT,
                    null,
                    0)),
            Map.of(),
            List.of(),
            List.of());
    session.open().openReview();
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void evidence_is_only_what_was_observed_and_says_what_the_agent_is_silent_about() {
    scene.press(KeyCode.DIGIT1);
    scene.untilSays("npm test · exit 0");
    assertThat(scene.says("turn 2 · 41 s · run 3 times · after the last edit · tree 9be1f0a"))
        .isTrue();
    assertThat(scene.says("2 edits since")).isTrue();
    assertThat(scene.says("the agent says so")).isTrue();
    assertThat(scene.says("2 files not mentioned")).isTrue();
    assertThat(scene.says("1 of 3 changed files are named")).isTrue();
  }

  @Test
  void commands_that_are_not_kept_are_told_and_long_ones_can_be_read() {
    scene.press(KeyCode.DIGIT1);
    scene.untilSays("7 earlier commands");
    assertThat(scene.says("Only the 40 that ran last are listed here")).isTrue();
    assertThat(scene.says("ls <<E")).isTrue();
    link("Read all of it");
    Fx.until("all of the command", () -> whole().equals(List.of("ls <<E", "a", "E")));
  }

  private void link(String text) {
    Hyperlink link =
        Fx.get(
            () ->
                scene.all().stream()
                    .filter(Hyperlink.class::isInstance)
                    .map(Hyperlink.class::cast)
                    .filter(one -> text.equals(one.getText()))
                    .findFirst()
                    .orElseThrow());
    Fx.run(link::fire);
  }

  private List<String> whole() {
    return scene
        .find("review.whole-text")
        .map(node -> ((ListView<?>) node).getItems().stream().map(String::valueOf).toList())
        .orElse(List.of());
  }

  @Test
  void a_long_text_of_the_conversation_says_so_and_opens_whole() {
    scene.press(KeyCode.DIGIT3);
    scene.untilSays("1,234 earlier things that were said and done are in the session's history.");
    scene.untilSays("Read all of it");
    assertThat(scene.says("and its end")).isFalse();
    ListView<?> list = (ListView<?>) scene.find("review.conversation").orElseThrow();
    Fx.run(
        () -> {
          list.requestFocus();
          list.getSelectionModel().selectLast();
        });
    Fx.press(list, KeyCode.ENTER);
    Fx.until("all of it", () -> String.join("", whole()).equals(LONG));
    scene.press(KeyCode.ESCAPE);
    assertThat(whole()).isEmpty();
  }

  @Test
  void a_submodule_is_not_offered_to_be_reverted_and_the_key_says_why() {
    assertThat(reverts()).as("of the two texts").isEqualTo(2);
    DiffSheet sheet = (DiffSheet) scene.find("review.sheet").orElseThrow();
    Fx.run(() -> sheet.showFile("vendor/lib"));
    Fx.until("the submodule", () -> "vendor/lib".equals(sheet.currentProperty().get()));
    review.refusal = "“vendor/lib” is a submodule.";
    scene.press(KeyCode.F, KeyCode.SHIFT);
    scene.untilSays("“vendor/lib” is a submodule.");
  }

  private long reverts() {
    return Fx.get(
        () ->
            scene.all().stream()
                .filter(
                    node -> node instanceof Button button && "Revert file".equals(button.getText()))
                .count());
  }

  @Test
  void findings_are_listed_and_dismissed_where_they_are_listed() {
    scene.press(KeyCode.DIGIT2);
    scene.untilSays("Findings 1");
    scene.untilSays("reliability · pool.ts:13");
    assertThat(scene.says("Ask the agent to fix")).isTrue();
    assertThat(scene.says("Reply")).isTrue();
  }

  @Test
  void the_conversation_leads_to_the_file_of_an_edit() {
    scene.press(KeyCode.DIGIT3);
    scene.untilSays("Make it green");
    assertThat(scene.find("review.conversation")).isPresent();
  }

  @Test
  void a_key_hides_the_panel_and_brings_it_back() {
    scene.press(KeyCode.DIGIT1); // A small screen begins without it.
    assertThat(scene.find("review.side")).isPresent();
    scene.press(KeyCode.I);
    assertThat(scene.find("review.side")).isEmpty();
    scene.press(KeyCode.I);
    assertThat(scene.find("review.side")).isPresent();
  }

  @Test
  void a_file_is_edited_on_the_sheet_and_stored_as_git_has_it() {
    CodeArea area = edit();
    assertThat(text(area)).isEqualTo("first\nsecond\n");
    Fx.run(() -> area.replaceText(0, 5, "zeroth"));
    scene.press(KeyCode.S, KeyCode.CONTROL);
    assertThat(review.edited).isEqualTo("zeroth\nsecond\n");
    assertThat(review.asked).contains("edit " + POOL + " b");
    Fx.until("the editor is gone", () -> !(scene.focus() instanceof CodeArea));
  }

  @Test
  void what_was_typed_is_given_up_only_when_that_was_said_twice() {
    CodeArea area = edit();
    Fx.run(() -> area.appendText("third\n"));
    scene.press(KeyCode.ESCAPE);
    scene.untilSays("What you typed is not stored.");
    assertThat(scene.focus()).isSameAs(area);
    scene.press(KeyCode.ESCAPE);
    Fx.until("the editor is gone", () -> !(scene.focus() instanceof CodeArea));
    assertThat(review.edited).isNull();
  }

  @Test
  void each_key_typed_is_seen_at_once() {
    CodeArea area = edit();
    Fx.run(() -> area.moveTo(area.getLength()));
    for (char c : "third".toCharArray()) {
      Fx.type(area, String.valueOf(c));
      String line = Fx.get(() -> area.getParagraph(2).getText());
      Fx.until("the line " + line, () -> seen(area, line));
    }
  }

  /** Whether a line stands where it can be seen. */
  private static boolean seen(CodeArea area, String line) {
    return Fx.get(
        () ->
            area.lookupAll(".paragraph-box").stream()
                .anyMatch(
                    box ->
                        box.isVisible()
                            && box.getLayoutBounds().getHeight() > 0
                            && box.lookupAll(".text").stream()
                                .anyMatch(
                                    node ->
                                        node instanceof Text text && text.getText().equals(line))));
  }

  @Test
  void closing_the_window_asks_first_when_something_typed_is_not_stored() {
    CodeArea area = edit();
    Fx.run(() -> area.appendText("third\n"));
    Fx.run(
        () ->
            area.getScene()
                .getWindow()
                .fireEvent(
                    new WindowEvent(
                        area.getScene().getWindow(), WindowEvent.WINDOW_CLOSE_REQUEST)));
    scene.untilSays("Close without saving?");
    assertThat(Fx.get(() -> area.getScene().getWindow().isShowing())).isTrue();
  }

  @Test
  void an_edit_that_is_refused_keeps_what_was_typed() {
    CodeArea area = edit();
    Fx.run(() -> area.appendText("third\n"));
    review.refusal = "The agent has changed it meanwhile.";
    scene.press(KeyCode.S, KeyCode.CONTROL);
    scene.untilSays("The agent has changed it meanwhile.");
    assertThat(text(area)).endsWith("third\n");
  }

  @Test
  void a_file_whose_lines_end_in_different_ways_is_not_edited_into_others() {
    review.contents.put("b".repeat(40), "first\r\nsecond\n");
    scene.press(KeyCode.E, KeyCode.CONTROL);
    scene.untilSays("The lines of the file end in different ways");
  }

  private CodeArea edit() {
    scene.press(KeyCode.E, KeyCode.CONTROL);
    Fx.until("the editor", () -> scene.focus() instanceof CodeArea);
    return (CodeArea) scene.focus();
  }

  private static String text(CodeArea area) {
    return Fx.get(() -> area.getText());
  }
}
