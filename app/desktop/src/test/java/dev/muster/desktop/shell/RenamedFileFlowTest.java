package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.git.FileChange;
import dev.muster.engine.git.FileChange.Kind;
import dev.muster.engine.git.FileChange.Status;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.UnsavedComment;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;
import org.fxmisc.richtext.CodeArea;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that get another name, or go, while somebody writes in the review. */
@FxTest
class RenamedFileFlowTest {
  private static final Place THERE =
      new Place("adj.txt", Side.NEW, 13, 13, "is", String.valueOf('b').repeat(40));

  private final ReviewedSession session = new ReviewedSession();
  private final FakeReview review = session.review;
  private final ReviewScene scene = session.scene;

  @AfterEach
  void close() {
    session.close();
  }

  private static FileChange change(Status status, String path, String before, char id) {
    return new FileChange(
        status,
        path,
        before,
        Kind.TEXT,
        "100644",
        status == Status.DELETED ? "000000" : "100644",
        "1".repeat(40),
        String.valueOf(status == Status.DELETED ? '0' : id).repeat(40),
        1,
        1);
  }

  private static FileChange renamed(char id) {
    return change(Status.RENAMED, "ren_adj.txt", "adj.txt", id);
  }

  private static Comment comment(Comment.Status status) {
    boolean sent = status == Comment.Status.SENT;
    return new Comment(
        "c1",
        THERE,
        "Why so?",
        "you",
        null,
        Instant.EPOCH,
        status,
        sent ? "p" : null,
        sent ? 1 : 0);
  }

  private void said(Comment... comments) {
    review.state = new ReviewState(List.of(comments), Map.of(), List.of(), List.of());
  }

  private void openReview() {
    session.open().openReview();
  }

  /** Types into the file, which is another one by the time this is to be stored. */
  private CodeArea typedInto(FileChange then) {
    session.changed(Changes.modified("adj.txt", 'b', 1, 1));
    review.contents.put("b".repeat(40), "first\nsecond\n");
    openReview();
    scene.press(KeyCode.E, KeyCode.CONTROL);
    Fx.until("the editor", () -> scene.focus() instanceof CodeArea);
    CodeArea area = (CodeArea) scene.focus();
    Fx.run(() -> area.appendText("third\n"));
    session.changed(then);
    review.refusal = "“adj.txt” has changed since you looked at it.";
    scene.press(KeyCode.S, KeyCode.CONTROL);
    scene.untilSays("has changed since you looked at it.");
    assertThat(scene.focus()).as("the keyboard stays where one types").isSameAs(area);
    review.refusal = null;
    button("Look again");
    return area;
  }

  private void button(String text) {
    Button button =
        Fx.get(
            () ->
                scene.all().stream()
                    .filter(node -> node instanceof Button one && text.equals(one.getText()))
                    .map(Button.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no button " + text)));
    Fx.run(button::fire);
    Fx.pulses(3);
  }

  private void link(String text) {
    Hyperlink link =
        Fx.get(
            () ->
                scene.all().stream()
                    .filter(node -> node instanceof Hyperlink one && text.equals(one.getText()))
                    .map(Hyperlink.class::cast)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no link " + text)));
    Fx.run(link::fire);
    Fx.pulses(3);
  }

  private static Bounds inScene(Node node) {
    return Fx.get(() -> node.localToScene(node.getLayoutBounds()));
  }

  private DiffSheet sheet() {
    return (DiffSheet) scene.find("review.sheet").orElseThrow();
  }

  @Test
  void what_was_typed_into_a_file_that_is_renamed_stands_for_itself_and_is_stored_there() {
    CodeArea area = typedInto(renamed('b'));
    scene.untilSays("“adj.txt” was renamed to “ren_adj.txt”.");
    assertThat(scene.says("What you typed into adj.txt")).isTrue();
    assertThat(scene.says("Give it up")).isTrue();
    Fx.until("it has the keyboard", () -> scene.focus() == area);
    Fx.pulses(3);
    Bounds editor = inScene(area);
    assertThat(editor.getHeight()).isGreaterThan(60);
    assertThat(editor.getMaxY()).isLessThanOrEqualTo(inScene(sheet()).getMinY());
    Fx.run(() -> sheet().requestFocus());
    session.did(new TreeChanged("t9", List.of(), 3, 3));
    scene.untilSays("The files have changed.");
    assertThat(scene.focus()).as("it takes the keyboard from nobody").isSameAs(sheet());
    Fx.run(area::requestFocus);
    scene.press(KeyCode.S, KeyCode.CONTROL);
    Fx.until("it is stored", () -> review.asked.contains("edit ren_adj.txt b"));
    assertThat(review.edited).isEqualTo("first\nsecond\nthird\n");
    Fx.until("it is gone", () -> !scene.says("What you typed into adj.txt"));
  }

  @Test
  void a_file_that_is_renamed_and_changed_gets_both_changes() {
    review.contents.put("c".repeat(40), "zeroth\nfirst\nsecond\n");
    typedInto(renamed('c'));
    scene.untilSays("“adj.txt” was renamed to “ren_adj.txt”.");
    scene.press(KeyCode.S, KeyCode.CONTROL);
    Fx.until("it is stored", () -> review.asked.contains("edit ren_adj.txt c"));
    assertThat(review.edited).isEqualTo("zeroth\nfirst\nsecond\nthird\n");
  }

  @Test
  void where_the_lines_of_a_renamed_file_meet_what_was_typed_nothing_is_stored() {
    review.contents.put("c".repeat(40), "first\nsecond, but otherwise\n");
    CodeArea area = typedInto(renamed('c'));
    scene.untilSays("“adj.txt” was renamed to “ren_adj.txt”.");
    Fx.run(() -> area.replaceText("first\nsecond of mine\n"));
    scene.press(KeyCode.S, KeyCode.CONTROL);
    scene.untilSays("are on the same lines.");
    assertThat(review.asked).doesNotContain("edit ren_adj.txt c");
  }

  @Test
  void what_was_typed_into_a_file_that_is_deleted_can_be_copied_and_closing_says_so() {
    CodeArea area = typedInto(change(Status.DELETED, "adj.txt", null, '0'));
    scene.untilSays("“adj.txt” is gone");
    button("Copy the text");
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .isEqualTo("first\nsecond\nthird\n");
    Fx.run(area::requestFocus);
    scene.press(KeyCode.S, KeyCode.CONTROL);
    assertThat(review.asked).filteredOn(what -> what.startsWith("edit")).hasSize(1);
    Fx.run(
        () ->
            area.getScene()
                .getWindow()
                .fireEvent(
                    new WindowEvent(
                        area.getScene().getWindow(), WindowEvent.WINDOW_CLOSE_REQUEST)));
    scene.untilSays("What you typed into “adj.txt” is not stored. “adj.txt” is gone");
    assertThat(scene.says("Ctrl+S in it stores it")).isFalse();
  }

  @Test
  void a_comment_stands_at_its_file_under_the_new_name_and_its_link_leads_there() {
    said(comment(Comment.Status.SENT));
    session.changed(Changes.modified("aaa.txt", 'd', 1, 1), renamed('b'));
    openReview();
    scene.press(KeyCode.DIGIT2);
    scene.untilSays("you · adj.txt:13");
    Fx.run(() -> sheet().showFile("aaa.txt"));
    link("you · adj.txt:13");
    Fx.until("its file", () -> "ren_adj.txt".equals(sheet().currentProperty().get()));
    scene.untilSays("adj.txt, line 13");
  }

  @Test
  void the_link_of_a_comment_whose_file_is_not_here_says_so_and_shows_it() {
    said(comment(Comment.Status.SENT));
    session.changed(Changes.modified("aaa.txt", 'd', 1, 1));
    openReview();
    scene.press(KeyCode.DIGIT2);
    scene.untilSays("you · adj.txt:13");
    link("you · adj.txt:13");
    scene.untilSays("“adj.txt” is not among the files listed here");
    scene.press(KeyCode.ESCAPE);
    Fx.until("it is closed", () -> !scene.says("not among the files listed here"));
  }

  @Test
  void a_comment_that_is_typed_keeps_the_place_it_was_written_for() {
    review.unsaved = List.of(new UnsavedComment("new 1", null, THERE, "Half a thou"));
    session.changed(renamed('b'));
    openReview();
    scene.untilSays("Written for adj.txt, line 13, which has another name here.");
    StyleClassedTextArea area =
        (StyleClassedTextArea)
            Fx.get(
                () ->
                    scene.all().stream()
                        .filter(StyleClassedTextArea.class::isInstance)
                        .findFirst()
                        .orElseThrow());
    assertThat(inScene(area).getMinY()).isGreaterThan(inScene(sheet()).getMinY());
    Fx.run(area::requestFocus);
    scene.press(KeyCode.ENTER, KeyCode.CONTROL);
    Fx.until("it is added", () -> review.state.comments().size() == 1);
    assertThat(review.state.comments().getFirst().place()).isEqualTo(THERE);
  }

  @Test
  void a_comment_that_is_typed_for_a_file_that_is_not_here_shows_its_lines() {
    review.unsaved = List.of(new UnsavedComment("new 1", null, THERE, "Half a thou"));
    session.changed(Changes.modified("aaa.txt", 'd', 1, 1));
    openReview();
    scene.untilSays(
        "Written for adj.txt, line 13 (“is”). That file is not among those listed here.");
  }

  @Test
  void where_nothing_is_changed_the_list_of_files_says_that() {
    session.changed();
    session.open();
    Fx.run(
        () ->
            session
                .window
                .view
                .reviews()
                .open(session.window.model.fleet().find(session.id()).orElseThrow()));
    scene.untilSays("Nothing is changed.");
    assertThat(scene.says("No file matches.")).isFalse();
  }

  @Test
  void a_file_whose_name_is_no_text_is_not_offered_to_be_edited() {
    session.changed(Changes.modified("caf\uFFFD.txt", 'b', 1, 1));
    openReview();
    scene.untilSays("Revert file");
    assertThat(
            Fx.get(
                () ->
                    scene.all().stream()
                        .anyMatch(
                            node -> node instanceof Button one && "Edit".equals(one.getText()))))
        .isFalse();
    scene.press(KeyCode.E, KeyCode.CONTROL);
    Fx.until("why", () -> spoken("is not UTF-8"));
  }

  private boolean spoken(String words) {
    return Fx.get(
        () ->
            scene.all().stream()
                .anyMatch(
                    node ->
                        node.getAccessibleText() != null
                            && node.getAccessibleText().contains(words)));
  }

  @Test
  void the_foot_names_the_commit_of_the_base() {
    review.points =
        List.of(
            new ComparePoint(
                ComparePoint.Kind.BASE, 0, "main@c0ffee1", "c0ffee1" + "0".repeat(33), 0, 0));
    openReview();
    scene.untilSays("base c0ffee1");
  }
}
