package dev.muster.desktop.review;

import dev.muster.desktop.control.ActionNodes;
import dev.muster.desktop.control.ActionNodes.Emphasis;
import dev.muster.desktop.control.Banner;
import dev.muster.desktop.control.DiffSheet;
import dev.muster.desktop.control.EmptyState;
import dev.muster.desktop.control.SheetCard;
import dev.muster.desktop.control.SheetFile;
import dev.muster.desktop.control.SheetTools;
import dev.muster.desktop.control.Tone;
import dev.muster.engine.git.Changeset;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Everything inside a review window: the bars, the files, the sheet of differences. */
public final class ReviewView extends BorderPane implements AutoCloseable {
  private static final List<List<String>> KEYS_OF_CONTROLS =
      List.of(
          List.of("Select lines", "Shift ↑ ↓"),
          List.of("Copy the selected lines", "Ctrl C"),
          List.of("Do what the row offers", "Enter"));

  private final ReviewModel model;
  private final ObservableValue<Instant> now;
  private final DiffSheet sheet;
  private final ReviewActions actions;
  private final FilesPane files;
  private final ReviewHead head = new ReviewHead();
  private final VBox notes = new VBox();
  private final Label foot = new Label();
  private final Label footRight = new Label();
  private final Runnable leave;
  private final ReviewSurroundings around;
  private final Parent root;
  private Subscription subscription = Subscription.EMPTY;
  private Subscription keys = Subscription.EMPTY;

  /**
   * @param now the time, renewed once a second at most
   * @param leave closes the window
   */
  public ReviewView(
      ReviewModel model, ObservableValue<Instant> now, Runnable leave, ReviewSurroundings around) {
    this.model = model;
    this.now = now;
    this.leave = leave;
    this.around = around;
    root = around.around(this);
    getStyleClass().addAll("window", "review");
    getStylesheets()
        .add(
            Objects.requireNonNull(ReviewView.class.getResource("review.css"), "review.css")
                .toExternalForm());
    sheet = new DiffSheet(new Tools());
    sheet.setId("review.sheet");
    actions = new ReviewActions(model, sheet, new Keys());
    files = new FilesPane(model, sheet::showFile, actions.escape()::run);
    VBox left = new VBox(files, new CheckpointsPane(model));
    left.getStyleClass().add("review-left");
    VBox.setVgrow(files, Priority.ALWAYS);
    left.setMinWidth(160);
    notes.getStyleClass().add("review-notes");
    VBox middle = new VBox(notes, sheet);
    VBox.setVgrow(sheet, Priority.ALWAYS);
    middle.setMinWidth(240);
    SplitPane parts = new SplitPane(left, middle);
    parts.getStyleClass().add("review-parts");
    SplitPane.setResizableWithParent(left, false);
    parts.setDividerPositions(0.168);
    setTop(new VBox(head, new ReviewBar(model, actions)));
    setCenter(parts);
    setBottom(footer());
    sceneProperty().subscribe(this::installKeys);
  }

  private Node footer() {
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    HBox bar = new HBox(foot, space, footRight);
    bar.getStyleClass().add("review-foot");
    foot.setMnemonicParsing(false);
    return bar;
  }

  /** The root of the window's scene. */
  Parent root() {
    return root;
  }

  /** Begins to follow the session. */
  public void open() {
    subscription =
        Subscription.combine(
            model.item().snapshotProperty().subscribe(s -> head.show(s, now.getValue())),
            now.subscribe(at -> head.show(model.item().now(), at)),
            model.modeProperty().subscribe(sheet::setMode),
            model.staleProperty().subscribe(this::notes),
            model.problemProperty().subscribe(_ -> notes()),
            model.talk().problemProperty().subscribe(_ -> notes()),
            model.loadingProperty().subscribe(_ -> state()),
            model.changesProperty().subscribe(_ -> state()),
            sheet.currentProperty().subscribe(files::select));
    model.open(new Listing());
  }

  /** Puts the keyboard on the sheet; to be called once it was laid out. */
  void focusSheet() {
    sheet.requestFocus();
  }

  @Override
  public void close() {
    subscription.unsubscribe();
    subscription = Subscription.EMPTY;
    keys.unsubscribe();
    model.close();
  }

  /** What can be done here. */
  ReviewActions actions() {
    return actions;
  }

  DiffSheet sheet() {
    return sheet;
  }

  FilesPane files() {
    return files;
  }

  private void installKeys(@Nullable Scene scene) {
    keys.unsubscribe();
    keys =
        scene == null
            ? Subscription.EMPTY
            : actions.all().installIn(scene, () -> !around.dialogOpen());
  }

  private void state() {
    Changeset shown = model.changesProperty().get();
    boolean looking = model.loadingProperty().get() && shown == null;
    sheet.setPlaceholder(
        looking
            ? new EmptyState(null, "Looking at the worktree…", "", List.of())
            : new EmptyState(
                null,
                "Nothing changed",
                "There is no difference between the two states that are compared.",
                List.of()));
    if (shown == null) {
      foot.setText("");
      footRight.setText("");
      return;
    }
    List<String> words = new ArrayList<>();
    words.add("base " + shown.base().substring(0, Math.min(7, shown.base().length())));
    words.add("tree " + shown.tree().substring(0, Math.min(7, shown.tree().length())));
    if (shown.moreFiles() > 0) {
      words.add("%,d more files are not listed".formatted(shown.moreFiles()));
    }
    words.addAll(shown.leftOut());
    foot.setText(String.join("     ", words));
    foot.setTooltip(shown.leftOut().isEmpty() ? null : new Tooltip(foot.getText()));
    footRight.setText("+%,d −%,d".formatted(shown.added(), shown.removed()));
  }

  private void notes() {
    notes.getChildren().clear();
    if (model.staleProperty().get()) {
      Button show = ActionNodes.buttonWithKey(actions.reload(), Emphasis.PLAIN);
      Label words = new Label("The files have changed.");
      words.getStyleClass().add("medium");
      HBox bar = new HBox(12, words, show);
      bar.getStyleClass().add("review-stale");
      bar.setAccessibleText("The files have changed. R shows them.");
      notes.getChildren().add(bar);
    }
    problem(model.problemProperty().get());
    problem(model.talk().problemProperty().get());
  }

  private void problem(@Nullable String sentence) {
    if (sentence != null) {
      notes
          .getChildren()
          .add(new Banner(Tone.DANGER, new Banner.Message(sentence, "", ""), List.of(), null));
    }
  }

  private SheetFile listed(ReviewFile file) {
    return new SheetFile(
        file.shown(),
        file.expected(),
        file.offer(),
        file.after(),
        file.open(),
        file.viewed(),
        cards(file));
  }

  private List<SheetCard> cards(ReviewFile file) {
    List<SheetCard> cards = new ArrayList<>();
    Pictures pictures = file.pictures();
    if (pictures != null) {
      cards.add(
          new SheetCard(
              "picture " + file.path() + " " + file.change().newId(),
              SheetCard.Side.NEW,
              0,
              PictureCard.HEIGHT,
              () -> new PictureCard(pictures)));
    }
    return cards;
  }

  /** Lists the files where they are shown. */
  private final class Listing implements ReviewModel.Output {
    @Override
    public void files(List<ReviewFile> all) {
      sheet.show(all.stream().map(ReviewView.this::listed).toList());
      files.fill();
      files.select(sheet.currentProperty().get());
    }

    @Override
    public void file(ReviewFile one) {
      sheet.update(listed(one));
      files.repaint();
    }
  }

  /** What the sheet asks for. */
  private final class Tools implements SheetTools {
    @Override
    public void toggleOpen(String path) {
      model.toggleOpen(path);
    }

    @Override
    public void toggleViewed(String path) {
      model.toggleViewed(path);
    }

    @Override
    public void more(String path, int hunk) {
      model.more(path, hunk);
    }

    @Override
    public void offer(String path) {
      model.offer(path);
    }

    @Override
    public void inView(List<String> paths) {
      model.inView(paths);
    }
  }

  /** What keys do with the window. */
  private final class Keys implements ReviewActions.Window {
    @Override
    public void filter() {
      files.filter().requestFocus();
      files.filter().selectAll();
    }

    @Override
    public void escape() {
      if (!files.filter().getText().isEmpty()) {
        files.filter().clear();
        sheet.requestFocus();
      } else if (getScene().getFocusOwner() != sheet) {
        sheet.requestFocus();
      } else {
        leave.run();
      }
    }

    @Override
    public void shortcuts() {
      around.shortcuts(actions.withKeys(), KEYS_OF_CONTROLS);
    }
  }
}
