package dev.muster.desktop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.DetailLines;
import dev.muster.desktop.grid.GridLayout;
import dev.muster.desktop.grid.PaneView;
import dev.muster.desktop.live.FakeFleet;
import dev.muster.desktop.session.FirstRunView;
import dev.muster.desktop.session.NewSessionView;
import dev.muster.engine.event.Attachment;
import dev.muster.engine.event.ConversationEvent.PromptSent;
import dev.muster.engine.event.ConversationEvent.QuestionAsked;
import dev.muster.engine.event.PermissionEvent.ApprovalAsked;
import dev.muster.engine.event.PermissionEvent.Option;
import dev.muster.engine.event.PermissionEvent.Reach;
import dev.muster.engine.event.PermissionEvent.Subject;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.session.FleetListener.Slots;
import dev.muster.engine.store.Settings;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people do with the window, by mouse and by keyboard. */
@FxTest
class WindowFlowsTest {
  private final TestWindow window = new TestWindow();
  private final FakeFleet fleet = window.fleet;

  @AfterEach
  void close() {
    window.close();
  }

  private static ApprovalAsked request(String id, String command) {
    return new ApprovalAsked(
        id,
        null,
        Subject.RUN,
        "Run a command",
        command,
        List.of("network"),
        List.of(
            new Option("once", "Allow once", true, Reach.ONCE, null),
            new Option("deny", "Deny", false, Reach.ONCE, null)),
        null);
  }

  private SessionId asking(String title, String command) {
    SessionId id = fleet.addWorking(title);
    fleet.emit(id, request("r-" + title, command));
    fleet.move(id, SessionState.NEEDS_YOU, null);
    return id;
  }

  @Test
  void a_new_user_is_told_what_is_wrong_with_a_folder_and_can_try_the_demo() {
    window.open();
    TextField path = window.first(TextField.class);
    Fx.run(() -> path.setText("/tmp/nowhere"));
    window.click(window.byId("open-repository"));
    window.untilSays("is not in a git repository");
    assertThat(path.getText()).isEqualTo("/tmp/nowhere");

    window.click(window.byId("try-demo"));

    window.until(
        "the demo's sessions are in the grid", () -> window.view.grid().panes().size() == 2);
    assertThat(window.find(FirstRunView.class::isInstance)).isEmpty();
    assertThat(window.says("scripted")).isTrue();
  }

  @Test
  void a_session_is_started_without_touching_the_mouse() {
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);
    window.type("Add rate limiting");
    window.press(KeyCode.ENTER, KeyCode.CONTROL);

    window.until(
        "it was asked for", () -> fleet.asked().contains("create Add rate limiting first"));
    window.until("its pane is there", () -> window.view.grid().panes().size() == 1);
    assertThat(window.find(NewSessionView.class::isInstance)).isEmpty();
    assertThat(window.focusedTitle()).isEqualTo("Add rate limiting");
  }

  @Test
  void a_task_that_could_not_be_started_is_still_there_also_after_closing_the_dialog() {
    window.openWithProject();
    fleet.refuse("The disk is full. Nothing was started.");
    window.press(KeyCode.N, KeyCode.CONTROL);
    window.type("Add rate limiting");
    window.press(KeyCode.ENTER, KeyCode.CONTROL);
    window.untilSays("The disk is full");

    window.press(KeyCode.ESCAPE);
    assertThat(window.find(NewSessionView.class::isInstance)).isEmpty();
    fleet.refuse(null);
    window.press(KeyCode.N, KeyCode.CONTROL);
    window.press(KeyCode.ENTER, KeyCode.CONTROL);

    window.until("it was made", () -> window.view.grid().panes().size() == 1);
  }

  @Test
  void an_agent_that_cannot_work_cannot_be_chosen_and_says_why() {
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);

    assertThat(window.find(node -> "agent-claude".equals(node.getId()))).isEmpty();
    assertThat(window.says("Claude Code: not installed")).isTrue();
    assertThat(window.says("there is no sandbox yet")).isTrue();
  }

  @Test
  void a_request_is_answered_by_key_for_exactly_what_it_shows() {
    SessionId id = asking("one", "npm install ioredis");
    window.openWithProject();
    window.press(KeyCode.J, KeyCode.CONTROL);
    window.readyCard();
    window.press(KeyCode.K, KeyCode.CONTROL);
    window.press(KeyCode.Y);

    window.until(
        "it was answered",
        () -> fleet.asked().contains("answer " + id + " r-one [npm install ioredis] once null"));
    window.until("nobody needs you", () -> window.model.fleet().needYouProperty().get() == 0);
  }

  @Test
  void one_key_goes_from_one_that_needs_you_to_the_next() {
    asking("one", "npm install a");
    fleet.addWorking("two");
    asking("three", "npm install b");
    window.openWithProject();
    assertThat(window.says("2 need you")).isTrue();

    window.press(KeyCode.J, KeyCode.CONTROL);
    String first = window.focusedTitle();
    window.press(KeyCode.J, KeyCode.CONTROL);
    assertThat(List.of(first, window.focusedTitle())).containsExactlyInAnyOrder("one", "three");
  }

  @Test
  void a_request_to_change_a_file_shows_the_change_and_how_much_of_it_is_left_out() {
    SessionId id = fleet.addWorking("one");
    String change =
        "@@ -1,2 +1,3 @@\n"
            + " same\n"
            + "-old\n"
            + "+new\n"
            + "+rm -rf \u202e~\n"
            + "… and 120 more lines that are left out here";
    fleet.emit(
        id,
        new ApprovalAsked(
            "r1",
            null,
            Subject.EDIT,
            "Edit it",
            "new\nline.txt",
            List.of(),
            List.of(
                new Option("once", "Allow once", true, Reach.ONCE, null),
                new Option("deny", "Deny", false, Reach.ONCE, null)),
            change));
    fleet.move(id, SessionState.NEEDS_YOU, null);
    window.openWithProject();
    window.untilSays("Change a file?");
    DetailLines lines = window.first(DetailLines.class);

    assertThat(Fx.get(() -> List.copyOf(lines.getItems()))).isEqualTo(change.lines().toList());
    window.untilSays("+rm -rf ⟨U+202E⟩~");
    assertThat(window.says("+2")).isTrue();
    assertThat(window.says("−1")).isTrue();
    assertThat(window.says("and 120 more lines")).isTrue();

    window.click(window.byId("approval-larger"));
    window.untilSays("new⟨U+000A⟩line.txt");
    assertThat(Fx.get(() -> window.view.overlay().isOpen())).isTrue();
    window.press(KeyCode.Y);
    assertThat(fleet.asked()).isEmpty();
    window.press(KeyCode.ESCAPE);
    window.press(KeyCode.K, KeyCode.CONTROL);
    window.press(KeyCode.Y);
    window.until("it was allowed", () -> !fleet.asked().isEmpty());
  }

  @Test
  void a_change_that_the_agent_does_not_tell_is_said_to_be_so() {
    SessionId id = fleet.addWorking("one");
    fleet.emit(
        id,
        new ApprovalAsked(
            "r1", null, Subject.EDIT, "Edit it", "a.txt", List.of(), List.of(), null));
    fleet.move(id, SessionState.NEEDS_YOU, null);
    window.openWithProject();

    window.untilSays("The agent does not tell what it will write.");
  }

  @Test
  void a_question_is_answered_by_its_number() {
    SessionId id = fleet.addWorking("one");
    fleet.emit(id, new QuestionAsked("q1", "Which one?", List.of("The left", "The right"), false));
    fleet.move(id, SessionState.NEEDS_YOU, null);
    window.openWithProject();
    window.untilSays("Which one?");
    window.press(KeyCode.K, KeyCode.CONTROL);
    Node card = window.find(n -> n.getStyleClass().contains("question-card")).orElseThrow();
    window.until(
        "the card takes an answer",
        () -> card.getPseudoClassStates().contains(javafx.css.PseudoClass.getPseudoClass("ready")));
    Fx.press(card, KeyCode.DIGIT2);

    window.until(
        "it was answered", () -> fleet.asked().contains("answerQuestion " + id + " q1 The right"));
  }

  @Test
  void layouts_and_focus_follow_the_keyboard() {
    for (int i = 1; i <= 5; i++) {
      fleet.addWorking("t" + i);
    }
    window.openWithProject();
    window.press(KeyCode.DIGIT3, KeyCode.CONTROL);
    assertThat(Fx.get(() -> window.model.grid().layoutProperty().get())).isEqualTo(GridLayout.FOUR);
    assertThat(window.focusedTitle()).isEqualTo("t1");
    window.press(KeyCode.RIGHT, KeyCode.ALT);
    assertThat(window.focusedTitle()).isEqualTo("t2");
    window.press(KeyCode.DOWN, KeyCode.ALT);
    assertThat(window.focusedTitle()).isEqualTo("t4");
    window.press(KeyCode.TAB, KeyCode.CONTROL);
    assertThat(window.focusedTitle()).isEqualTo("t5");
    assertThat(window.says("2 of 2")).isTrue();
    window.press(KeyCode.DIGIT1, KeyCode.CONTROL);
    assertThat(Fx.get(() -> window.view.grid().panes().size())).isEqualTo(1);
    assertThat(window.focusedTitle()).isEqualTo("t5");
  }

  @Test
  void what_is_typed_steers_and_comes_back_when_it_could_not_be_stored() {
    SessionId id = fleet.addWorking("one");
    window.openWithProject();
    window.press(KeyCode.L, KeyCode.CONTROL);
    window.type("use Koa");
    window.press(KeyCode.ENTER);
    window.until("it was sent", () -> fleet.asked().contains("prompt " + id + " STEER use Koa"));

    fleet.refuse("Nothing can be stored.");
    window.type("and tests");
    window.press(KeyCode.ENTER);

    PaneView pane = window.pane(id);
    window.until(
        "the text is back", () -> "and tests".equals(pane.composer().draftProperty().get()));
  }

  @Test
  void a_pasted_picture_goes_with_the_next_message_and_can_be_taken_away() {
    SessionId id = fleet.addWorking("one");
    window.openWithProject();
    window.press(KeyCode.L, KeyCode.CONTROL);
    paste(new WritableImage(4, 3));
    window.until("it is there", () -> window.says("pasted 4 × 3"));
    paste(new WritableImage(5, 3));
    window.until("the second is there", () -> window.says("pasted 5 × 3"));

    window.click(
        window
            .find(node -> "Picture pasted 4 × 3: take it away".equals(node.getAccessibleText()))
            .orElseThrow());
    window.type("what is this?");
    window.press(KeyCode.ENTER);

    window.until("it was sent", () -> !sent(id).isEmpty());
    assertThat(sent(id).getFirst().attachments())
        .extracting(Attachment::name)
        .containsExactly("pasted 5 × 3");
    window.until("none is left", () -> !window.says("pasted 5 × 3"));
  }

  private void paste(WritableImage image) {
    Fx.run(
        () -> {
          ClipboardContent content = new ClipboardContent();
          content.putImage(image);
          Clipboard.getSystemClipboard().setContent(content);
        });
    window.press(KeyCode.V, KeyCode.CONTROL);
  }

  private List<PromptSent> sent(SessionId id) {
    return fleet.tail(id, 100).join().stream()
        .map(Recorded::event)
        .filter(PromptSent.class::isInstance)
        .map(PromptSent.class::cast)
        .toList();
  }

  @Test
  void a_draft_survives_its_pane_leaving_the_screen() {
    SessionId first = fleet.addWorking("one");
    fleet.addWorking("two");
    window.openWithProject();
    window.press(KeyCode.DIGIT1, KeyCode.CONTROL);
    window.press(KeyCode.L, KeyCode.CONTROL);
    window.type("half a thought");
    window.press(KeyCode.RIGHT, KeyCode.ALT);
    assertThat(window.focusedTitle()).isEqualTo("two");
    window.press(KeyCode.LEFT, KeyCode.ALT);

    assertThat(window.pane(first).composer().draftProperty().get()).isEqualTo("half a thought");
  }

  @Test
  void a_queued_session_says_its_place_and_can_be_started_or_removed() {
    SessionId first = fleet.add("first");
    SessionId second = fleet.add("second");
    fleet.slots(new Slots(8, 8, List.of(first, second)));
    window.openWithProject();
    window.untilSays("Queued, 2nd in line");
    assertThat(window.says("8 of 8 busy")).isTrue();

    window.click(
        window.find(n -> n instanceof Button b && "session.start".equals(b.getId())).orElseThrow());

    window.until("it was started", () -> fleet.asked().contains("startNow " + first));
  }

  @Test
  void a_failed_session_says_why_and_can_be_resumed() {
    SessionId id = fleet.addWorking("one");
    fleet.move(id, SessionState.FAILED, "The key was refused (401). Set another one.");
    window.openWithProject();
    window.untilSays("The key was refused (401)");

    window.click(
        window
            .find(n -> n instanceof Button b && "session.resume".equals(b.getId()))
            .orElseThrow());

    window.until("it was resumed", () -> fleet.asked().contains("resume " + id));
  }

  @Test
  void dropping_work_is_asked_about_and_no_is_what_enter_says() {
    SessionId id = fleet.addWorking("one");
    fleet.move(id, SessionState.READY, null);
    window.openWithProject();
    window.run(() -> window.view.actions().all().find("session.drop").orElseThrow().run());
    window.untilSays("refs/muster/archive/" + id);
    window.press(KeyCode.ENTER);
    assertThat(fleet.asked()).isEmpty();

    window.run(() -> window.view.actions().all().find("session.drop").orElseThrow().run());
    window.click(
        window.find(n -> n instanceof Button b && "Drop".equals(b.getText())).orElseThrow());
    window.until("it was dropped", () -> fleet.asked().contains("close " + id + " DROPPED"));
  }

  @Test
  void a_session_is_renamed_by_key() {
    SessionId id = fleet.addWorking("one");
    window.openWithProject();
    window.press(KeyCode.F2);
    TextField field = window.first(TextField.class);
    Fx.run(() -> field.setText("A better name"));
    window.press(KeyCode.ENTER);

    window.until("it was renamed", () -> fleet.asked().contains("rename " + id + " A better name"));
    window.untilSays("A better name");
  }

  @Test
  void quitting_while_sessions_work_is_asked_about_once() {
    fleet.addWorking("one");
    fleet.addWorking("two");
    window.openWithProject();
    List<String> ended = new java.util.ArrayList<>();
    window.run(() -> window.view.confirmQuit(() -> ended.add("end")));
    window.run(() -> window.view.confirmQuit(() -> ended.add("end")));
    window.untilSays("2 sessions are working");
    window.press(KeyCode.ESCAPE);
    assertThat(ended).isEmpty();

    window.run(() -> window.view.confirmQuit(() -> ended.add("end")));
    window.click(
        window
            .find(n -> n instanceof Button b && "Stop and quit".equals(b.getText()))
            .orElseThrow());
    assertThat(ended).containsExactly("end");
  }

  @Test
  void the_settings_are_changed_from_the_dialog() {
    window.openWithProject();
    window.press(KeyCode.COMMA, KeyCode.CONTROL);
    TextField slots = window.first(TextField.class);
    Fx.run(() -> slots.setText("3"));
    Node light =
        window.find(n -> n instanceof ButtonBase b && "Light".equals(b.getText())).orElseThrow();
    Fx.run(() -> ((ButtonBase) light).fire());
    window.press(KeyCode.ENTER);

    window.until("they are kept", () -> window.backend.settings().slots() == 3);
    assertThat(window.backend.settings().theme()).isEqualTo(Settings.Theme.LIGHT);
  }

  @Test
  void a_dialog_keeps_the_keyboard_from_the_window_behind_it() {
    fleet.addWorking("one");
    fleet.addWorking("two");
    window.openWithProject();
    String before = window.focusedTitle();
    window.press(KeyCode.F1);
    window.untilSays("Keyboard shortcuts");
    window.press(KeyCode.RIGHT, KeyCode.ALT);
    window.press(KeyCode.DIGIT1, KeyCode.CONTROL);

    assertThat(window.focusedTitle()).isEqualTo(before);
    assertThat(Fx.get(() -> window.model.grid().layoutProperty().get())).isEqualTo(GridLayout.AUTO);
  }

  @Test
  void everything_that_takes_the_focus_has_a_name() {
    asking("one", "npm install a");
    SessionId ready = fleet.addWorking("two");
    fleet.move(ready, SessionState.READY, null);
    fleet.add("three");
    window.openWithProject();
    window.press(KeyCode.N, KeyCode.CONTROL);

    List<String> nameless =
        Fx.get(
            () ->
                window.all().stream()
                    .filter(Node::isFocusTraversable)
                    .filter(node -> name(node).isBlank())
                    .map(node -> node.getClass().getSimpleName() + " " + node.getStyleClass())
                    .toList());

    assertThat(nameless).isEmpty();
  }

  private static String name(Node node) {
    if (node.getAccessibleText() != null) {
      return node.getAccessibleText();
    }
    return node instanceof javafx.scene.control.Labeled label && label.getText() != null
        ? label.getText()
        : "";
  }
}
