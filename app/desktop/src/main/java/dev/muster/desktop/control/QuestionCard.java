package dev.muster.desktop.control;

import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;

/**
 * Asks the person what an agent wants to know: answers as buttons with the digits 1 to 9 as keys,
 * and a line for an answer in one's own words. Takes nothing in the first 300 ms it can be seen.
 * Used on the JavaFX thread.
 */
public final class QuestionCard extends GuardedCard {
  private static final int KEYS = 9;

  private final Question question;
  private final Consumer<Question.Answer> answer;
  private final TextField own = new TextField();

  /** A card for one question. {@code answer} is called at most once. */
  public QuestionCard(Question question, Consumer<Question.Answer> answer) {
    this(question, answer, System::nanoTime);
  }

  QuestionCard(Question question, Consumer<Question.Answer> answer, LongSupplier nanos) {
    super("question-card", question.text(), nanos);
    this.question = question;
    this.answer = answer;
    Label text = new Label(VisibleText.forLog(question.text(), LogBuffer.MAX_ROW_CHARS));
    text.getStyleClass().add("strong");
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    getChildren().add(text);

    boolean described = question.options().stream().anyMatch(o -> !o.description().isEmpty());
    if (!question.options().isEmpty()) {
      // Options that explain themselves stand below each other, short ones side by side.
      Pane box = described ? new VBox(6) : new FlowPane(8, 6);
      for (int i = 0; i < question.options().size(); i++) {
        box.getChildren().add(option(question.options().get(i), i + 1));
      }
      getChildren().add(box);
    }
    if (question.freeText()) {
      own.setPromptText(
          question.options().isEmpty() ? "Your answer" : "Or answer in your own words");
      own.setAccessibleText("Your own answer to: " + question.text());
      own.setOnAction(_ -> answerInOwnWords());
      getChildren().add(own);
    }
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
  }

  /** The question it asks. */
  public Question question() {
    return question;
  }

  private Button option(Question.Option option, int number) {
    Button button = new Button(option.title());
    button.setId("answer-" + option.id());
    button.setMnemonicParsing(false);
    button.setWrapText(true);
    button.setAlignment(Pos.CENTER_LEFT);
    if (number <= KEYS) {
      button.setGraphic(new KeyHint(String.valueOf(number)));
    }
    if (!option.description().isEmpty()) {
      Label title = new Label(option.title());
      title.getStyleClass().add("medium");
      Label description = new Label(option.description());
      description.getStyleClass().addAll("small", "muted");
      description.setWrapText(true);
      HBox both = new HBox(8, new VBox(1, title, description));
      both.setAlignment(Pos.CENTER_LEFT);
      if (number <= KEYS) {
        both.getChildren().addFirst(new KeyHint(String.valueOf(number)));
      }
      button.setGraphic(both);
      button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
      button.setMaxWidth(Double.MAX_VALUE);
    }
    button.setAccessibleText(option.title());
    button.setAccessibleHelp(option.description());
    button.setOnAction(_ -> choose(option));
    return button;
  }

  private void key(KeyEvent event) {
    if (event.getTarget() == own || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    KeyCode code = event.getCode();
    if (!code.isDigitKey()) {
      return;
    }
    int number = code.getName().charAt(code.getName().length() - 1) - '0';
    if (number >= 1 && number <= Math.min(KEYS, question.options().size())) {
      event.consume();
      choose(question.options().get(number - 1));
    }
  }

  private void choose(Question.Option option) {
    if (takesPress()) {
      send(new Question.Answer(question.id(), option.id(), option.title()));
    }
  }

  private void answerInOwnWords() {
    String words = own.getText().strip();
    if (!words.isEmpty() && takesPress()) {
      send(new Question.Answer(question.id(), null, words));
    }
  }

  private void send(Question.Answer given) {
    close();
    answer.accept(given);
  }
}
