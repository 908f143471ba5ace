package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewRun;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.review.Reviews;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What reviewers found and the person noted: where it is, what became of it, what can be done. */
final class FindingsPage extends VBox {
  private final ReviewModel model;
  private final CommentCard.Doing doing;
  private final Consumer<Comment> jump;

  /**
   * @param jump brings the place of a comment into view
   */
  FindingsPage(ReviewModel model, CommentCard.Doing doing, Consumer<Comment> jump) {
    this.model = model;
    this.doing = doing;
    this.jump = jump;
    getStyleClass().add("side-page");
  }

  /** How many there are that were not dismissed. */
  static int count(ReviewState state) {
    return (int)
        state.comments().stream().filter(c -> c.status() != Comment.Status.DISMISSED).count();
  }

  /** Shows what there is now. */
  void fill() {
    ReviewState state = model.talk().stateProperty().get();
    List<Node> all = new ArrayList<>();
    String answers =
        AnswerWords.all(
            state.comments().stream()
                .flatMap(comment -> model.answers().of(comment).stream())
                .toList());
    if (!answers.isEmpty()) {
      all.add(sentence(answers));
    }
    for (Comment comment : state.comments()) {
      if (comment.status() != Comment.Status.DISMISSED) {
        all.add(card(comment));
      }
    }
    for (ReviewRun run : state.runs()) {
      String problem = run.problem();
      if (problem != null) {
        all.add(new SideCard(Tone.WARNING, "No answer of " + run.by(), "").fact(problem));
      } else if (run.findings() == 0) {
        all.add(new SideCard(Tone.NEUTRAL, "No findings", "").fact("reviewer: " + run.by()));
      }
    }
    if (all.isEmpty()) {
      all.add(
          sentence(
              "No comments yet. C writes one on the line of the cursor; “Run review” has agents"
                  + " look at the changes."));
    }
    getChildren().setAll(all);
  }

  private static Label sentence(String words) {
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMinHeight(USE_PREF_SIZE);
    label.getStyleClass().add("muted");
    return label;
  }

  private SideCard card(Comment comment) {
    boolean yours = comment.by().equals(Reviews.YOU);
    boolean draft = comment.status() == Comment.Status.DRAFT;
    String severity = comment.severity();
    Tone tone =
        !draft
            ? Tone.NEUTRAL
            : severity == null ? Tone.INFO : severity.equals("high") ? Tone.DANGER : Tone.WARNING;
    SideCard card =
        new SideCard(tone, Words.line(comment.text(), 60), severity == null ? "" : severity);
    Place place = comment.place();
    String where = (yours ? "you" : comment.by()) + " · " + where(place);
    card.link(where, () -> jump.accept(comment));
    String state = CommentCard.state(comment);
    if (!state.isEmpty()) {
      card.fact(state);
    }
    model.answers().of(comment).ifPresent(answer -> answered(card, comment, answer));
    if (draft) {
      FlowPane tools = new FlowPane(6, 6);
      tools.setAlignment(Pos.CENTER_LEFT);
      if (yours) {
        tools
            .getChildren()
            .addAll(
                tool("Send", Styles.ACCENT, () -> doing.send(comment)),
                tool("Edit", "", () -> doing.edit(comment)),
                tool("Remove", Styles.FLAT, () -> doing.dismiss(comment)));
      } else {
        tools
            .getChildren()
            .addAll(
                tool("Ask the agent to fix", Styles.ACCENT, () -> doing.send(comment)),
                tool("Reply", "", () -> doing.reply(comment)),
                tool("Dismiss", Styles.FLAT, () -> doing.dismiss(comment)));
      }
      card.getChildren().add(tools);
    }
    return card;
  }

  private void answered(SideCard card, Comment comment, Answer answer) {
    card.fact(AnswerWords.of(comment, answer), AnswerWords.tone(answer));
    String link = AnswerWords.link(answer);
    if (link != null) {
      card.link(link, () -> doing.show(answer));
    }
  }

  private static String where(@Nullable Place place) {
    if (place == null) {
      return "the whole";
    }
    String name = VisibleText.onOneLine(place.path().substring(place.path().lastIndexOf('/') + 1));
    return place.from() == 0 ? name : name + ":" + place.from();
  }

  private static Button tool(String title, String style, Runnable does) {
    Button button = new Button(title);
    if (!style.isEmpty()) {
      button.getStyleClass().add(style);
    }
    button.getStyleClass().add("small");
    button.setOnAction(_ -> does.run());
    return button;
  }
}
