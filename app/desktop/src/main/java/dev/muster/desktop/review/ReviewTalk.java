package dev.muster.desktop.review;

import dev.muster.desktop.live.EventPump;
import dev.muster.desktop.live.ReviewSource;
import dev.muster.desktop.live.SessionFeed;
import dev.muster.engine.agent.AgentListener.TailKind;
import dev.muster.engine.event.Recorded;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.SessionId;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.ReviewFold;
import dev.muster.engine.review.ReviewState;
import dev.muster.engine.session.Fleet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * What a person says to the changes of a session: comments and marks, as they are stored. It is
 * read anew when something of it was stored, wherever that came from. JavaFX thread only.
 */
public final class ReviewTalk implements SessionFeed {
  private final SessionId session;
  private final ReviewSource source;
  private final EventPump pump;
  private final Runnable changed;
  private final ReadOnlyObjectWrapper<ReviewState> state =
      new ReadOnlyObjectWrapper<>(this, "state", ReviewState.EMPTY);
  private final ReadOnlyObjectWrapper<@Nullable String> problem =
      new ReadOnlyObjectWrapper<>(this, "problem");

  /** Marks that were set here and are not read back yet; a null is one that was taken away. */
  private final Map<String, @Nullable String> marking = new HashMap<>();

  private boolean reading;
  private boolean again;

  /**
   * @param changed called when anything of it changed
   */
  ReviewTalk(SessionId session, ReviewSource source, EventPump pump, Runnable changed) {
    this.session = session;
    this.source = source;
    this.pump = pump;
    this.changed = changed;
  }

  /** Comments and marks as they are stored. */
  public ReadOnlyObjectProperty<ReviewState> stateProperty() {
    return state.getReadOnlyProperty();
  }

  /** What could not be stored or sent, a sentence; null when all was. */
  public ReadOnlyObjectProperty<@Nullable String> problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** The comments that count and stand at such places. */
  List<Comment> placed(Predicate<Place> wanted) {
    return state.get().comments().stream()
        .filter(
            comment -> {
              Place place = comment.place();
              return comment.status() != Comment.Status.DISMISSED
                  && place != null
                  && wanted.test(place);
            })
        .toList();
  }

  /** The content of a file that was marked as viewed; null for none. */
  @Nullable String seen(String path) {
    return marking.containsKey(path) ? marking.get(path) : state.get().viewed().get(path);
  }

  /** Marks a file, at once here, and stores the mark. */
  void viewed(String path, String blob, boolean now) {
    marking.put(path, now ? blob : null);
    changed.run();
    pump.deliver(
        source.viewed(session, path, blob, now),
        _ -> read(),
        sentence -> {
          marking.remove(path);
          problem.set(sentence);
          changed.run();
        });
  }

  /**
   * Writes a comment, or writes it anew.
   *
   * @param commentId null for a new one
   * @param place null for one on the whole
   * @param stored called when it is in the journal
   * @param refused gets a sentence when it is not
   */
  public void comment(
      @Nullable String commentId,
      @Nullable Place place,
      String text,
      Runnable stored,
      Consumer<String> refused) {
    pump.deliver(
        source.comment(session, commentId, place, text),
        _ -> {
          stored.run();
          read();
        },
        refused);
  }

  /** Takes a comment back. */
  public void dismiss(String commentId) {
    pump.deliver(source.dismiss(session, commentId), _ -> read(), problem::set);
  }

  /** Sends comments to the agent. */
  public void send(List<String> commentIds, Fleet.Way way) {
    problem.set(null);
    pump.deliver(source.send(session, commentIds, way), _ -> read(), problem::set);
  }

  void dismissProblem() {
    problem.set(null);
  }

  /** Reads what is stored; one reading at a time. */
  void read() {
    if (reading) {
      again = true;
      return;
    }
    reading = true;
    pump.deliver(
        source.state(session),
        now -> {
          // A mark that is not stored yet is not in this answer.
          marking
              .entrySet()
              .removeIf(mark -> Objects.equals(now.viewed().get(mark.getKey()), mark.getValue()));
          state.set(now);
          done();
          changed.run();
        },
        sentence -> {
          problem.set(sentence);
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

  @Override
  public void events(List<Recorded> events) {
    if (events.stream()
        .anyMatch(one -> ReviewFold.KINDS.contains(one.event().getClass().getSimpleName()))) {
      read();
    }
  }

  @Override
  public void tail(String id, TailKind kind, String text) {
    // What the agent says is shown in its pane.
  }

  @Override
  public void tailDropped(String id) {
    // As above.
  }

  @Override
  public void overflowed() {
    read();
  }
}
