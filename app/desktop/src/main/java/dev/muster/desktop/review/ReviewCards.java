package dev.muster.desktop.review;

import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetSelection;
import dev.muster.desktop.control.VisibleText;
import dev.muster.desktop.live.Words;
import dev.muster.desktop.review.ReviewWriting.Typed;
import dev.muster.engine.event.ReviewEvent.Place;
import dev.muster.engine.event.ReviewEvent.Side;
import dev.muster.engine.review.Answer;
import dev.muster.engine.review.Comment;
import dev.muster.engine.review.Reviews;
import dev.muster.engine.session.Fleet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;

/**
 * The cards among the lines of a review: pictures, comments, and where comments are written. A card
 * that says the same is the same card, so that what one types in it stays. JavaFX thread only.
 */
final class ReviewCards {
  private static final double ABOUT = 96;
  private static final int MOST_QUOTED = 120;

  private record Known(Object version, SheetCard card) {}

  private final ReviewModel model;
  private final ReviewEdits edits;
  private final Consumer<String> changed;
  private final Runnable done;
  private final Consumer<Answer> show;
  private final ReviewWriting writing;
  private final Map<String, Known> known = new HashMap<>();
  private final Map<String, CommentEditor> editors = new HashMap<>();

  /** The editor that is to get the keyboard once, when it is there. */
  private @Nullable String fresh;

  /**
   * @param changed gets the path of a file whose cards changed; empty for those on the whole
   * @param done called when nothing is written any more where one was writing
   * @param show shows the change that met a comment
   */
  ReviewCards(
      ReviewModel model,
      ReviewEdits edits,
      Consumer<String> changed,
      Runnable done,
      Consumer<Answer> show) {
    this.model = model;
    this.edits = edits;
    this.changed = changed;
    this.done = done;
    this.show = show;
    writing = model.writing();
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
    for (Comment comment : model.comments(file)) {
      Place place = comment.place();
      if (place != null && !writing.has("edit " + comment.id())) {
        boolean older = CommentPlaces.isOlder(place, file.change());
        int line = CommentPlaces.line(place, file);
        Optional<Answer> answer = model.answers().of(comment);
        boolean renamed = !place.path().equals(file.path());
        cards.add(
            card(
                "comment " + comment.id(),
                List.of(comment, older, line, answer, renamed),
                side(place),
                line,
                ABOUT,
                () ->
                    framed(
                        new CommentCard(
                            comment, renamed, older, answer.orElse(null), new Does()))));
      }
    }
    cards.addAll(edits.of(file));
    for (Typed one : writing.all()) {
      Place place = one.place();
      if (place != null && file.equals(at(place))) {
        int line = CommentPlaces.line(place, file);
        List<?> version = List.of(file.path(), line);
        CommentEditor there = editors.get(one.key());
        Known before = known.get(one.key());
        if (there != null
            && there.isFocusWithin()
            && (before == null || !before.version().equals(version))) {
          fresh = one.key(); // it is made anew; the keyboard goes along
        }
        cards.add(card(one.key(), version, side(place), line, ABOUT, () -> framed(editor(one))));
      }
    }
    return cards;
  }

  /** Comments on the whole, and on files that are not listed. */
  List<Region> beside() {
    List<Region> nodes = new ArrayList<>();
    for (Comment comment : model.talk().stateProperty().get().comments()) {
      Place place = comment.place();
      if ((place == null || at(place) == null)
          && comment.status() == Comment.Status.DRAFT
          && !writing.has("edit " + comment.id())) {
        nodes.add(framed(new CommentCard(comment, true, false, null, new Does())));
      }
    }
    for (Typed one : writing.all()) {
      Place place = one.place();
      if (place == null || at(place) == null) {
        CommentEditor there = editors.get(one.key());
        CommentEditor editor = there == null ? editor(one) : there;
        editor.about(about(place));
        nodes.add(framed(editor));
        known.remove(one.key()); // on the sheet it is made anew
      }
    }
    nodes.addAll(edits.beside());
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
    begin(key, null, place, "");
    return key;
  }

  /** What can be done with comments, wherever they are shown. */
  CommentCard.Doing doing() {
    return new Does();
  }

  private void begin(String key, @Nullable String commentId, @Nullable Place place, String text) {
    writing.begin(key, commentId, place, text);
    fresh = key;
    tell(place);
  }

  /** Puts the keyboard where a comment was just begun. */
  void focusEditor() {
    CommentEditor editor = fresh == null ? null : editors.get(fresh);
    if (editor != null && editor.getScene() != null) {
      fresh = null;
      editor.takeFocus();
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

  private CommentEditor editor(Typed one) {
    Place place = one.place();
    CommentEditor editor =
        new CommentEditor(
            CommentCard.where(place),
            one,
            writing.completions(),
            text -> store(one, text),
            () -> leave(one));
    editor.about(about(place));
    editors.put(one.key(), editor);
    // It comes into the scene when the sheet is laid out, which may be frames from now.
    editor.sceneProperty().subscribe(_ -> focusEditor());
    return editor;
  }

  /** The file a place is in; null when it is not listed. */
  private @Nullable ReviewFile at(Place place) {
    return model.places().of(place).orElse(null);
  }

  /** What place it was written for, where that is not to be seen from where it stands. */
  private String about(@Nullable Place place) {
    if (place == null) {
      return "";
    }
    ReviewFile file = at(place);
    String where = VisibleText.onOneLine(place.path()) + ", " + CommentCard.where(place);
    if (file == null) {
      String quoted = Words.line(place.quoted().strip(), MOST_QUOTED);
      return "Written for "
          + where
          + (quoted.isEmpty() ? "" : " (“" + quoted + "”)")
          + ". That file is not among those listed here.";
    }
    return file.path().equals(place.path())
        ? ""
        : "Written for " + where + ", which has another name here.";
  }

  private void store(Typed one, String text) {
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

  private void leave(Typed one) {
    writing.end(one.key());
    editors.remove(one.key());
    known.remove(one.key());
    tell(one.place());
    done.run();
  }

  private void tell(@Nullable Place place) {
    ReviewFile file = place == null ? null : at(place);
    changed.accept(file == null ? "" : file.path());
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
      begin("edit " + comment.id(), comment.id(), comment.place(), comment.text());
    }

    @Override
    public void reply(Comment comment) {
      begin("reply " + comment.id(), null, comment.place(), "");
    }

    @Override
    public void show(Answer answer) {
      show.accept(answer);
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
