package dev.muster.desktop.review;

import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.SheetCard;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.ComparePoint;
import dev.muster.engine.review.ComparePoint.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Brings the change that met a comment into view: compares the states before and after it, and goes
 * to the place once its lines are there. JavaFX thread only.
 */
final class AnswerJump {
  private final ReviewModel model;
  private final DiffSheet sheet;
  private @Nullable Answer going;

  AnswerJump(ReviewModel model, DiffSheet sheet) {
    this.model = model;
    this.sheet = sheet;
  }

  /** Goes to a change; nothing where there is none to show. */
  void go(Answer answer) {
    String from = answer.from();
    String to = answer.to();
    if (from == null || to == null) {
      return;
    }
    going = answer;
    int before = Math.max(0, answer.turn() - 1);
    Compared what = new Compared(point(from, before), point(to, answer.turn()));
    if (what.equals(model.comparedProperty().get())) {
      arrive();
    } else {
      model.compare(what);
    }
    sheet.requestFocus();
  }

  /** The point as the lists have it, so that it is marked there; one of its own otherwise. */
  private ComparePoint point(String commit, int turn) {
    return model.pointsProperty().get().stream()
        .filter(point -> point.commit().equals(commit))
        .findFirst()
        .orElseGet(
            () ->
                new ComparePoint(
                    Kind.TURN,
                    turn,
                    commit.substring(0, Math.min(8, commit.length())),
                    commit,
                    0,
                    0));
  }

  /** To be called whenever files were listed or read. */
  void arrive() {
    Answer answer = going;
    if (answer == null || model.loadingProperty().get()) {
      return;
    }
    String path = answer.path();
    ReviewFile file = path == null ? null : model.file(path).orElse(null);
    if (file == null) {
      going = null;
      return;
    }
    if (file.state() == ReviewFile.State.READ && answer.line() > 0) {
      going = null;
      sheet.showLine(file.path(), SheetCard.Side.NEW, answer.line());
    } else {
      going = answer.line() > 0 ? answer : null;
      sheet.showFile(file.path());
    }
  }
}
