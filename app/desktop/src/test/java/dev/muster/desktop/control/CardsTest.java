package dev.muster.desktop.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.desktop.Fx;
import dev.muster.desktop.FxTest;
import dev.muster.desktop.control.ApprovalRequest.Kind;
import dev.muster.desktop.control.ApprovalRequest.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a person is asked is answered once, on purpose, and for exactly what was shown. */
@FxTest
class CardsTest {
  private static final long MS = 1_000_000;

  private final AtomicLong time = new AtomicLong(5_000 * MS);
  private final List<ApprovalRequest.Answer> answers = new ArrayList<>();
  private final List<Question.Answer> replies = new ArrayList<>();
  private final StackPane place = Fx.get(StackPane::new);
  private final Stage stage = Fx.show(500, 400, () -> place);

  @AfterEach
  void close() {
    Fx.close(stage);
  }

  @Test
  void a_request_that_has_just_come_up_takes_no_key_and_no_click() {
    ApprovalCard card = approval("r1", "npm test");
    Fx.press(card, KeyCode.Y);
    time.addAndGet(299 * MS);
    Fx.run(button(card, "once")::fire);
    assertThat(answers).isEmpty();
    time.addAndGet(300 * MS);
    Fx.press(card, KeyCode.Y);
    assertThat(answers).hasSize(1);
  }

  @Test
  void a_key_that_is_held_down_never_answers() {
    ApprovalCard card = approval("r1", "npm test");
    for (int i = 0; i < 100; i++) {
      time.addAndGet(33 * MS);
      Fx.press(card, KeyCode.Y);
    }
    assertThat(answers).isEmpty();
  }

  @Test
  void an_answer_names_the_request_and_the_exact_command_on_the_card() {
    ApprovalCard card = approval("r7", "rm -rf \u202E/emoh");
    time.addAndGet(400 * MS);
    Fx.run(button(card, "always")::fire);
    assertThat(answers)
        .containsExactly(new ApprovalRequest.Answer("r7", "rm -rf \u202E/emoh", "always", ""));
  }

  @Test
  void a_newer_request_under_the_finger_is_not_answered_by_the_press_meant_for_the_old() {
    ApprovalCard old = approval("old", "npm test");
    time.addAndGet(1_000 * MS);
    ApprovalCard newer = approval("new", "rm -rf build");
    Fx.press(newer, KeyCode.Y);
    Fx.run(button(newer, "once")::fire);
    assertThat(answers).isEmpty();
    Fx.press(old, KeyCode.Y);
    assertThat(answers).as("the old card is off the screen and takes nothing").isEmpty();
  }

  @Test
  void a_card_that_was_hidden_waits_again_when_it_comes_back() {
    ApprovalCard card = approval("r1", "npm test");
    time.addAndGet(1_000 * MS);
    Fx.run(() -> place.setVisible(false));
    Fx.press(card, KeyCode.Y);
    Fx.run(() -> place.setVisible(true));
    Fx.press(card, KeyCode.Y);
    assertThat(answers).isEmpty();
  }

  @Test
  void only_the_first_answer_counts() {
    ApprovalCard card = approval("r1", "npm test");
    time.addAndGet(400 * MS);
    Fx.press(card, KeyCode.Y);
    time.addAndGet(400 * MS);
    Fx.press(card, KeyCode.Y);
    Fx.run(() -> card.choose(card.request().options().get(1)));
    assertThat(answers).hasSize(1);
    assertThat(card.isDisabled()).isTrue();
  }

  @Test
  void a_denial_may_say_what_to_do_instead() {
    ApprovalCard card = approval("r1", "npm install left-pad");
    time.addAndGet(400 * MS);
    Fx.press(card, KeyCode.N);
    assertThat(answers).isEmpty();
    TextField note = (TextField) card.lookup(".text-field");
    Fx.run(() -> note.setText(" write it yourself "));
    Fx.press(note, KeyCode.Y);
    Fx.press(note, KeyCode.N);
    assertThat(answers).as("letters typed into the note answer nothing").isEmpty();
    Fx.press(note, KeyCode.ENTER);
    assertThat(answers.getFirst().optionId()).isEqualTo("deny");
    assertThat(answers.getFirst().note()).isEqualTo("write it yourself");
  }

  @Test
  void escape_takes_a_denial_back() {
    ApprovalCard card = approval("r1", "npm test");
    time.addAndGet(400 * MS);
    Fx.press(card, KeyCode.N);
    TextField note = (TextField) card.lookup(".text-field");
    Fx.run(() -> note.setText("because"));
    Fx.press(note, KeyCode.ESCAPE);
    assertThat(card.lookup(".text-field")).isNull();
    Fx.press(card, KeyCode.Y);
    assertThat(answers.getFirst().optionId()).isEqualTo("once");
    assertThat(answers.getFirst().note()).isEmpty();
  }

  @Test
  void a_long_command_is_there_to_its_last_character_and_scrolls() {
    String command = "echo " + "x".repeat(5_000) + " && rm -rf ~";
    ApprovalCard card = approval("r1", command);
    ScrollPane scroll = (ScrollPane) card.lookup(".approval-scroll");
    Fx.until("laid out", () -> scroll.getHeight() > 50);
    Text text = (Text) card.lookup(".approval-subject-text");
    assertThat(text.getText()).isEqualTo(command);
    assertThat(text.getLayoutBounds().getWidth()).isLessThan(500);
    assertThat(text.getLayoutBounds().getHeight()).isGreaterThan(scroll.getHeight());
  }

  @Test
  void what_is_too_long_to_lay_out_is_cut_in_words_and_keeps_its_end() {
    String command = "a".repeat(100_000) + "; rm -rf ~";
    Text text = (Text) approval("r1", command).lookup(".approval-subject-text");
    assertThat(text.getText()).hasSizeLessThan(ApprovalCard.MAX_SHOWN + 200).endsWith("; rm -rf ~");
    assertThat(text.getText()).contains("80,010 characters in the middle are not shown here");
  }

  @Test
  void a_digit_chooses_an_answer_and_own_words_are_one_as_well() {
    QuestionCard card = question();
    Fx.press(card, KeyCode.DIGIT2);
    assertThat(replies).as("it has only just come up").isEmpty();
    time.addAndGet(400 * MS);
    Fx.press(card, KeyCode.DIGIT9);
    assertThat(replies).as("there is no ninth answer").isEmpty();
    Fx.press(card, KeyCode.DIGIT2);
    assertThat(replies).containsExactly(new Question.Answer("q", "mem", "In memory"));

    replies.clear();
    QuestionCard other = question();
    TextField own = (TextField) other.lookup(".text-field");
    time.addAndGet(400 * MS);
    Fx.run(() -> own.setText("1"));
    Fx.press(own, KeyCode.DIGIT1);
    assertThat(replies).as("a digit typed into the text chooses nothing").isEmpty();
    Fx.run(() -> own.setText("Use what the session store uses"));
    Fx.press(own, KeyCode.ENTER);
    assertThat(replies)
        .containsExactly(new Question.Answer("q", null, "Use what the session store uses"));
  }

  private ApprovalCard approval(String id, String command) {
    ApprovalCard card =
        Fx.get(
            () ->
                new ApprovalCard(
                    new ApprovalRequest(
                        id,
                        "Run a command?",
                        command,
                        List.of(new ApprovalRequest.Risk(Tone.WARNING, "network")),
                        List.of(
                            new Option("once", Kind.ALLOW, "Allow once", "Runs it.", KeyCode.Y),
                            new Option("always", Kind.ALLOW_RULE, "Always", "Every such.", null),
                            new Option("deny", Kind.DENY, "Deny…", "Does not run.", KeyCode.N))),
                    answers::add,
                    _ -> {},
                    time::get));
    Fx.run(() -> place.getChildren().setAll(card));
    Fx.pulses(2);
    return card;
  }

  private QuestionCard question() {
    QuestionCard card =
        Fx.get(
            () ->
                new QuestionCard(
                    new Question(
                        "q",
                        "Which store?",
                        List.of(
                            new Question.Option("redis", "Redis", ""),
                            new Question.Option("mem", "In memory", "")),
                        true),
                    replies::add,
                    time::get));
    Fx.run(() -> place.getChildren().setAll(card));
    Fx.pulses(2);
    return card;
  }

  private static Button button(ApprovalCard card, String option) {
    return (Button) card.lookup("#approval-" + option);
  }
}
