package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.session.Fleet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * The cards among the lines of a review: pictures, comments, and where comments are written. A card
 * that says the same is the same card, so that what one types in it stays. JavaFX thread only.
 */
final class ReviewCards {
  private static final double ABOUT = 96;

  /**
   * A comment that is being written.
   *
   * @param commentId of the one that is changed; null for a new one
   * @param place null for one on the whole
   */
  private record Writing(
      String key, @Nullable String commentId, @Nullable Place place, StringProperty draft) {}

  private record Known(Object version, SheetCard card) {}

  private final ReviewModel model;
  private final ReviewEdits edits;
  private final Consumer<String> changed;
  private final Runnable done;
  private final SequencedMap<String, Writing> writing = new LinkedHashMap<>();
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, CommentEditor> editors = new HashMap<>();

  /**
   * @param changed gets the path of a file whose cards changed; empty for those on the whole
   * @param done called when nothing is written any more where one was writing
   */
  ReviewCards(ReviewModel model, ReviewEdits edits, Consumer<String> changed, Runnable done) {
    this.model = model;
    this.edits = edits;
    this.changed = changed;
    this.done = done;
  }

  /** The cards of a file. */
  List<SheetCard> of(ReviewFile file) {
    List<SheetCard> cards = new ArrayList<>();
    Pictures pictures = file.pictures();
    if (pictures != null) {
      cards.add(
          card(
              "picture " + file.path(),
              pictures,
              SheetCard.Side.NEW,
              0,
              PictureCard.HEIGHT,
              () -> new PictureCard(pictures)));
    }
    for (Comment comment : model.talk().on(file.path())) {
      Writing edited = writing.get("edit " + comment.id());
      Place place = comment.place();
      if (edited == null && place != null) {
        boolean older = CommentPlaces.isOlder(place, file.change());
        int line = CommentPlaces.line(place, file);
        cards.add(
            card(
                "comment " + comment.id(),
                List.of(comment, older, line),
                side(place),
                line,
                ABOUT,
                () -> framed(new CommentCard(comment, false, older, new Does()))));
      }
    }
    cards.addAll(edits.of(file));
    for (Writing one : writing.values()) {
      Place place = one.place();
      if (place != null && place.path().equals(file.path())) {
        int line = CommentPlaces.line(place, file);
        cards.add(card(one.key(), line, side(place), line, ABOUT, () -> framed(editor(one))));
      }
    }
    return cards;
  }

  /** Comments on the whole, and on files that are not listed. */
  List<Region> beside() {
    List<Region> nodes = new ArrayList<>();
    for (Comment comment : model.talk().stateProperty().get().comments()) {
      Place place = comment.place();
      boolean nowhere = place == null || model.file(place.path()).isEmpty();
      if (nowhere
          && comment.status() == Comment.Status.DRAFT
          && !writing.containsKey("edit " + comment.id())) {
        nodes.add(framed(new CommentCard(comment, true, false, new Does())));
      }
    }
    for (Writing one : writing.values()) {
      if (one.place() == null) {
        nodes.add(framed(editor(one)));
      }
    }
    return nodes;
  }

  /**
   * Begins a comment on what is selected; null for one on the whole.
   *
   * @return the id of the card in which it is written
   */
  String begin(@Nullable SheetSelection on) {
    Place place = on == null ? null : place(on);
    String key =
        on == null ? "new" : "new %s %s %d %d".formatted(on.path(), on.side(), on.from(), on.to());
    writing.computeIfAbsent(key, _ -> new Writing(key, null, place, new SimpleStringProperty("")));
    tell(place);
    return key;
  }

  /** What can be done with comments, wherever they are shown. */
  CommentCard.Doing doing() {
    return new Does();
  }

  /** Puts the keyboard where the last comment is written. */
  void focusEditor() {
    if (!writing.isEmpty()) {
      CommentEditor last = editors.get(writing.lastEntry().getKey());
      if (last != null) {
        last.text().requestFocus();
      }
    }
  }

  private Place place(SheetSelection on) {
    Side side = on.side() == SheetCard.Side.OLD ? Side.OLD : Side.NEW;
    String blob =
        model
            .file(on.path())
            .map(file -> side == Side.OLD ? file.change().oldId() : file.change().newId())
            .orElse(null);
    return new Place(on.path(), side, on.from(), on.to(), String.join("\n", on.lines()), blob);
  }

  private CommentEditor editor(Writing one) {
    CommentEditor editor =
        new CommentEditor(
            CommentCard.where(one.place()),
            one.draft(),
            one.commentId() == null,
            text -> store(one, text),
            () -> leave(one));
    editors.put(one.key(), editor);
    // It comes into the scene when the sheet is laid out, which may be frames from now.
    editor
        .sceneProperty()
        .subscribe(
            scene -> {
              if (scene != null) {
                editor.text().requestFocus();
              }
            });
    return editor;
  }

  private void store(Writing one, String text) {
    model
        .talk()
        .comment(
            one.commentId(),
            one.place(),
            text,
            () -> leave(one),
            sentence -> {
              CommentEditor editor = editors.get(one.key());
              if (editor != null) {
                editor.show(sentence);
              }
            });
  }

  private void leave(Writing one) {
    writing.remove(one.key());
    editors.remove(one.key());
    known.remove(one.key());
    tell(one.place());
    done.run();
  }

  private void tell(@Nullable Place place) {
    changed.accept(place == null ? "" : place.path());
  }

  private SheetCard card(
      String id,
      Object version,
      SheetCard.Side side,
      int line,
      double estimate,
      Supplier<? extends Region> make) {
    Known before = known.get(id);
    if (before != null && before.version().equals(version)) {
      return before.card();
    }
    SheetCard fresh = new SheetCard(id, side, line, estimate, make);
    known.put(id, new Known(version, fresh));
    return fresh;
  }

  private static SheetCard.Side side(Place place) {
    return place.side() == Side.OLD ? SheetCard.Side.OLD : SheetCard.Side.NEW;
  }

  private static Region framed(Region card) {
    StackPane frame = new StackPane(card);
    frame.getStyleClass().add("comment-frame");
    return frame;
  }

  /** What the buttons of a comment do. */
  private final class Does implements CommentCard.Doing {
    @Override
    public void edit(Comment comment) {
      writing.computeIfAbsent(
          "edit " + comment.id(),
          key ->
              new Writing(
                  key, comment.id(), comment.place(), new SimpleStringProperty(comment.text())));
      tell(comment.place());
    }

    @Override
    public void reply(Comment comment) {
      writing.computeIfAbsent(
          "reply " + comment.id(),
          key -> new Writing(key, null, comment.place(), new SimpleStringProperty("")));
      tell(comment.place());
    }

    @Override
    public void dismiss(Comment comment) {
      model.talk().dismiss(comment.id());
    }

    @Override
    public void send(Comment comment) {
      model.talk().send(List.of(comment.id()), Fleet.Way.QUEUE);
    }
  }

  /** The comments of the person that are not sent yet. */
  static List<String> unsent(List<Comment> comments) {
    return comments.stream()
        .filter(
            comment -> comment.status() == Comment.Status.DRAFT && comment.by().equals(Reviews.YOU))
        .map(Comment::id)
        .toList();
  }
}
