package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.live.FakeReview;
import dev.muster.desktop.review.Changes;
import dev.muster.engine.event.ObservedEvent.TreeChanged;
import dev.muster.engine.event.ReviewEvent.CommentsSent;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.fxmisc.richtext.StyleClassedTextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a person does in the review window, with keys and clicks. */
@FxTest
class ReviewFlowTest {
  private final TestWindow window = new TestWindow();
  private final FakeReview review = window.backend.review();
  private SessionId id;

  @BeforeEach
  void open() {
    review.changed(
        "t1",
        Changes.modified("src/db/pool.ts", 'b', 1, 1),
        Changes.modified("test/user.test.ts", 'c', 1, 1));
    for (String path : List.of("src/db/pool.ts", "test/user.test.ts")) {
      review.diffs.put(
          path, CompletableFuture.completedFuture(Changes.replaced(path, 10, "was", "is")));
    }
    id = window.fleet.addWorking("Flaky test");
    window.fleet.emit(id, new TreeChanged("t1", List.of(), 2, 2));
    window.openWithProject();
    window.pane(id);
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("the review window", () -> reviews().size() == 1);
    Fx.until(
        "its files",
        () -> byId("review.sheet") instanceof DiffSheet s && s.currentProperty().get() != null);
    Fx.until("the sheet has the keyboard", () -> focus() instanceof DiffSheet);
    Fx.pulses(3);
  }

  @AfterEach
  void close() {
    window.close();
  }

  @Test
  void it_opens_once_and_comes_to_the_front_when_asked_for_again() {
    Stage first = reviews().getFirst();
    assertThat(first.getTitle()).isEqualTo("Review: Flaky test");
    window.press(KeyCode.R, KeyCode.CONTROL);
    assertThat(reviews()).containsExactly(first);
    press(KeyCode.ESCAPE);
    Fx.until("it is closed", () -> reviews().isEmpty());
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("it is open again", () -> reviews().size() == 1);
  }

  @Test
  void keys_lead_through_files_and_changes_and_mark_what_was_viewed() {
    assertThat(says("muster/" + id + " → main")).isTrue();
    press(KeyCode.J);
    assertThat(Fx.get(() -> sheet().selection().from())).isEqualTo(13);
    press(KeyCode.V);
    assertThat(review.asked).contains("viewed src/db/pool.ts true");
    Fx.until("the count", () -> says("1 of 2 files viewed"));
    press(KeyCode.N);
    assertThat(current()).isEqualTo("test/user.test.ts");
    press(KeyCode.P);
    assertThat(current()).isEqualTo("src/db/pool.ts");
    press(KeyCode.W);
    assertThat(review.asked).contains("diff src/db/pool.ts -w");
  }

  @Test
  void a_click_on_a_mark_stores_it() {
    CheckBox box =
        (CheckBox)
            Fx.get(
                () ->
                    all().stream()
                        .filter(
                            node ->
                                node instanceof CheckBox
                                    && "Viewed: src/db/pool.ts".equals(node.getAccessibleText()))
                        .findFirst()
                        .orElseThrow());
    Fx.run(box::fire);
    assertThat(review.asked).contains("viewed src/db/pool.ts true");
  }

  @Test
  void slash_filters_the_files_and_escape_leaves_the_filter() {
    press(KeyCode.SLASH);
    TextField filter = (TextField) Fx.get(() -> focus());
    Fx.type(filter, "user");
    ListView<?> files = (ListView<?>) Fx.get(() -> byId("review.files"));
    Fx.until("two rows", () -> files.getItems().size() == 2);
    press(KeyCode.ENTER);
    assertThat(current()).isEqualTo("test/user.test.ts");
    press(KeyCode.ESCAPE);
    Fx.until("all rows", () -> files.getItems().size() == 4);
    assertThat(reviews()).as("the window is still there").hasSize(1);
  }

  @Test
  void when_the_files_change_a_bar_offers_to_show_them_and_r_does() {
    review.changed("t2", Changes.modified("src/db/pool.ts", 'd', 5, 1));
    window.fleet.emit(id, new TreeChanged("t2", List.of(), 5, 1));
    Fx.until("the bar", () -> says("The files have changed."));
    assertThat(says("0 of 2 files viewed")).isTrue();
    press(KeyCode.R);
    Fx.until("the new files", () -> says("0 of 1 file viewed"));
    assertThat(says("The files have changed.")).isFalse();
  }

  @Test
  void a_comment_is_written_at_its_line_stored_and_sent_with_the_others() {
    press(KeyCode.J);
    press(KeyCode.C);
    Fx.until("a place to write", () -> focus() instanceof StyleClassedTextArea);
    StyleClassedTextArea area = (StyleClassedTextArea) Fx.get(this::focus);
    Fx.type(area, "Why?");
    press(KeyCode.ENTER, KeyCode.CONTROL);
    Fx.until("the comment", () -> says("Why?") && says("draft"));
    Comment stored = review.state.comments().getFirst();
    assertThat(stored.place().path()).isEqualTo("src/db/pool.ts");
    assertThat(stored.place().from()).isEqualTo(13);
    assertThat(stored.place().quoted()).isEqualTo("is");
    Fx.until("the keyboard is back", () -> focus() instanceof DiffSheet);
    press(KeyCode.G);
    Fx.until("a place to write", () -> focus() instanceof StyleClassedTextArea);
    Fx.type(Fx.get(this::focus), "Where is the test?");
    press(KeyCode.ENTER, KeyCode.CONTROL);
    Fx.until("both", () -> says("Send 2 comments to agent"));
    Fx.run(() -> ((Button) byId("review.send")).fire());
    assertThat(review.asked).contains("send [c1, c2] QUEUE");
  }

  @Test
  void a_comment_that_cannot_be_stored_stays_where_it_was_typed() {
    press(KeyCode.J);
    press(KeyCode.C);
    Fx.until("a place to write", () -> focus() instanceof StyleClassedTextArea);
    StyleClassedTextArea area = (StyleClassedTextArea) Fx.get(this::focus);
    Fx.type(area, "Why?");
    review.refusal = "The disk is full.";
    press(KeyCode.ENTER, KeyCode.CONTROL);
    Fx.until("the reason", () -> says("The disk is full."));
    String typed = Fx.get(area::getText);
    assertThat(typed).isEqualTo("Why?");
  }

  @Test
  void a_comment_that_is_typed_is_there_again_when_the_window_was_closed() {
    press(KeyCode.J);
    press(KeyCode.C);
    Fx.until("a place to write", () -> focus() instanceof StyleClassedTextArea);
    Fx.type(Fx.get(this::focus), "Half a thou");
    Fx.until(
        "it is kept",
        () -> review.unsaved.stream().anyMatch(one -> one.text().equals("Half a thou")));
    press(KeyCode.ESCAPE);
    Fx.until("it is asked for", () -> says("Escape or Cancel again"));
    Fx.run(() -> reviews().getFirst().close());
    Fx.until("it is closed", () -> reviews().isEmpty());
    window.press(KeyCode.R, KeyCode.CONTROL);
    Fx.until("it is open again", () -> reviews().size() == 1);
    Fx.until("what was typed", () -> typed().contains("Half a thou"));
    assertThat(Fx.get(this::focus)).isNotInstanceOf(StyleClassedTextArea.class);
    Fx.until("the sheet has the keyboard", () -> focus() instanceof DiffSheet);
    Node area = Fx.get(() -> areas().getFirst());
    Fx.run(area::requestFocus);
    press(KeyCode.ESCAPE);
    press(KeyCode.ESCAPE);
    Fx.until("it is given up", () -> review.unsaved.isEmpty() && typed().isEmpty());
  }

  private List<StyleClassedTextArea> areas() {
    return all().stream()
        .filter(StyleClassedTextArea.class::isInstance)
        .map(StyleClassedTextArea.class::cast)
        .toList();
  }

  private List<String> typed() {
    return Fx.get(() -> areas().stream().map(StyleClassedTextArea::getText).toList());
  }

  @Test
  void a_sent_comment_tells_what_became_of_its_line_and_leads_to_the_change() {
    Place place = new Place("src/db/pool.ts", Side.NEW, 13, 13, "is", "b".repeat(40));
    Comment sent =
        new Comment("c7", place, "Why?", "you", null, Instant.EPOCH, Comment.Status.SENT, "p1", 2);
    review.answers =
        List.of(
            new Answer(
                "c7",
                Answer.How.CHANGED,
                2,
                "1".repeat(40),
                "2".repeat(40),
                "src/db/pool.ts",
                13,
                0,
                0,
                false,
                2,
                ""));
    review.state = new ReviewState(List.of(sent), Map.of(), List.of(), List.of());
    window.fleet.emit(id, new CommentsSent("p1", List.of("c7")));
    Fx.until("what became of it", () -> says("line changed in turn 2"));
    Button show =
        (Button)
            Fx.get(
                () ->
                    all().stream()
                        .filter(
                            node -> node instanceof Button b && "Show turn 2".equals(b.getText()))
                        .findFirst()
                        .orElseThrow());
    Fx.run(show::fire);
    Fx.until(
        "that turn alone",
        () -> review.asked.contains("changes " + "1".repeat(40) + " " + "2".repeat(40)));
    Fx.until("it is told", () -> says("Only what turn 2 changed is shown."));
    Fx.until("its line", () -> Fx.get(() -> sheet().selection().from()) == 13);
    press(KeyCode.A);
    Fx.until("all changes", () -> !says("Only what turn 2 changed is shown."));
  }

  @Test
  void a_hunk_is_dropped_and_put_back_by_key() {
    press(KeyCode.J);
    press(KeyCode.D, KeyCode.SHIFT);
    Fx.until("it is told", () -> says("Taken out: lines ["));
    assertThat(review.asked).anyMatch(what -> what.startsWith("drop lines ["));
    press(KeyCode.Z, KeyCode.CONTROL);
    assertThat(review.asked).contains("put back 1");
    Fx.until("it is back", () -> !says("Taken out:"));
  }

  @Test
  void only_the_selected_lines_are_dropped() {
    press(KeyCode.U);
    press(KeyCode.J);
    press(KeyCode.L, KeyCode.SHIFT);
    assertThat(review.asked).contains("drop lines [3] of src/db/pool.ts");
    press(KeyCode.F, KeyCode.SHIFT);
    assertThat(review.asked).contains("drop src/db/pool.ts");
  }

  @Test
  void a_line_is_shown_whole_in_a_dialog() {
    press(KeyCode.J);
    press(KeyCode.L);
    Fx.until("the line", () -> says("Line 13 of src/db/pool.ts"));
    press(KeyCode.ESCAPE);
    Fx.until("the sheet", () -> !says("Line 13 of src/db/pool.ts"));
  }

  @Test
  void f1_lists_the_keys() {
    press(KeyCode.F1);
    Fx.until("the sheet of keys", () -> says("Next change"));
    press(KeyCode.J);
    assertThat(Fx.get(() -> sheet().selection().from()))
        .as("a dialog has the keys to itself")
        .isZero();
    press(KeyCode.ESCAPE);
    assertThat(reviews()).hasSize(1);
  }

  private List<Stage> reviews() {
    return Fx.get(
        () ->
            Window.getWindows().stream()
                .filter(Stage.class::isInstance)
                .map(Stage.class::cast)
                .filter(stage -> stage.getTitle() != null && stage.getTitle().startsWith("Review"))
                .toList());
  }

  private Scene scene() {
    return reviews().getFirst().getScene();
  }

  private DiffSheet sheet() {
    return (DiffSheet) Fx.get(() -> byId("review.sheet"));
  }

  private Node byId(String id) {
    return all().stream().filter(node -> id.equals(node.getId())).findFirst().orElse(null);
  }

  private String current() {
    return Fx.get(() -> sheet().currentProperty().get());
  }

  private Node focus() {
    return scene().getFocusOwner();
  }

  private void press(KeyCode code, KeyCode... modifiers) {
    Fx.press(Fx.get(this::focus), code, modifiers);
    Fx.pulses(3);
  }

  private boolean says(String text) {
    return Fx.get(
        () ->
            all().stream()
                .anyMatch(
                    node ->
                        node instanceof Labeled label
                            && label.getText() != null
                            && label.getText().contains(text)));
  }

  private List<Node> all() {
    List<Node> nodes = new java.util.ArrayList<>();
    collect(scene().getRoot(), nodes);
    return nodes;
  }

  private static void collect(Node node, List<Node> into) {
    if (node.isVisible()) {
      into.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
      }
    }
  }
}
