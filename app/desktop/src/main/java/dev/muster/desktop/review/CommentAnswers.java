package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.SessionItem;
import dev.muster.engine.event.SessionState;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.session.SessionSnapshot;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Which comments that were sent were met by which change. Looked at anew when a turn ends, when
 * files changed while none runs, and when comments were sent. JavaFX thread only.
 */
final class CommentAnswers {
  /** What the answers depend on, beside the comments. */
  private record Seen(int turn, SessionState state, @Nullable String tree) {
    static Seen of(SessionSnapshot s) {
      boolean rests = !s.state().takesSlot();
      return new Seen(s.turn(), s.state(), rests ? s.changes().treeHash() : null);
    }
  }

  private final SessionItem item;
  private final ReviewSource source;
  private final EventPump pump;
  private final ReadOnlyObjectProperty<ReviewState> comments;
  private final Consumer<String> failed;
  private final ReadOnlyObjectWrapper<Map<String, Answer>> answers =
      new ReadOnlyObjectWrapper<>(this, "answers", Map.of());
  private boolean reading;
  private boolean again;

  /**
   * @param failed gets a sentence when it cannot be told
   */
  CommentAnswers(
      SessionItem item,
      ReviewSource source,
      EventPump pump,
      ReadOnlyObjectProperty<ReviewState> comments,
      Consumer<String> failed) {
    this.item = item;
    this.source = source;
    this.pump = pump;
    this.comments = comments;
    this.failed = failed;
  }

  /** Follows the session until the subscription ends. */
  Subscription open() {
    return Subscription.combine(
        item.snapshotProperty().map(Seen::of).subscribe((before, now) -> read()),
        comments.map(CommentAnswers::sent).subscribe(_ -> read()));
  }

  private static Map<String, Integer> sent(ReviewState state) {
    return state.comments().stream()
        .filter(comment -> comment.status() == Comment.Status.SENT)
        .collect(Collectors.toMap(Comment::id, Comment::sentInTurn));
  }

  /** By the ids of the comments; those that were not sent are not in it. */
  ReadOnlyObjectProperty<Map<String, Answer>> answersProperty() {
    return answers.getReadOnlyProperty();
  }

  Optional<Answer> of(Comment comment) {
    return comment.status() == Comment.Status.SENT
        ? Optional.ofNullable(answers.get().get(comment.id()))
        : Optional.empty();
  }

  private void read() {
    if (sent(comments.get()).isEmpty()) {
      return;
    }
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    pump.deliver(
        source.answers(item.id()),
        found -> {
          Map<String, Answer> now =
              found.stream().collect(Collectors.toMap(Answer::commentId, Function.identity()));
          if (!now.equals(answers.get())) {
            answers.set(Map.copyOf(now));
          }
          done();
        },
        sentence -> {
          failed.accept(sentence);
          done();
        });
  }

  private void done() {
    reading = false;
    if (again) {
      again = false;
      read();
    }
  }
}
