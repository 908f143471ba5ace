package dev.muster.desktop.review;

import atlantafx.base.theme.Styles;
import dev.muster.desktop.control.Chip;
import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.Reviews;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A comment as it stands on the sheet: who said it, where, what became of it. */
final class CommentCard extends VBox {
  /** What can be done with a comment. */
  interface Doing {
    void edit(Comment comment);

    void dismiss(Comment comment);

    void send(Comment comment);

    /** Writes a comment of one's own beside it. */
    void reply(Comment comment);

    /** Shows the change that met a comment. */
    void show(Answer answer);
  }

  /**
   * @param path whether to say which file it is on
   * @param older whether the file is not as it was when this was written
   * @param answer what became of its place since it was sent; null while that is not known
   */
  CommentCard(Comment comment, boolean path, boolean older, @Nullable Answer answer, Doing doing) {
    boolean yours = comment.by().equals(Reviews.YOU);
    getStyleClass().add("comment-card");
    Chip by = new Chip(Tone.INFO, yours ? "you" : "reviewer: " + comment.by());
    HBox head = new HBox(8, by);
    head.getStyleClass().add("comment-head");
    head.setAlignment(Pos.CENTER_LEFT);
    String severity = comment.severity();
    if (severity != null) {
      head.getChildren()
          .add(new Chip(severity.equals("high") ? Tone.DANGER : Tone.WARNING, severity));
    }
    String state = state(comment);
    if (!state.isEmpty()) {
      head.getChildren()
          .add(new Chip(comment.status() == Comment.Status.SENT ? Tone.INFO : Tone.NEUTRAL, state));
    }
    if (older) {
      head.getChildren().add(new Chip(Tone.WARNING, "on an older version"));
    }
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    Place place = comment.place();
    Label where =
        new Label(
            path && place != null
                ? VisibleText.onOneLine(place.path()) + ", " + where(place)
                : where(place));
    where.setMnemonicParsing(false);
    where.getStyleClass().addAll("muted", "small");
    head.getChildren().addAll(space, where);

    Label text = new Label(comment.text());
    text.setMnemonicParsing(false);
    text.setWrapText(true);
    text.setMinHeight(USE_PREF_SIZE);
    text.getStyleClass().add("comment-text");
    getChildren().addAll(head, text);
    if (comment.status() == Comment.Status.DRAFT) {
      HBox foot = new HBox(8);
      foot.setAlignment(Pos.CENTER_LEFT);
      foot.getStyleClass().add("comment-foot");
      if (yours) {
        foot.getChildren()
            .addAll(
                button("Edit", comment, "", () -> doing.edit(comment)),
                button("Remove", comment, Styles.FLAT, () -> doing.dismiss(comment)));
      } else {
        foot.getChildren()
            .addAll(
                button("Ask the agent to fix", comment, Styles.ACCENT, () -> doing.send(comment)),
                button("Reply", comment, "", () -> doing.reply(comment)),
                button("Dismiss", comment, Styles.FLAT, () -> doing.dismiss(comment)));
      }
      getChildren().add(foot);
    }
    String said = by.getText() + ", " + where.getText() + ": " + comment.text();
    if (answer != null) {
      getChildren().add(answered(comment, answer, doing));
      said += ". Since then: " + AnswerWords.of(comment, answer);
    }
    setAccessibleText(said);
  }

  private static HBox answered(Comment comment, Answer answer, Doing doing) {
    Label words = new Label(AnswerWords.of(comment, answer));
    words.setMnemonicParsing(false);
    words.setWrapText(true);
    words.setMinHeight(USE_PREF_SIZE);
    words.getStyleClass().addAll("small", "comment-answer");
    Tone tone = AnswerWords.tone(answer);
    tone.applyTo(words);
    var icon = tone.icon();
    if (icon != null) {
      words.setGraphic(icon.node());
    }
    HBox.setHgrow(words, Priority.ALWAYS);
    words.setMaxWidth(Double.MAX_VALUE);
    HBox foot = new HBox(8, words);
    String link = AnswerWords.link(answer);
    if (link != null) {
      Button show = button(link, comment, "", () -> doing.show(answer));
      show.setMinWidth(USE_PREF_SIZE);
      foot.getChildren().add(show);
    }
    foot.setAlignment(Pos.CENTER_LEFT);
    foot.getStyleClass().add("comment-foot");
    return foot;
  }

  private static Button button(String title, Comment of, String style, Runnable does) {
    Button button = new Button(title);
    if (!style.isEmpty()) {
      button.getStyleClass().add(style);
    }
    button.setAccessibleText(title + ": " + of.text().lines().findFirst().orElse(""));
    button.setOnAction(_ -> does.run());
    return button;
  }

  static String state(Comment comment) {
    return switch (comment.status()) {
      case DRAFT -> comment.by().equals(Reviews.YOU) ? "draft" : "";
      case SENT ->
          comment.sentInTurn() == 0 ? "waits to be sent" : "sent in turn " + comment.sentInTurn();
      case DISMISSED -> "dismissed";
    };
  }

  static String where(@Nullable Place place) {
    if (place == null) {
      return "the whole";
    }
    if (place.from() == 0) {
      return "this file";
    }
    String lines =
        place.from() == place.to()
            ? "line " + place.from()
            : "lines %d to %d".formatted(place.from(), place.to());
    return place.side() == Side.OLD ? lines + " before the change" : lines;
  }
}
