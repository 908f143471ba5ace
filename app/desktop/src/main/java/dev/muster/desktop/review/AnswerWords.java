package dev.muster.desktop.review;

import dev.muster.desktop.control.Tone;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Answer.How;
import dev.muster.engine.review.Comment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what became of the place of a comment. That something changed is told as no more than that:
 * whether it is well now is for the person to say.
 */
final class AnswerWords {
  private AnswerWords() {}

  /** In a sentence without its full stop, as {@code its line was changed in turn 3}. */
  static String of(Comment comment, Answer answer) {
    String what = what(comment.place());
    String when = when(answer);
    String said =
        switch (answer.how()) {
          case WAITING ->
              comment.sentInTurn() == 0
                  ? "not with the agent yet"
                  : "turn " + comment.sentInTurn() + " is not over";
          case UNKNOWN -> "not known: " + answer.why().replaceFirst("\\.$", "");
          case UNTOUCHED ->
              comment.place() == null
                  ? "no file was changed through turn " + answer.lookedAt()
                  : what + " not touched through turn " + answer.lookedAt();
          case ELSEWHERE ->
              what
                  + " not touched; "
                  + when
                  + (to(comment.place(), answer).isEmpty()
                      ? " changed the file elsewhere"
                      : " changed the file elsewhere or in its name" + to(comment.place(), answer));
          case BESIDE -> what + " not touched; " + when + " changed what is directly beside";
          case MOVED -> what + " moved as it is" + by(answer) + to(comment.place(), answer);
          case WHITE_SPACE -> what + " changed in white space only" + by(answer);
          case GONE -> what + " taken out" + by(answer);
          case CHANGED ->
              comment.place() == null
                  ? Words.count(answer.files(), "file", "files") + " changed" + by(answer)
                  : what + " changed" + by(answer);
        };
    List<String> more = new ArrayList<>();
    if (answer.others() > 0) {
      more.add(Words.count(answer.others(), "other change", "other changes") + " there");
    }
    if (answer.back()) {
      more.add("by now it is again as it was when this was sent");
    }
    return more.isEmpty() ? said : said + "; " + String.join("; ", more);
  }

  private static String what(@Nullable Place place) {
    return place == null
        ? "files"
        : place.from() == 0 ? "file" : place.from() == place.to() ? "line" : "lines";
  }

  private static String when(Answer answer) {
    return answer.turn() == 0 ? "something outside of the turns" : "turn " + answer.turn();
  }

  private static String by(Answer answer) {
    return answer.turn() == 0 ? " outside of the turns" : " in turn " + answer.turn();
  }

  private static String to(@Nullable Place place, Answer answer) {
    return place != null && answer.path() != null && !place.path().equals(answer.path())
        ? ", to " + VisibleText.onOneLine(answer.path())
        : "";
  }

  /** Not green: only the person can say that a comment is answered well. */
  static Tone tone(Answer answer) {
    return switch (answer.how()) {
      case WAITING -> Tone.NEUTRAL;
      case UNKNOWN, UNTOUCHED, ELSEWHERE, BESIDE -> Tone.WARNING;
      case MOVED, WHITE_SPACE, GONE, CHANGED -> answer.back() ? Tone.WARNING : Tone.INFO;
    };
  }

  /** What leads to the change; null where there is none to show. */
  static @Nullable String link(Answer answer) {
    if (answer.to() == null || !answer.how().touched()) {
      return null;
    }
    return answer.turn() == 0 ? "Show that change" : "Show turn " + answer.turn();
  }

  /** How it stands with all that were sent, a sentence; empty when none was. */
  static String all(Collection<Answer> answers) {
    if (answers.isEmpty()) {
      return "";
    }
    long met = answers.stream().filter(a -> a.how().compareTo(How.BESIDE) > 0 && !a.back()).count();
    long waiting = answers.stream().filter(a -> a.how() == How.WAITING).count();
    long open = answers.size() - met - waiting;
    List<String> parts = new ArrayList<>();
    if (met > 0) {
      parts.add(met + " met by a change");
    }
    if (open > 0) {
      parts.add(open + " not");
    }
    if (waiting > 0) {
      parts.add(waiting + (waiting == 1 ? " waits" : " wait"));
    }
    return Words.count(answers.size(), "comment", "comments")
        + " sent: "
        + String.join(", ", parts)
        + ".";
  }
}
